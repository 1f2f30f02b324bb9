"""Who pays and who gains: the mismatch in words, the matrix in value and in cash, a pooled budget.

Public value (real, present value) and cash (nominal) are two views of the same effects: they stand
in separate tables and are never added. No total is summed here: each is a figure of the run.
"""

from __future__ import annotations

from collections.abc import Callable

from iomcba.report import formats, lookup
from iomcba.report.grid import folded, heading, kept, something, table_of
from iomcba.report.lookup import Lookup, expected_as
from iomcba.report.views import Cell, Part, Piece, Row, Sentence, Table, say
from iomcba.terms.findings import BearerWords, Figure, OptionLabel

_POUNDS = expected_as(formats.pounds)
_THOUSANDS = expected_as(formats.thousands)
_RANGE = lookup.range80_thousands
_CASH = (("cash-cost", "spends"), ("cash-saving", "saves"), ("net-budget", "effect"))
_RULES = {
    "gain": "each public partner that gains would contribute in proportion to what it gains",
    "size": "each public partner would contribute in proportion to its size",
}
_SHORT = 2  # sentences on value that the first page has room for
RANGES = "and below it the range of 8 times in 10 unless certain"
NEVER_ADDED = (
    "Public value and cash are two views of the same effects: never add them. "
    "In the last column a minus means that the budget ends worse off."
)


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
        return (say("Who pays most and who gains most cannot be said: some amounts are hidden."),)
    payer = _largest(book, lambda bearer: f"{option.id}.pvc.{bearer.id}")
    gainer = _largest(book, lambda bearer: f"{option.id}.pvb.{bearer.id}")
    if payer is None or gainer is None:
        return (say("Who pays and who gains: ", lookup.NOT_IN_RUN, "."),)
    others = [bearer for bearer in book.case.bearers if bearer not in (payer, gainer)]
    return (
        _extremes(book, option, payer, gainer),
        *_one_sided(book, option, others, "Pays and gains nothing: "),
        *_one_sided(book, option, others, "Gains and pays nothing: "),
    )


def in_short(book: Lookup, option: OptionLabel) -> tuple[Sentence, ...]:
    """The mismatch for the first page: its head in value, and all budgets together in cash."""
    name = f"{option.id}.net-budget"
    value = book.expected(name)
    cash = () if value is None else (_together(book, name, value),)
    return (*_in_value(book, option)[:_SHORT], *cash)


def _together(book: Lookup, name: str, value: float) -> Sentence:
    ending = " better off." if value > 0 else " worse off."
    return say("In cash the budgets together end ", book.piece(name, _size), ending)


def _extremes(
    book: Lookup, option: OptionLabel, payer: BearerWords, gainer: BearerWords
) -> Sentence:
    def amount(measure: str, bearer: BearerWords) -> Piece:
        piece = book.piece(f"{option.id}.{measure}.{bearer.id}", _POUNDS)
        return Piece("nothing", piece.figure) if piece.text == formats.pounds(0) else piece

    if payer == gainer:
        both = (amount("pvc", payer), ") and gains most (", amount("pvb", payer), ")")
        return say(f"In public value {payer.label} pays most (", *both, ".")
    return say(
        f"In public value {payer.label} pays most (",
        amount("pvc", payer),
        ") and gains ",
        amount("pvb", payer),
        f"; {gainer.label} gains most (",
        amount("pvb", gainer),
        ") and pays ",
        amount("pvc", gainer),
        ".",
    )


def _one_sided(
    book: Lookup, option: OptionLabel, bearers: list[BearerWords], opening: str
) -> tuple[Sentence, ...]:
    """Partners with an amount on one side and exactly nothing on the other."""
    has, lacks = ("pvc", "pvb") if opening.startswith("Pays") else ("pvb", "pvc")
    found = [
        (bearer.label, f"{option.id}.{has}.{bearer.id}")
        for bearer in bearers
        if (book.expected(f"{option.id}.{has}.{bearer.id}") or 0) > 0
        and book.expected(f"{option.id}.{lacks}.{bearer.id}") == 0
    ]
    return (_amounts(book, opening, found),) if found else ()


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
        said.append(_amounts(book, "In cash these budgets end worse off: ", worse))
    if better:
        said.append(_amounts(book, "In cash these budgets end better off: ", better))
    else:
        said.append(say("In cash no budget ends better off."))
    return tuple(said)


