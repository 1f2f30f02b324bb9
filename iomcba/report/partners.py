"""Who pays and who gains: the mismatch in words, the matrix in value and in cash, a pooled budget.

Public value (real, present value) and cash (nominal) are two views of the same effects: they stand
in separate tables and are never added. No total is summed here: each is a figure of the run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from iomcba.report import formats, lookup
from iomcba.report.grid import folded, heading, kept, something, table_of
from iomcba.report.lookup import Lookup, expected_as
from iomcba.report.views import Cell, Part, Piece, Row, Sentence, Table, joined
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import BearerWords, Figure, OptionLabel

_POUNDS = expected_as(formats.pounds)
_THOUSANDS = expected_as(formats.thousands)
_RANGE = lookup.range80_thousands
_CASH = (("cash-cost", "spends"), ("cash-saving", "saves"), ("net-budget", "effect"))
_RULES = {"gain": "pooled.by-gain", "size": "pooled.by-size"}
_POOLED = ("partner", "pays-now", "contributes", "gains", "would-net")  # columns
_SHORT = 2  # sentences on value that the first page has room for


def parts(book: Lookup) -> tuple[Part, ...]:
    """A part for the option in focus, the preferred and the most ambitious one."""
    return tuple(_part(book, option) for option in book.spotlight)


def _part(book: Lookup, option: OptionLabel) -> Part:
    tables = (
        *_value(book, option),
        *_cash(book, option),
        *_pooled(book, option),
        *_value_by_year(book, option),
        *_cash_by_year(book, option),
    )
    return Part(f"partners-{option.id}", option.label, mismatch(book, option), tables)


def mismatch(book: Lookup, option: OptionLabel) -> tuple[Sentence, ...]:
    """Who pays most and gains most, who has only one side, and whose budget moves."""
    return (*_in_value(book, option), *budgets(book, option))


def _in_value(book: Lookup, option: OptionLabel) -> tuple[Sentence, ...]:
    """The mismatch in public value, each partner named once; one sentence if it cannot be told."""
    names = [f"{option.id}.{m}.{b.id}" for m in ("pvc", "pvb") for b in book.case.bearers]
    if any(book.is_hidden(name) for name in names):
        return (book.say("partners.hidden"),)
    payer = _largest(book, lambda bearer: f"{option.id}.pvc.{bearer.id}")
    gainer = _largest(book, lambda bearer: f"{option.id}.pvb.{bearer.id}")
    if payer is None or gainer is None:
        return (book.say("partners.unknown", reason=book.text("figure.not-in-run")),)
    others = [bearer for bearer in book.case.bearers if bearer not in (payer, gainer)]
    return (
        _extremes(book, option, payer, gainer),
        *_one_sided(book, option, others, pays=True),
        *_one_sided(book, option, others, pays=False),
    )


def in_short(book: Lookup, option: OptionLabel) -> tuple[Sentence, ...]:
    """The mismatch for the first page: its head in value, and all budgets together in cash."""
    name = f"{option.id}.net-budget"
    value = book.expected(name)
    cash = () if value is None else (_together(book, name, value),)
    return (*_in_value(book, option)[:_SHORT], *cash)


def _together(book: Lookup, name: str, value: float) -> Sentence:
    key = "partners.together-better" if value > 0 else "partners.together-worse"
    return book.say(key, amount=book.piece(name, _size))


def _extremes(
    book: Lookup, option: OptionLabel, payer: BearerWords, gainer: BearerWords
) -> Sentence:
    def amount(measure: str, bearer: BearerWords) -> Piece:
        piece = book.piece(f"{option.id}.{measure}.{bearer.id}", _POUNDS)
        if piece.text == formats.pounds(0):
            return Piece(book.text("partners.nothing"), piece.figure)
        return piece

    pays, gains = amount("pvc", payer), amount("pvb", gainer)
    if payer == gainer:
        key = "partners.same-pays-and-gains"
        return book.say(key, payer=payer.label, pays=pays, gains=gains)
    return book.say(
        "partners.extremes",
        payer=payer.label,
        pays=pays,
        payer_gains=amount("pvb", payer),
        gainer=gainer.label,
        gains=gains,
        gainer_pays=amount("pvc", gainer),
    )


def _one_sided(
    book: Lookup, option: OptionLabel, bearers: list[BearerWords], pays: bool
) -> tuple[Sentence, ...]:
    """Partners with an amount on one side and exactly nothing on the other."""
    has, lacks = ("pvc", "pvb") if pays else ("pvb", "pvc")
    found = [
        (bearer.label, f"{option.id}.{has}.{bearer.id}")
        for bearer in bearers
        if (book.expected(f"{option.id}.{has}.{bearer.id}") or 0) > 0
        and book.expected(f"{option.id}.{lacks}.{bearer.id}") == 0
    ]
    key = "partners.only-pays" if pays else "partners.only-gains"
    return (book.say(key, amounts=_amounts(book, found)),) if found else ()


def budgets(book: Lookup, option: OptionLabel) -> tuple[Sentence, ...]:
    """Whose budget ends worse off and whose better, in cash; nothing where the run has no cash."""
    names = [
        (bearer.label, f"{option.id}.net-budget.{bearer.id}")
        for bearer in book.case.bearers
        if bearer.cash_budget
    ]
    worse = [pair for pair in names if (book.expected(pair[1]) or 0) < 0]
    better = [pair for pair in names if (book.expected(pair[1]) or 0) > 0]
    if any(book.is_hidden(name) for _, name in names) or not (worse or better):
        return ()
    said = []
    if worse:
        said.append(book.say("partners.budgets-worse", amounts=_amounts(book, worse)))
    if better:
        said.append(book.say("partners.budgets-better", amounts=_amounts(book, better)))
    else:
        said.append(book.say("partners.none-better"))
    return tuple(said)


def _amounts(book: Lookup, named: list[tuple[str, str]]) -> Sentence:
    return joined(
        book.text("partners.between-amounts"),
        (
            book.say("partners.amount", who=who, amount=book.piece(name, _size))
            for who, name in named
        ),
    )


def _size(figure: Figure, _: Catalogue) -> str | None:
    value = lookup.expected_value(figure)
    se = None if figure.mean is None else figure.se
    return None if value is None else formats.pounds(abs(value), se)


def _largest(book: Lookup, name: Callable[[BearerWords], str]) -> BearerWords | None:
    found = [
        (value, bearer)
        for bearer in book.case.bearers
        if (value := book.expected(name(bearer))) is not None and value > 0
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _net(book: Lookup, option: OptionLabel, part: str) -> Cell:
    """Gain less payment: the run's own figure, else the difference of the two that are shown."""
    own = f"{option.id}.npsv{part}"
    if own in book.case.figures:
        return book.cell(own, _THOUSANDS, note=_RANGE)
    pays, gains = (book.open(f"{option.id}.{m}{part}") for m in ("pvc", "pvb"))
    words = None if pays is None or gains is None else lookup.difference(gains, pays)
    return Cell("–", missing=True) if words is None else Cell(words)


