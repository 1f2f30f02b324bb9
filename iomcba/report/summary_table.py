"""The appraisal summary: options as columns; money, chances, crime, and what carries no price.

Every number is a figure of the run; business as usual is 0 by definition and has no column.
"""

from __future__ import annotations

from collections.abc import Iterable

from iomcba.report import formats, labels, lookup, verdict
from iomcba.report.grid import folded, heading, kept
from iomcba.report.lookup import Lookup, Words, central_as, expected_as
from iomcba.report.views import Cell, Column, Part, Row, Table, say
from iomcba.report.words import number_word
from iomcba.terms.findings import Figure

_POUNDS = expected_as(formats.pounds)
_ABOUT = expected_as(lambda value, _: formats.pounds_about(value))
_COUNT = expected_as(formats.count)
_RATIO = expected_as(formats.ratio)
_SPLIT = ("cashable", "capacity-released", "cost-avoided")
_FISCAL = "fiscal"
RATINGS = {
    "much-better": "Much better",
    "better": "Better",
    "same": "No different",
    "worse": "Worse",
    "much-worse": "Much worse",
}
Line = tuple[str, str, Words, Words | None]


def summary(book: Lookup) -> Part:
    """Appraisal summary, classes of benefit, offending, unpriced objectives and scenarios."""
    bau = book.business_as_usual.label
    return Part(
        "summary",
        "Appraisal summary",
        (
            say(
                f"Everything is measured against {bau.lower()}, which is 0 by definition. "
                f"Money is in {book.case.price_base} prices over {book.horizon}, "
                f"{labels.discounting(book.case)}. Small print under a figure: its range, 8 times "
                "in 10."
            ),
        )
        if book.proposals
        else (),
        (
            *_appraisal(book),
            *_classes(book),
            *_offending(book),
            *_ratings(book),
            *_scenarios(book),
            *_changes(book),
        ),
    )


GRADES = "npsv-without-confidence-grades"
LATER = "npsv-with-later-benefit"


def _appraisal(book: Lookup) -> tuple[Table, ...]:
    def paid_back(figure: Figure) -> str:
        index = figure.central
        return f"not in {book.horizon}" if index is None else verdict.year_at(book, index)

    central = central_as(formats.pounds_about)
    lines: tuple[Line, ...] = (
        ("Net present social value, expected", "npsv", _POUNDS, lookup.range80),
        ("Net present social value, central case", "npsv", central, None),
        ("Present value of costs", "pvc", _POUNDS, lookup.range80),
        ("Present value of benefits", "pvb", _POUNDS, lookup.range80),
        ("Benefit-cost ratio", "bcr", _RATIO, None),
        ("Chance that it loses money", "p-npsv-positive", lookup.chance_of_loss, None),
        ("Pays back in public value", "payback-year", paid_back, None),
        ("Pays back in cash", "payback-year-cash", paid_back, None),
        ("Crimes avoided", "crimes-avoided", _COUNT, lookup.range80_count),
        ("Net value without homicide and rape", "npsv-without-severe", _POUNDS, None),
        ("Net value without optimism bias on costs", "npsv-without-optimism-bias", _POUNDS, None),
        ("Net value without grades on benefits", GRADES, _POUNDS, None),
        *_later(book),
    )
    note = (
        "Expected: the mean over all draws. Central case: one evaluation with every quantity at "
        "its mean. Optimism bias: what is added to costs because plans run over."
    )
    notes = (note, *_of_grades(book))
    return _table(book, "summary-appraisal", "Appraisal summary table", lines, "", notes)


def _of_grades(book: Lookup) -> tuple[str, ...]:
    """What is taken off benefits because evidence flatters, crime's share named."""
    counted = book.expected("case.crime-benefit-counted")
    if counted is None:
        return ()
    cut = "nothing" if counted == 1 else formats.per_cent(1 - counted)
    return (
        f"Confidence grades take {cut} off the value of crime avoided, and off other outcomes what "
        "their own rows say.",
    )


def _later(book: Lookup) -> tuple[Line, ...]:
    """Net value with so many years of fading benefit after the horizon, where the case asks."""
    parts = [name.split(".") for name in book.case.figures]
    years = {part[2] for part in parts if part[1] == LATER and len(part) == 3}
    return tuple(
        (f"Net value with {year} years of later benefit", f"{LATER}.{year}", _POUNDS, None)
        for year in sorted(years, key=int)
    )


def _classes(book: Lookup) -> tuple[Table, ...]:
    ids = [id for id in book.case.value_classes if id != _FISCAL]
    fiscal = (_FISCAL,) if _FISCAL in book.case.value_classes else ()
    lines: tuple[Line, ...] = (
        *((labels.class_label(id), f"pvb.{id}", _POUNDS, None) for id in _SPLIT),
        *((labels.class_label(id), f"pvb.{id}", _POUNDS, None) for id in (*fiscal, *ids)),
        ("All benefits", "pvb", _POUNDS, None),
        ("Benefit payments that only change hands (not in value)", "transfers", _POUNDS, None),
    )
    units = f"£, present value, {book.case.price_base} prices; expected"
    split = "The first three lines split what public services gain in all. "
    note = (split if fiscal else "") + "Only the cashable line can leave a budget."
    totals = ("All benefits",)
    caption = "Benefits by class: what kind of gain it is"
    return _table(book, "summary-classes", caption, lines, units, (note,), totals)