def _amounts(book: Lookup, opening: str, named: list[tuple[str, str]]) -> Sentence:
    pieces: list[Piece | str] = [opening]
    for place, (label, name) in enumerate(named):
        pieces += [f"{'; ' if place else ''}{label} ", book.piece(name, _size)]
    return say(*pieces, ".")


def _size(figure: Figure) -> str | None:
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
        f"{option.label} – who pays and who gains, in public value",
        ("Who", "Pays", "Gains", "Net"),
        rows,
        f"£ thousand, present value, {book.case.price_base} prices; expected, {RANGES}",
        stack=True,
        notes=("Those with nothing on either side are left out. Value is not cash.",),
    )


def _cash(book: Lookup, option: OptionLabel) -> tuple[Table, ...]:
    def cells(part: str) -> tuple[Cell, ...]:
        names = (f"{option.id}.{quantity}{part}" for quantity, _ in _CASH)
        return tuple(book.cell(name, _THOUSANDS, absent="–", note=_RANGE) for name in names)

    return table_of(
        f"partners-{option.id}--cash",
        f"{option.label} – who spends and who saves, in cash",
        ("Budget", "Spends", "Saves", "Effect on budget"),
        _with_total(book, cells, cash=True),
        f"£ thousand, money of each year (nominal), not discounted; expected, {RANGES}",
        stack=True,
        notes=(NEVER_ADDED,),
    )


def _with_total(
    book: Lookup, cells: Callable[[str], tuple[Cell, ...]], cash: bool = False
) -> tuple[Row, ...]:
    bearers = (b for b in book.case.bearers if b.cash_budget or not cash)
    rows = something(
        book, kept(Row(heading(bearer.label), cells(f".{bearer.id}")) for bearer in bearers)
    )
    return (*rows, Row(heading("All"), cells(""), total=True)) if rows else ()


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
    total = Row(heading("The pot: all costs"), (pot, pot, Cell(""), Cell("")), total=True)
    return table_of(
        f"partners-{option.id}--pooled",
        f"{option.label} – if the partners pooled the cost",
        ("Partner", "Pays now", "Would contribute", "Gains", "Would net"),
        (*something(book, pooled), total),
        f"£ thousand, present value, {book.case.price_base} prices; expected",
        stack=True,
        notes=(f"The rule: {rule}. Victims gain too, but hold no budget to contribute from.",),
    )


def _value_by_year(book: Lookup, option: OptionLabel) -> tuple[Table, ...]:
    pairs = (("cost", "pays"), ("benefit", "gains"))
    columns = [f"{year} {verb}" for year in book.case.years for _, verb in pairs]

    def cells(part: str) -> tuple[Cell, ...]:
        names = (f"{option.id}.{q}{part}.{year}" for year in book.case.years for q, _ in pairs)
        return tuple(book.cell(name, _THOUSANDS, absent="–", note=_RANGE) for name in names)

    units = f"£ thousand, {book.case.price_base} prices, not discounted; expected, {RANGES}"
    caption = f"{option.label} – who pays and who gains in each year, in public value"
    id = f"partners-{option.id}--value-years"
    return folded(table_of(id, caption, ("Who", *columns), _with_total(book, cells), units))


def _cash_by_year(book: Lookup, option: OptionLabel) -> tuple[Table, ...]:
    columns = [f"{year} {verb}" for year in book.case.years for _, verb in _CASH]

    def cells(part: str) -> tuple[Cell, ...]:
        names = (f"{option.id}.{q}{part}.{year}" for year in book.case.years for q, _ in _CASH)
        return tuple(book.cell(name, _THOUSANDS, absent="–", note=_RANGE) for name in names)

    rows = _with_total(book, cells, cash=True)
    caption = f"{option.label} – who spends and who saves in each year, in cash"
    id = f"partners-{option.id}--cash-years"
    units = f"£ thousand, money of each year (nominal); expected, {RANGES}"
    return folded(table_of(id, caption, ("Budget", *columns), rows, units))
