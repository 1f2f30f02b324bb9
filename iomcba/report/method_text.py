"""The method in short, and the statement of quality assurance: what was checked, and what was not.

Both say what this run did, with its own numbers; the formulas stand in the manual.
"""

from __future__ import annotations

from iomcba.report import formats, labels
from iomcba.report.annex import own_tables
from iomcba.report.assurance import day
from iomcba.report.grid import heading
from iomcba.report.lookup import Lookup
from iomcba.report.views import Cell, Column, Part, Row, Sentence, Table
from iomcba.terms.findings import SharedCase
from iomcba.terms.log import LOG

_BACKTEST = "backtest"
_ROLES = ("analyst", "assurer", "approver")
_SIGNING = ("role", "answers-for", "name", "date", "rows-standing")


def method(book: Lookup) -> Part:
    """How the figures were made, a step a row, with the numbers of the formulas."""
    formulas = _formulas(book)
    rows = tuple(
        Row(heading(book.text(f"method.{step}")), (heading(done), heading(formulas[step])))
        for step, done in _done(book).items()
    )
    heads = ("step", "what-is-done", "formulas")
    columns = tuple(Column(book.text(f"method.{head}"), numeric=False) for head in heads)
    steps = Table("method-steps", book.text("method.caption"), columns, rows)
    return Part("method", book.text("method.title"), (book.say("method.alike"),), (steps,))


def _formulas(book: Lookup) -> dict[str, str]:
    """The numbers of the formulas behind each step."""
    return {
        "yardstick": "F16",
        "without": book.text("figure.range", low="F1", high="F8"),
        "reach": "F9",
        "effect": "F10",
        "crimes": "F7",
        "benefit": "F11, F12",
        "cost": "F13, F14",
        "present-value": "F15",
        "value-and-cash": "F16",
        "uncertainty": "F17, F18",
        "central-and-expected": "F18",
    }


def _done(book: Lookup) -> dict[str, str]:
    """What is done in each step, in order."""
    case, usual = book.case, book.business_as_usual.label
    discounted = labels.discounting(book)
    return {
        "yardstick": book.text("method.yardstick-done", usual=usual),
        "without": labels.method(book),
        "reach": book.text("method.reach-done"),
        "effect": book.text("method.effect-done"),
        "crimes": book.text("method.crimes-done"),
        "benefit": book.text("method.benefit-done"),
        "cost": book.text("method.cost-done"),
        "present-value": book.text(
            "method.present-value-done", prices=case.price_base, discounting=discounted
        ),
        "value-and-cash": book.text("method.value-and-cash-done"),
        "uncertainty": _draws(book),
        "central-and-expected": book.text("options.why-they-differ"),
    }


def _draws(book: Lookup) -> str:
    made = book.case.provenance
    told = {
        "count": made.draws,
        "sampler": book.known(f"method.sampler-{made.sampler}", made.sampler),
    }
    if not made.replicates:
        return book.text("method.draws", **told)
    return book.text("method.draws-in-replicates", replicates=made.replicates, **told)


def assurance(shared: SharedCase, book: Lookup) -> Part:
    """What the program checked, what only people can check, and who signs for which."""
    roles = tuple(
        Row(
            heading(book.text(f"assured.{role}")),
            (heading(book.text(f"assured.{role}-duty")), *_held(book, role)),
        )
        for role in _ROLES
    )
    columns = tuple(Column(book.text(f"assured.{head}"), numeric=False) for head in _SIGNING)
    signed = Table("assurance-roles", book.text("assured.caption"), columns, roles)
    return Part(
        "assurance",
        book.text("assured.title"),
        (*_checked(shared, book), book.say("assured.not-checked")),
        (signed, *own_tables(book, LOG)),
    )


def _held(book: Lookup, role: str) -> tuple[Cell, ...]:
    """Who last reviewed the case in a role, when, and how many rows of it stand as reviewed."""
    held = book.case.assurance
    found = held.role(role) if held else None
    if found is None or not found.last[0]:
        return tuple(heading(book.text("assured.to-fill-in")) for _ in range(3))
    name, on = found.last
    standing = book.text("assured.standing", current=found.current, total=found.total)
    return heading(name), heading(day(book, on)), heading(standing)


def _checked(shared: SharedCase, book: Lookup) -> tuple[Sentence, ...]:
    disclosure = {"policy": book.retold(shared.policy), "count": len(shared.hidden)}
    tried = any(table.id == _BACKTEST for table in book.case.tables)
    return (
        book.say("assured.no-fault"),
        *_rows(book),
        *_set_aside(book),
        book.say("assured.tried" if tried else "assured.not-tried"),
        *_error(book),
        _warned(book),
        book.say("assured.disclosure", **disclosure),
    )


def _some(book: Lookup, number: int) -> int | str:
    """A number, or the word for none."""
    return number or book.text("assured.none")


def _rows(book: Lookup) -> tuple[Sentence, ...]:
    rows = book.case.assumptions
    if not rows:
        return ()
    bare = _some(book, sum(not row.source for row in rows))
    unrated = _some(book, sum(not row.quality for row in rows))
    return (book.say("assured.assumptions", count=len(rows), bare=bare, unrated=unrated),)


def _set_aside(book: Lookup) -> tuple[Sentence, ...]:
    files = book.case.reconciliation
    if not files:
        return ()
    aside = sum(file.read - file.used for file in files)
    return (book.say("assured.rows", count=sum(file.read for file in files), aside=aside),)


def _error(book: Lookup) -> tuple[Sentence, ...]:
    figures = (book.open(f"{option.id}.npsv") for option in book.proposals)
    errors = [figure.se for figure in figures if figure is not None and figure.se is not None]
    if not errors:
        return ()
    return (book.say("assured.error", error=formats.standard_error(max(errors))),)


def _warned(book: Lookup) -> Sentence:
    warnings = book.case.warnings
    if not warnings:
        return book.say("assured.no-warning")
    front = _some(book, sum(warning.front_page for warning in warnings))
    return book.say("assured.warnings", count=len(warnings), front=front)
