"""The appraisal summary: options as columns; money, chances, crime, and what carries no price.

Every number is a figure of the run; business as usual is 0 by definition and has no column.
"""

from __future__ import annotations

from collections.abc import Iterable

from iomcba.report import formats, labels, lookup, verdict
from iomcba.report.grid import folded, heading, kept
from iomcba.report.lookup import Lookup, Words, central_as, expected_as
from iomcba.report.views import Cell, Column, Part, Row, Table
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import Figure

_POUNDS = expected_as(formats.pounds)
_ABOUT = expected_as(lambda value, _: formats.pounds_about(value))
_COUNT = expected_as(formats.count)
_RATIO = expected_as(formats.ratio)
_CENTRAL = central_as(formats.pounds_about)
_SPLIT = ("cashable", "capacity-released", "cost-avoided")
_FISCAL = "fiscal"
_ALL = "pvb"  # the total of the classes of benefit
_LATER = "npsv-with-later-benefit"
_OFFENDING: tuple[tuple[str, Words, Words | None], ...] = (
    ("proven-offences-avoided", _COUNT, lookup.range80_count),
    ("avoided-by-rehabilitation", _COUNT, None),
    ("avoided-by-incapacitation", _COUNT, None),
    ("extra-custody-days", _COUNT, None),
    ("pvb-crime", _POUNDS, None),
    ("pvb-other-outcomes", _POUNDS, None),
    ("cost-per-crime-avoided", _ABOUT, None),
)
_AMOUNTS = ("set-to", "otherwise")
_CHANGED = ("scenario", "assumption", *_AMOUNTS, "where")
RATINGS = ("much-better", "better", "same", "worse", "much-worse")
Line = tuple[str, str, Words, Words | None]  # label, figure, words, words of the second line


def summary(book: Lookup) -> Part:
    """Appraisal summary, classes of benefit, offending, unpriced objectives and scenarios."""
    basis = book.say(
        "summary.basis",
        usual=book.business_as_usual.label.lower(),
        prices=book.case.price_base,
        horizon=book.horizon,
        discounting=labels.discounting(book),
    )
    return Part(
        "summary",
        book.text("summary.title"),
        (basis,) if book.proposals else (),
        (
            *_appraisal(book),
            *_classes(book),
            *_offending(book),
            *_ratings(book),
            *_scenarios(book),
            *_changes(book),
        ),
    )


def _appraisal(book: Lookup) -> tuple[Table, ...]:
    def paid_back(figure: Figure, _: Catalogue) -> str:
        if figure.central is None:
            return book.text("summary.not-paid-back", horizon=book.horizon)
        return verdict.year_at(book, figure.central)

    said: tuple[Line, ...] = (  # the key in place of the label
        ("npsv", "npsv", _POUNDS, lookup.range80),
        ("npsv-central", "npsv", _CENTRAL, None),
        ("pvc", "pvc", _POUNDS, lookup.range80),
        ("pvb", "pvb", _POUNDS, lookup.range80),
        ("bcr", "bcr", _RATIO, None),
        ("chance-of-loss", "p-npsv-positive", lookup.chance_of_loss, None),
        ("payback-year", "payback-year", paid_back, None),
        ("payback-year-cash", "payback-year-cash", paid_back, None),
        ("crimes-avoided", "crimes-avoided", _COUNT, lookup.range80_count),
        ("npsv-without-severe", "npsv-without-severe", _POUNDS, None),
        ("npsv-without-optimism-bias", "npsv-without-optimism-bias", _POUNDS, None),
        ("npsv-without-confidence-grades", "npsv-without-confidence-grades", _POUNDS, None),
    )
    lines: tuple[Line, ...] = (
        *((book.text(f"summary.{key}"), name, words, note) for key, name, words, note in said),
        *_later(book),
    )
    notes = (book.text("summary.appraisal-note"), *_of_grades(book))
    return _table(book, "appraisal", book.text("summary.appraisal-caption"), lines, "", notes)


def _of_grades(book: Lookup) -> tuple[str, ...]:
    """What is taken off benefits because evidence flatters, crime's share named."""
    counted = book.expected("case.crime-benefit-counted")
    if counted is None:
        return ()
    nothing = book.text("summary.grades-nothing")
    cut = nothing if counted == 1 else formats.per_cent(1 - counted)
    return (book.text("summary.grades", cut=cut),)


