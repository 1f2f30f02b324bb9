"""The command line: arguments in, one pipeline call, text out. Exit codes are made here alone.

0 done, 1 our fault, 2 the fault of the input or of what surrounds the program (a full disk, a
closed output), 3 a run that is not what it was (`verify`), 141 the reader of a pipe left. A signal
ends with 128 and its number (`stopping`).
"""

from __future__ import annotations

import importlib
import os
import sys
from io import TextIOWrapper

import click

from iomcba import __version__
from iomcba.cli.streams import silence
from iomcba.errors import InputError

SHOWN = 20  # problems printed before only their number is
COMMANDS = {
    "appraise": (
        "iomcba.cli.appraise",
        "appraise",
        "Appraise each option of a case against the counterfactual.",
    ),
    "batch": (
        "iomcba.cli.batch",
        "batch",
        "Appraise many cases, areas or scenarios into one table.",
    ),
    "check": (
        "iomcba.cli.check",
        "check",
        "Say everything that is wrong with a case, all at once.",
    ),
    "assumptions": (
        "iomcba.cli.assumptions",
        "assumptions",
        "See, search and change the assumptions of a case.",
    ),
    "review": (
        "iomcba.cli.review",
        "review",
        "Record who reviewed which assumptions, and say what has changed since.",
    ),
    "log": (
        "iomcba.cli.log",
        "log",
        "Print decisions, changes, data and quality assurance of a case.",
    ),
    "init": (
        "iomcba.cli.init",
        "init",
        "Make a new case that can be checked and appraised at once.",
    ),
    "compare": (
        "iomcba.cli.compare",
        "compare",
        "Show what changed between two cases or runs, and what it did to the answer.",
    ),
    "sensitivity": (
        "iomcba.cli.drivers",
        "sensitivity",
        "Show how far each assumption moves net value, alone and by group.",
    ),
    "breakeven": (
        "iomcba.cli.drivers",
        "breakeven",
        "Say at which value of each driver an option breaks even or the ranking turns.",
    ),
    "voi": (
        "iomcba.cli.drivers",
        "voi",
        "Say what settling an assumption before deciding is worth at most.",
    ),
    "explain": (
        "iomcba.cli.explain",
        "explain",
        "Explain any figure: its formula with the numbers, and the rows it rests on.",
    ),
    "verify": (
        "iomcba.cli.verify",
        "verify",
        "Make a run again and say whether the same comes out.",
    ),
    "freeze": (
        "iomcba.cli.verify",
        "freeze",
        "Bundle a case, its inputs and its results into one archive for the file.",
    ),
    "report": ("iomcba.cli.report", "report", "Render the reports of a run again."),
    "cohort": ("iomcba.cli.cohort", "cohort", "Make, describe and check offence histories."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported only when they run, so that --help is fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the main job."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest right command when there is no such one."""
        from iomcba.errors import nearest

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(f"No command {args[0]!r}. {nearest(args[0], COMMANDS)}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, _, words) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "--version", prog_name="iomcba")
def cli() -> None:
    """Business cases of Integrated Offender Management, by simulation.

    \b
    Example:
      iomcba appraise bedfordshire-2011 --out out/bedfordshire
    """


def main() -> None:
    """Run the command line; every exception becomes an exit code here."""
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    code = _run()
    try:
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)
    sys.exit(code)


def _run() -> int:
    try:
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except InputError as error:
        _print_problems(error)
    except (click.exceptions.Abort, KeyboardInterrupt):
        _say("Stopped; nothing is left half-written.")
        return 130
    except click.ClickException as error:
        try:
            error.show()
        except OSError:
            silence(sys.stderr)
    except (BrokenPipeError, SystemExit):  # click makes the one into the other
        silence(sys.stdout)
        _say("The reader of the output left before its end.")
        return 141
    except MemoryError:
        _say("The memory is not enough for this: ask for fewer draws, or give a smaller cohort.")
    except OSError as error:
        if not _print_system(error):
            _print_fault(error)
            return 1
    except Exception as error:
        _print_fault(error)
        return 1
    else:
        return code if isinstance(code, int) else 0
    return 2


def _say(text: str) -> None:
    """Say something on stderr, if it can be said at all."""
    try:
        click.echo(text, err=True)
    except OSError:
        silence(sys.stderr)


def _print_problems(error: InputError) -> None:
    count = len(error.problems)
    _say(f"{count} problem{'s' if count != 1 else ''} in the input:")
    for problem in error.problems[:SHOWN]:
        _say(f"  {problem}")
    if count > SHOWN:
        _say(f"  … and {count - SHOWN} more.")


def _print_system(error: OSError) -> bool:
    """Say in one line what the system refused; False where it is not known to be its fault."""
    why = error.strerror or str(error)
    if error is getattr(sys.stdout, "failed", None):
        silence(sys.stdout)
        _say(f"The standard output cannot be written: {why}.")
        return True
    if error.filename is None:
        return False
    _say(f"{os.fsdecode(error.filename)}: {why}.")
    return True


def _print_fault(error: Exception) -> None:
    """A fault of ours: say so in one line; the traceback only when asked for."""
    if os.environ.get("IOMCBA_DEBUG"):
        raise error
    _say(
        f"iomcba failed ({type(error).__name__}: {error}). This is a fault of the program, not of "
        "your input. Run again with IOMCBA_DEBUG=1 for the details and report them."
    )


if __name__ == "__main__":
    main()