def _offending(book: Lookup) -> tuple[Table, ...]:
    lines: tuple[Line, ...] = (
        ("Proven offences avoided", "proven-offences-avoided", _COUNT, lookup.range80_count),
        ("of which: people offend less", "avoided-by-rehabilitation", _COUNT, None),
        ("of which: people are in custody longer", "avoided-by-incapacitation", _COUNT, None),
        ("Days in custody more than without", "extra-custody-days", _COUNT, None),
        ("Value of the crime avoided", "pvb-crime", _POUNDS, None),
        ("Value of other outcomes: work, housing, health", "pvb-other-outcomes", _POUNDS, None),
        ("Cost per crime avoided", "cost-per-crime-avoided", _ABOUT, None),
    )
    caption = f"What happens to offending over {book.horizon}, and what else changes"
    return _table(book, "summary-offending", caption, lines, "expected")


def _table(
    book: Lookup,
    id: str,
    caption: str,
    lines: Iterable[Line],
    units: str,
    notes: tuple[str, ...] = (),
    totals: tuple[str, ...] = (),
) -> tuple[Table, ...]:
    rows = kept(
        Row(
            heading(label),
            tuple(
                book.cell(f"{option.id}.{quantity}", words, absent="–", note=note)
                for option in book.proposals
            ),
            total=label in totals,
        )
        for label, quantity, words, note in lines
    )
    columns = (Column("Measure", numeric=False), *(Column(o.label) for o in book.proposals))
    return (Table(id, caption, columns, rows, units, notes, stack=True),) if rows else ()


def _ratings(book: Lookup) -> tuple[Table, ...]:
    """Objectives that carry no price, each rated in words with its reason."""
    said = {(r.objective, r.option): r for r in book.case.ratings}
    objectives = dict.fromkeys((r.objective, r.label) for r in book.case.ratings)
    if not objectives:
        return ()

    def cell(objective: str, option: str) -> Cell:
        found = said.get((objective, option))
        if found is None:
            return Cell("not rated", numeric=False, missing=True)
        mark = found.rating if found.rating in RATINGS else ""
        words = RATINGS.get(found.rating, labels.spelled(found.rating).capitalize())
        return Cell(words, numeric=False, note=found.words, mark=mark)

    options = [o for o in book.case.options if any(o.id == r.option for r in book.case.ratings)]
    rows = tuple(
        Row(heading(label), tuple(cell(id, option.id) for option in options))
        for id, label in objectives
    )
    columns = tuple(
        Column(word, numeric=False) for word in ("Objective", *(o.label for o in options))
    )
    note = "Rated by the partners against business as usual. No rating is turned into money."
    caption = "Objectives that carry no price"
    return (Table("summary-ratings", caption, columns, rows, "", (note,), stack=True),)


def _scenarios(book: Lookup) -> tuple[Table, ...]:
    names = {s.id: f"npsv-under.{s.id}" for s in book.case.scenarios}
    lines: list[Line] = [
        (s.label, names[s.id], _POUNDS, lookup.range80)
        for s in book.case.scenarios
        if any(f"{o.id}.{names[s.id]}" in book.case.figures for o in book.proposals)
    ]
    if not lines:
        return ()
    lines.insert(0, ("As the case stands", "npsv", _POUNDS, lookup.range80))
    caption = "Net value under each scenario"
    note = "Each scenario changes what is listed below, and is evaluated on the same draws."
    units = f"£, present value, {book.case.price_base} prices; expected"
    return _table(book, "summary-scenarios", caption, lines, units, (note,))


def _changes(book: Lookup) -> tuple[Table, ...]:
    """What each scenario sets, and what the case has instead."""
    if not _scenarios(book):
        return ()
    usual = {row.name: row for row in book.case.assumptions}

    def row(label: str, name: str, value: float, place: str) -> Row:
        now = usual.get(name)
        had = formats.raw(now.central) or formats.raw(now.mean) if now else ""
        return Row(
            heading(label),
            (
                heading(labels.assumption(book, name), name),
                Cell(formats.raw(value), note=now.unit if now else ""),
                Cell(had or "–", missing=not had),
                heading(place),
            ),
        )

    rows = tuple(row(s.label, *change) for s in book.case.scenarios for change in s.changes)
    columns = tuple(
        Column(label, numeric=label in {"Set to", "Otherwise"})
        for label in ("Scenario", "Assumption", "Set to", "Otherwise", "Where")
    )
    count = number_word(len(book.case.scenarios))
    caption = f"What the {count} scenarios change"
    table = Table("summary-changes", caption, columns, rows)
    return folded((table,)) if rows else ()
