"""The house, held by machine: read off the syntax trees, never off a promise."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import iomcba
from iomcba.cli.main import cli
from iomcba.read.guard import FLAGS

HOUSE = Path(iomcba.__file__).parent
MODULES = sorted(HOUSE.rglob("*.py"))
METHOD = HOUSE.parent / "docs" / "method.md"
LONGEST = 320
HEAVY = ("numpy", "pandas", "scipy", "matplotlib", "pydantic", "ruamel", "rich", "jinja2")


def name_of(module: Path) -> str:
    return module.relative_to(HOUSE).as_posix()


def tree_of(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"), str(module))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The last name of what is called: `f` of f(), `write_text` of path.write_text()."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


# Only `keep` opens anything for writing.

WRITES = {
    *("write_text", "write_bytes", "mkdir", "makedirs", "touch", "unlink", "rmdir", "rmtree"),
    *("rename", "removedirs", "symlink_to", "hardlink_to", "chmod", "mkdtemp", "mkstemp"),
    *("copyfile", "copytree", "copy2", "savez", "savez_compressed", "savetxt", "to_csv"),
    *("to_excel", "to_parquet", "to_pickle", "to_json", "savefig", "NamedTemporaryFile"),
    *("TemporaryDirectory", "TemporaryFile"),
}
MODULES_THAT_WRITE = ("os", "shutil", "np", "numpy")
WRITING_OF = {"replace", "remove", "link", "move", "copy", "fdopen", "save", "tofile"}
IN_MEMORY = {"BytesIO", "StringIO"}
NO_FILES = {"self", "book"}  # Lookup.open(name) says whether a figure is shown


def writing(tree: ast.Module) -> Iterator[ast.Call]:
    """Calls that write a file, by any of the ways there are."""
    in_memory = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        for target in node.targets
        if isinstance(target, ast.Name) and called(node.value) in IN_MEMORY
    }
    for call in calls(tree):
        name, owner = called(call), ""
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            owner = call.func.value.id
        first = call.args[0] if call.args else None
        if isinstance(first, ast.Name) and first.id in in_memory:
            continue  # into a buffer
        if first is not None and ast.unparse(first) == "os.devnull":
            continue  # into nothing
        if name == "to_json" and not isinstance(call.func, ast.Attribute):
            continue  # pydantic's, which returns bytes; a table's own is a method
        if name == "open" and owner in NO_FILES:
            continue
        if name == "open" and _mode_writes(call, method=isinstance(call.func, ast.Attribute)):
            yield call
        elif name == "savefig" or name in WRITES:
            yield call
        elif owner in MODULES_THAT_WRITE and name in WRITING_OF:
            yield call


def _mode_writes(call: ast.Call, method: bool) -> bool:
    """Whether an open() asks to write; a mode that cannot be read counts as writing."""
    modes = [word.value for word in call.keywords if word.arg == "mode"]
    position = 0 if method else 1
    modes += call.args[position : position + 1]
    for mode in modes:
        if not isinstance(mode, ast.Constant) or not isinstance(mode.value, str):
            return True
        if set(mode.value) & set("wax+"):
            return True
    return False


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_only_keep_writes(module: Path) -> None:
    found = [ast.unparse(call) for call in writing(tree_of(module))]
    if name_of(module) == "read/guard.py":
        assert found == ["os.open(path, FLAGS)"]
        assert FLAGS & os.O_ACCMODE == os.O_RDONLY
    elif not name_of(module).startswith("keep/"):
        assert found == []


def test_keep_is_seen_to_write() -> None:
    """The search above finds what there is to find, and each way of writing."""
    kept = [m for m in MODULES if name_of(m).startswith("keep/")]
    assert sum(len(list(writing(tree_of(module)))) for module in kept) > 5
    for line in (
        "open('a', 'w')",
        "open('a', mode='ab')",
        "path.open('r+')",
        "open('a', how)",
        "path.write_text('a')",
        "os.replace(a, b)",
        "np.save('a', b)",
        "frame.to_csv('a')",
        "figure.savefig('a.png')",
    ):
        assert list(writing(ast.parse(line))), line
    for line in ("open('a')", "path.open(encoding='utf-8')", "text.replace('a', 'b')"):
        assert not list(writing(ast.parse(line))), line
    assert not list(writing(ast.parse("book.open(name)")))
    assert not list(writing(ast.parse("b = io.BytesIO()\nfigure.savefig(b)")))


# Only the guard opens anything for reading.

READS = {"read_text", "read_bytes", "loadtxt", "genfromtxt", "fromfile", "memmap", "read_excel"}
IN_MEMORY_NAMES = ("held", "out")
OPENS = {"read/guard.py", "model/sobol.py"}  # the latter its own table


def reading(tree: ast.Module) -> Iterator[ast.Call]:
    """Calls that open a file by its name, outside the door that holds every file to its bounds."""
    for call in calls(tree):
        name, owner = called(call), ""
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            owner = call.func.value.id
        first = ast.unparse(call.args[0]) if call.args else ""
        if name == "read_text" and isinstance(call.func, ast.Name):
            continue  # the reader's own, which goes through the door
        if first == "os.devnull":
            continue
        if name in READS or (name == "read_csv" and "StringIO" not in first):
            yield call
        elif name == "open" and owner not in NO_FILES and not isinstance(call.func, ast.Attribute):
            yield call
        elif name == "open" and owner in ("os", "io", "path", "Path"):
            yield call
        elif name in ("load_workbook", "open_workbook") and "BytesIO" not in first:
            yield call
        elif name == "ZipFile" and "BytesIO" not in first and first not in IN_MEMORY_NAMES:
            yield call


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_only_the_guard_opens_files(module: Path) -> None:
    if not name_of(module).startswith("keep/") and name_of(module) not in OPENS:
        assert [ast.unparse(call) for call in reading(tree_of(module))] == []


def test_opening_is_seen() -> None:
    for line in (
        "open('a')",
        "os.open(a, b)",
        "path.read_bytes()",
        "pd.read_csv('a')",
        "pd.read_csv(path)",
        "zipfile.ZipFile(path)",
        "np.loadtxt('a')",
    ):
        assert list(reading(ast.parse(line))), line
    for line in ("book.open(name)", "archive.open(name=info)", "pd.read_csv(io.StringIO(text))"):
        assert not list(reading(ast.parse(line))), line


# One choke point for disclosure.

MAKES_SHARED = {"appraise/disclosure.py"}
SHARED = {"SharedCase", "SharedComparison", "SharedExplanation"}
READS_SHARED = {"pipeline/report.py", "pipeline/batch.py"}  # from the results of finished runs


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_only_disclosure_makes_a_shared_case(module: Path) -> None:
    """Decoding the results of a run reads what was disclosed; it constructs nothing."""
    made = [call for call in calls(tree_of(module)) if called(call) in SHARED]
    assert bool(made) == (name_of(module) in MAKES_SHARED)


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_only_reports_of_runs_decode_a_shared_case(module: Path) -> None:
    decoded = [
        call
        for call in calls(tree_of(module))
        if called(call) == "decode"
        and call.args
        and isinstance(call.args[0], ast.Name)
        and call.args[0].id == "SharedCase"
    ]
    assert not decoded or name_of(module) in READS_SHARED


def functions(module: Path) -> dict[str, ast.FunctionDef]:
    return {n.name: n for n in tree_of(module).body if isinstance(n, ast.FunctionDef)}


def entries() -> Iterator[tuple[str, str]]:
    """Module and function of every use of the reports by commands and pipeline."""
    renderers = {module.stem for module in (HOUSE / "report").glob("*.py")}
    for module in (*(HOUSE / "cli").glob("*.py"), *(HOUSE / "pipeline").glob("*.py")):
        for used in ast.walk(tree_of(module)):
            if isinstance(used, ast.Attribute) and isinstance(used.value, ast.Name):
                owner = used.value.id
                if owner in renderers and used.attr in functions(HOUSE / "report" / f"{owner}.py"):
                    yield owner, used.attr


def test_what_goes_out_knows_no_undisclosed_case() -> None:
    """No way into the reports takes a BusinessCase, and the three main ones take a SharedCase."""
    found = set(entries())
    main = {("html", "render"), ("screen", "summary"), ("summary_json", "summary")}
    assert main <= found
    for owner, name in found:
        taken = [
            ast.unparse(argument.annotation)
            for argument in functions(HOUSE / "report" / f"{owner}.py")[name].args.args
            if argument.annotation
        ]
        assert "BusinessCase" not in taken, f"{owner}.{name}"
        assert "SharedCase" in taken or (owner, name) not in main, f"{owner}.{name}"


@pytest.mark.parametrize(
    ("module", "function", "shared"),
    [
        ("compare/screen.py", "text", "SharedComparison"),
        ("compare/page.py", "render", "SharedComparison"),
        ("compare/workbook.py", "workbook", "SharedComparison"),
        ("explain/screen.py", "text", "SharedExplanation"),
    ],
)
def test_comparisons_and_explanations_go_out_disclosed(
    module: str, function: str, shared: str
) -> None:
    first = functions(HOUSE / "report" / module)[function].args.args[0]
    assert first.annotation is not None
    assert ast.unparse(first.annotation) == shared


# Start-up.


@pytest.mark.parametrize("asked", ["--help", "--version"])
def test_help_loads_no_heavy_library(asked: str) -> None:
    script = (
        "import sys\n"
        "from iomcba.cli.main import main\n"
        f"sys.argv = ['iomcba', {asked!r}]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        f"loaded = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "print('loaded:', loaded, file=sys.stderr)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=HOUSE.parent
    )
    assert "loaded: []" in ran.stderr
    assert "iomcba" in ran.stdout


# Commands.


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        yield " ".join((*path, name)), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


COMMANDS = dict(commands(cli))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    examples = command.help.split("Example", 1)
    assert len(examples) == 2, f"{name} has no example"
    shown = [
        line.strip() for line in examples[1].splitlines() if line.strip().startswith("iomcba ")
    ]
    assert shown, f"{name} has no example line"
    if not isinstance(command, click.Group):
        assert any(line.startswith(f"iomcba {name} ") for line in shown)
    for option in command.params:
        assert not isinstance(option, click.Option) or option.help, option.name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_is_a_real_call(name: str) -> None:
    """Commands and options of an example exist."""
    for line in (COMMANDS[name].help or "").splitlines():
        if not line.strip().startswith("iomcba "):
            continue
        words = line.split()[1:]
        depth = max(n for n in (1, 2) if " ".join(words[:n]) in COMMANDS)
        meant = COMMANDS[" ".join(words[:depth])]
        known = {flag for option in meant.params for flag in option.opts}
        for word in words:
            if word.startswith("--"):
                assert word.split("=")[0] in known, line


# Formulas, numbers, length.


def cited(text: str) -> set[int]:
    """Formula numbers in a text: F7, F3-F6, F3 to F6."""
    numbers = {int(n) for n in re.findall(r"\bF(\d{1,2})\b", text)}
    for first, last in re.findall(r"\bF(\d{1,2})(?:-|–| to )F(\d{1,2})\b", text):
        numbers |= set(range(int(first), int(last) + 1))
    return numbers


KERNELS = [m for m in MODULES if name_of(m).startswith(("model/", "appraise/", "terms/"))]


def kernels_citing() -> set[int]:
    """Formula numbers cited by the docstring of a function, a class or its module."""
    numbers: set[int] = set()
    for module in KERNELS:
        for node in ast.walk(tree_of(module)):
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
                numbers |= cited(ast.get_docstring(node) or "")
    return numbers


@pytest.mark.parametrize("formula", range(1, 19))
def test_every_formula_of_the_method_has_a_kernel(formula: int) -> None:
    assert formula in cited(METHOD.read_text(encoding="utf-8"))
    assert formula in kernels_citing()


def test_ranges_of_formulas_are_read() -> None:
    assert cited("forecast (F3 to F6), value (F7, F11) and draws (F18).") == {3, 4, 5, 6, 7, 11, 18}
    assert cited("F3-F5") == {3, 4, 5}
    assert cited("RF7 and F700") == set()


@pytest.mark.parametrize(
    "module", [m for m in KERNELS if not name_of(m).startswith("terms/")], ids=name_of
)
def test_no_signature_holds_a_number(module: Path) -> None:
    """A number lives in one row of one file; a default in a signature would be a second home."""
    for node in ast.walk(tree_of(module)):
        if not isinstance(node, ast.FunctionDef | ast.Lambda):
            continue
        for default in [*node.args.defaults, *filter(None, node.args.kw_defaults)]:
            numbers = [
                n.value
                for n in ast.walk(default)
                if isinstance(n, ast.Constant)
                and isinstance(n.value, int | float)
                and not isinstance(n.value, bool)
            ]
            assert not numbers, f"line {node.lineno}"


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_modules_are_short(module: Path) -> None:
    lines = len(module.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST
