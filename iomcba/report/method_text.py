"""The method in short, and the statement of quality assurance: what was checked, and what was not.

Both say what this run did, with its own numbers; the formulas stand in the manual.
"""

from __future__ import annotations

from iomcba.report import formats, labels
from iomcba.report.annex import own_tables
from iomcba.report.assurance import day
from iomcba.report.grid import heading
from iomcba.report.lookup import Lookup
from iomcba.report.views import Cell, Column, Part, Row, Sentence, Table, say
from iomcba.report.words import plural
from iomcba.terms.findings import BusinessCase, SharedCase
from iomcba.terms.log import LOG

_SAMPLERS = {"sobol": "scrambled Sobol’ points", "plain": "independent random streams"}
_ROLES = (
    ("Analyst", "made the case and answers for its inputs"),
    ("Assurer", "checked inputs, method and results, and did not make them"),
    ("Approver", "accepts the case as fit for the decision"),
)
TO_FILL_IN = "to be filled in"
Step = tuple[str, str, str]


def method(book: Lookup) -> Part:
    """How the figures were made, a step a row, with the numbers of the formulas."""
    rows = tuple(
        Row(heading(step), (heading(words), heading(formulas)))
        for step, words, formulas in _steps(book)
    )
    columns = tuple(Column(label, numeric=False) for label in ("Step", "What is done", "Formulas"))
    said = say(
        "Draws of every uncertain quantity go through the same formulas for every option, so "
        "that options are compared like with like."
    )
    return Part(
        "method", "Method in short", (said,), (Table("method-steps", "The steps", columns, rows),)
    )


def _steps(book: Lookup) -> tuple[Step, ...]:
    case = book.case
    return (
        (
            "Yardstick",
            f"Every option is measured against {book.business_as_usual.label}: its costs and "
            "benefits are what it adds.",
            "F16",
        ),
        ("Without a new option", labels.method(case), "F1 to F8"),
        (
            "Reach",
            "Take-up, places, retention and the run-up month by month give the people engaged and "
            "their share of the cohort’s offending.",
            "F9",
        ),
        (
            "Effect",
            "The cut in offending among those reached comes from the evidence, with its range; it "
            "fades after people leave.",
            "F10",
        ),
        (
            "Crimes",
            "Proven offences become crimes by stated factors; a factor that is not known is 1, "
            "which is a lower bound.",
            "F7",
        ),
        (
            "Benefit",
            "A crime avoided is worth its unit cost, split over those who would have borne it; "
            "other outcomes count only where they hold no crime.",
            "F11, F12",
        ),
        (
            "Cost",
            "Staff, capital, operation and what partners must pay, with optimism bias where a "
            "line carries it.",
            "F13, F14",
        ),
        (
            "Present value",
            f"Money is in {case.price_base} prices, {labels.discounting(case)}.",
            "F15",
        ),
        (
            "Value and cash",
            "Public value and cash are two views of the same effects and are never added.",
            "F16",
        ),
        ("Uncertainty", _draws(case), "F17, F18"),
        ("Central and expected", book.text("options.why-they-differ"), "F18"),
    )


def _draws(case: BusinessCase) -> str:
    made = case.provenance
    by = _SAMPLERS.get(made.sampler, made.sampler)
    twice = f" in {made.replicates} independent replicates" if made.replicates else ""
    return (
        f"{plural(made.draws, 'draw')} by {by}{twice}; the replicates give each figure its "
        "standard error, and no figure is printed with a digit below it. Ranges hold what is not "
        "known of the assumptions and chance."
    )


def assurance(shared: SharedCase, book: Lookup) -> Part:
    """What the program checked, what only people can check, and who signs for which."""
    roles = tuple(Row(heading(role), (heading(duty), *_held(book, role))) for role, duty in _ROLES)
    labels = ("Role", "Answers for", "Name", "Date", "Rows as they stand")
    columns = tuple(Column(label, numeric=False) for label in labels)
    signed = Table("assurance-roles", "Who made, checked and accepted this case", columns, roles)
    return Part(
        "assurance",
        "Quality assurance statement and log",
        (*_checked(shared), *_not_checked()),
        (signed, *own_tables(shared.case, LOG)),
    )


def _held(book: Lookup, role: str) -> tuple[Cell, ...]:
    """Who last reviewed the case in a role, when, and how many rows of it stand as reviewed."""
    held = book.case.assurance
    found = held.role(role.lower()) if held else None
    if found is None or not found.last[0]:
        return tuple(heading(TO_FILL_IN) for _ in range(3))
    name, on = found.last
    return heading(name), heading(day(book, on)), heading(f"{found.current:,} of {found.total:,}")


def _checked(shared: SharedCase) -> tuple[Sentence, ...]:
    case = shared.case
    return tuple(
        say(text)
        for text in (
            "The program refuses a case with a fault in its files; this one had none left.",
            _rows(case),
            _set_aside(case),
            _backtest(case),
            _error(case),
            _warned(case),
            f"Disclosure control: {shared.policy}; {plural(len(shared.hidden), 'figure')} removed.",
        )
        if text
    )


def _not_checked() -> tuple[Sentence, ...]:
    return (
        say(
            "The program cannot know whether the assumptions are right for this area, whether an "
            "option can be delivered, or whether it is lawful and affordable. People answer for "
            "that, and sign below."
        ),
    )


def _rows(case: BusinessCase) -> str:
    if not case.assumptions:
        return ""
    bare = sum(not row.source for row in case.assumptions)
    unrated = sum(not row.quality for row in case.assumptions)
    return (
        f"{plural(len(case.assumptions), 'assumption')} entered the arithmetic: "
        f"{bare or 'none'} without a source, {unrated or 'none'} without a quality rating."
    )


def _set_aside(case: BusinessCase) -> str:
    if not case.reconciliation:
        return ""
    aside = sum(file.read - file.used for file in case.reconciliation)
    read = sum(file.read for file in case.reconciliation)
    return (
        f"Of {plural(read, 'row')} of offence histories {aside:,} were set aside, each for a "
        "stated reason; the others were used, none was dropped in silence."
    )


def _backtest(case: BusinessCase) -> str:
    if any(table.id == "backtest" for table in case.tables):
        return "The forecast was tried on the cohort’s own past; its table stands in the report."
    return "The forecast was not tried on the cohort’s own past in this run."


def _error(case: BusinessCase) -> str:
    figures = (case.figures.get(f"{option.id}.npsv") for option in case.options[1:])
    errors = [f.se for f in figures if f is not None and f.se is not None and not f.hidden]
    if not errors:
        return ""
    most = formats.standard_error(max(errors))
    return (
        f"The simulation’s standard error of expected net value is at most {most} for any option."
    )


def _warned(case: BusinessCase) -> str:
    front = sum(warning.front_page for warning in case.warnings)
    if not case.warnings:
        return "No plausibility warning was raised."
    return (
        f"{plural(len(case.warnings), 'plausibility warning')} raised, {front or 'none'} of them "
        "printed on the first page."
    )