def _later(book: Lookup) -> tuple[Line, ...]:
    """Net value with so many years of fading benefit after the horizon, where the case asks."""
    parts = [name.split(".") for name in book.case.figures]
    years = sorted({int(part[2]) for part in parts if part[1] == _LATER and len(part) == 3})
    return tuple(
        (book.text("summary.later", count=year), f"{_LATER}.{year}", _POUNDS, None)
        for year in years
    )


def _classes(book: Lookup) -> tuple[Table, ...]:
    ids = [id for id in book.case.value_classes if id != _FISCAL]
    fiscal = (_FISCAL,) if _FISCAL in book.case.value_classes else ()
    lines: tuple[Line, ...] = (
        *((labels.class_label(book, id), f"pvb.{id}", _POUNDS, None) for id in _SPLIT),
        *((labels.class_label(book, id), f"pvb.{id}", _POUNDS, None) for id in (*fiscal, *ids)),
        (book.text("summary.all-benefits"), _ALL, _POUNDS, None),
        (book.text("summary.transfers"), "transfers", _POUNDS, None),
    )
    note = book.text("summary.classes-split-note" if fiscal else "summary.classes-note")
    caption = book.text("summary.classes-caption")
    return _table(book, "classes", caption, lines, _units(book), (note,), total=_ALL)


def _units(book: Lookup) -> str:
    return book.text("summary.units", prices=book.case.price_base)


def _offending(book: Lookup) -> tuple[Table, ...]:
    lines = ((book.text(f"summary.{name}"), name, words, note) for name, words, note in _OFFENDING)
    caption = book.text("summary.offending-caption", horizon=book.horizon)
    return _table(book, "offending", caption, lines, book.text("summary.offending-units"))


def _table(
    book: Lookup,
    id: str,
    caption: str,
    lines: Iterable[Line],
    units: str,
    notes: tuple[str, ...] = (),
    total: str = "",
) -> tuple[Table, ...]:
    rows = kept(
        Row(
            heading(label),
            tuple(
                book.cell(f"{option.id}.{quantity}", words, absent="–", note=note)
                for option in book.proposals
            ),
            total=quantity == total,
        )
        for label, quantity, words, note in lines
    )
    first = Column(book.text("summary.measure"), numeric=False)
    columns = (first, *(Column(o.label) for o in book.proposals))
    table = Table(f"summary-{id}", caption, columns, rows, units, notes, stack=True)
    return (table,) if rows else ()


def _ratings(book: Lookup) -> tuple[Table, ...]:
    """Objectives that carry no price, each rated in words with its reason."""
    said = {(r.objective, r.option): r for r in book.case.ratings}
    objectives = dict.fromkeys((r.objective, r.label) for r in book.case.ratings)
    if not objectives:
        return ()

    def cell(objective: str, option: str) -> Cell:
        found = said.get((objective, option))
        if found is None:
            return Cell(book.text("rating.none"), numeric=False, missing=True)
        mark = found.rating if found.rating in RATINGS else ""
        words = labels.named(book, f"rating.{found.rating}", found.rating)
        return Cell(words, numeric=False, note=found.words, mark=mark)

    options = [o for o in book.case.options if any(o.id == r.option for r in book.case.ratings)]
    rows = tuple(
        Row(heading(label), tuple(cell(id, option.id) for option in options))
        for id, label in objectives
    )
    heads = (book.text("rating.objective"), *(option.label for option in options))
    columns = tuple(Column(head, numeric=False) for head in heads)
    caption, note = book.text("rating.caption"), book.text("rating.note")
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
    lines.insert(0, (book.text("summary.as-it-stands"), "npsv", _POUNDS, lookup.range80))
    caption, note = book.text("summary.scenarios-caption"), book.text("summary.scenarios-note")
    return _table(book, "scenarios", caption, lines, _units(book), (note,))


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
        Column(book.text(f"changes.{head}"), numeric=head in _AMOUNTS) for head in _CHANGED
    )
    count = len(book.case.scenarios)
    number = book.catalogue.number_word(count)
    caption = book.text("changes.caption", count=count, number=number)
    table = Table("summary-changes", caption, columns, rows)
    return folded((table,)) if rows else ()