def _value(book: Lookup, option: OptionLabel) -> tuple[Table, ...]:
    def cells(part: str) -> tuple[Cell, ...]:
        names = (f"{option.id}.{m}{part}" for m in ("pvc", "pvb"))
        shown = (book.cell(name, _THOUSANDS, absent="–", note=_RANGE) for name in names)
        return (*shown, _net(book, option, part))

    rows = _with_total(book, cells)
    return table_of(
        f"partners-{option.id}--value",
        book.text("partners.value-caption", option=option.label),
        _heads(book, "who", "pays", "gains", "net"),
        rows,
        book.text("partners.value-units", prices=book.case.price_base, range=ranges(book)),
        stack=True,
        notes=(book.text("partners.value-note"),),
    )


def _cash(book: Lookup, option: OptionLabel) -> tuple[Table, ...]:
    def cells(part: str) -> tuple[Cell, ...]:
        names = (f"{option.id}.{quantity}{part}" for quantity, _ in _CASH)
        return tuple(book.cell(name, _THOUSANDS, absent="–", note=_RANGE) for name in names)

    return table_of(
        f"partners-{option.id}--cash",
        book.text("partners.cash-caption", option=option.label),
        _heads(book, "budget", "spends", "saves", "effect"),
        _with_total(book, cells, cash=True),
        book.text("partners.cash-units", range=ranges(book)),
        stack=True,
        notes=(book.text("partners.never-added"),),
    )


def ranges(book: Lookup) -> str:
    """What stands below a figure in a cell."""
    return book.text("partners.range")


def _heads(book: Lookup, *names: str) -> list[str]:
    return [book.text(f"partners.{name}") for name in names]


def _year_heads(book: Lookup, first: str, verbs: Sequence[str]) -> list[str]:
    heads = [
        book.text(f"partners.year-{verb}", year=year) for year in book.case.years for verb in verbs
    ]
    return [book.text(f"partners.{first}"), *heads]


def _with_total(
    book: Lookup, cells: Callable[[str], tuple[Cell, ...]], cash: bool = False
) -> tuple[Row, ...]:
    bearers = (b for b in book.case.bearers if b.cash_budget or not cash)
    rows = something(
        book, kept(Row(heading(bearer.label), cells(f".{bearer.id}")) for bearer in bearers)
    )
    return (*rows, Row(heading(book.text("partners.all")), cells(""), total=True)) if rows else ()


def _pooled(book: Lookup, option: OptionLabel) -> tuple[Table, ...]:
    """What each would put into one pot that pays all costs, and what it would then net."""
    rule = _RULES.get(book.case.pooled_rule)
    if rule is None:
        return ()

    def cells(bearer: BearerWords) -> tuple[Cell, ...]:
        names = ("pvc", "pooled-contribution", "pvb", "pooled-net")
        shown = (f"{option.id}.{name}.{bearer.id}" for name in names)
        return tuple(book.cell(name, _THOUSANDS, absent="–") for name in shown)

    pooled = kept(
        Row(heading(bearer.label), cells(bearer))
        for bearer in book.case.bearers
        if f"{option.id}.pooled-contribution.{bearer.id}" in book.case.figures
    )
    if not pooled:
        return ()
    pot = book.cell(f"{option.id}.pvc", _THOUSANDS)
    label = heading(book.text("pooled.pot"))
    total = Row(label, (pot, pot, Cell(""), Cell("")), total=True)
    return table_of(
        f"partners-{option.id}--pooled",
        book.text("pooled.caption", option=option.label),
        [book.text(f"pooled.{name}") for name in _POOLED],
        (*something(book, pooled), total),
        book.text("pooled.units", prices=book.case.price_base),
        stack=True,
        notes=(book.text("pooled.note", rule=book.text(rule)),),
    )


def _value_by_year(book: Lookup, option: OptionLabel) -> tuple[Table, ...]:
    pairs = (("cost", "pays"), ("benefit", "gains"))

    def cells(part: str) -> tuple[Cell, ...]:
        names = (f"{option.id}.{q}{part}.{year}" for year in book.case.years for q, _ in pairs)
        return tuple(book.cell(name, _THOUSANDS, absent="–", note=_RANGE) for name in names)

    prices = book.case.price_base
    units = book.text("partners.value-years-units", prices=prices, range=ranges(book))
    caption = book.text("partners.value-years-caption", option=option.label)
    columns = _year_heads(book, "who", [verb for _, verb in pairs])
    id = f"partners-{option.id}--value-years"
    return folded(table_of(id, caption, columns, _with_total(book, cells), units))


def _cash_by_year(book: Lookup, option: OptionLabel) -> tuple[Table, ...]:

    def cells(part: str) -> tuple[Cell, ...]:
        names = (f"{option.id}.{q}{part}.{year}" for year in book.case.years for q, _ in _CASH)
        return tuple(book.cell(name, _THOUSANDS, absent="–", note=_RANGE) for name in names)

    rows = _with_total(book, cells, cash=True)
    caption = book.text("partners.cash-years-caption", option=option.label)
    columns = _year_heads(book, "budget", [verb for _, verb in _CASH])
    id = f"partners-{option.id}--cash-years"
    units = book.text("partners.cash-years-units", range=ranges(book))
    return folded(table_of(id, caption, columns, rows, units))
