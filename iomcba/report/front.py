"""The one page for chief executives: what is asked, what it costs, what we get, how sure, who pays.

The same front page feeds the HTML report and the terminal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from iomcba.report import formats, lookup, verdict
from iomcba.report.grid import heading, kept
from iomcba.report.lookup import Lookup, expected_as
from iomcba.report.views import Answer, Card, Cell, Column, FrontPage, Row, Sentence, Table, say
from iomcba.report.words import plural
from iomcba.terms.findings import AssumptionRow, BearerWords, OptionLabel

_QUALITY = ("green", "amber", "red")
_POUNDS = expected_as(formats.pounds)
_THOUSANDS = expected_as(formats.thousands)
_COUNT = expected_as(formats.count)


def front_page(book: Lookup) -> FrontPage:
    """Lay out the one page."""
    return FrontPage(
        decision=book.case.decision,
        verdict=verdict.verdict(book),
        cohort=_cohort(book),
        cards=tuple(_card(book, option) for option in book.case.options),
        cost=_cost(book),
        bearers=_bearers(book),
        answers=_answers(book),
        basis=_basis(book),
    )


def spotlight(book: Lookup) -> tuple[OptionLabel, ...]:
    """The preferred option and the most ambitious one; business as usual needs no words."""
    chosen = [book.focus, *book.by_cost[:1]]
    return tuple(dict.fromkeys(option for option in chosen if option is not None))


def _basis(book: Lookup) -> str:
    case = book.case
    return (
        f"Value is in {case.price_base} prices over {book.horizon}, {case.discounting}. "
        f"Costs and benefits are those additional to {book.business_as_usual.label.lower()}. "
        "Figures are rounded and may not add up to the last digit."
    )


def _cohort(book: Lookup) -> tuple[Sentence, ...]:
    facts = (
        ("case.cohort-size", "People in the cohort: "),
        ("case.observed-offences", "Proven offences observed: "),
        ("case.counterfactual-offences", f"Expected in {book.horizon} without a new option: "),
    )
    return tuple(
        say(label, book.piece(name, _COUNT)) for name, label in facts if name in book.case.figures
    )


def _card(book: Lookup, option: OptionLabel) -> Card:
    preferred = option.id == book.case.preferred
    if option == book.business_as_usual:
        return Card(
            id=option.id,
            label=option.label,
            tag="best on this evidence" if preferred else _role(option),
            summary=option.summary,
            headline=say("£0"),
            lines=(say("the yardstick: the others are measured against it"),),
            preferred=preferred,
        )
    name = f"{option.id}.npsv"
    return Card(
        id=option.id,
        label=option.label,
        tag="preferred" if preferred else _role(option),
        summary=option.summary,
        headline=say(book.piece(name, _POUNDS)),
        lines=(
            say(book.piece(name, lookup.between)),
            say(
                book.piece(f"{option.id}.p-npsv-positive", lookup.chance_of_loss),
                " chance it loses money",
            ),
            say("costs ", book.piece(f"{option.id}.pvc", _POUNDS)),
        ),
        preferred=preferred,
    )


def _role(option: OptionLabel) -> str:
    return option.role.replace("-", " ")


def _cost(book: Lookup) -> Table:
    """Cost by year and payer of the option the page speaks of (real, undiscounted; and PV)."""
    option = book.focus
    columns = (Column("Payer", numeric=False), *(Column(year) for year in book.case.years))
    if option is None:
        return Table("front-cost", "What it costs and who pays", columns, ())

    def cells(part: str) -> tuple[Cell, ...]:
        names = (f"{option.id}.cost{part}.{year}" for year in book.case.years)
        present_value = book.cell(f"{option.id}.pvc{part}", _THOUSANDS)
        return (*(book.cell(name, _THOUSANDS) for name in names), present_value)

    return Table(
        id="front-cost",
        caption=f"What {option.label} costs, by year and by payer",
        columns=(*columns, Column("Present value")),
        rows=(
            *kept(
                Row(heading(bearer.label), cells(f".{bearer.id}"))
                for bearer in book.case.bearers
                if book.expected(f"{option.id}.pvc.{bearer.id}") != 0
            ),
            Row(heading("All payers"), cells(""), total=True),
        ),
        units=f"£ thousand, {book.case.price_base} prices, additional to business as usual",
        notes=("Present value is discounted; the years are not. Payers of nothing are left out.",),
    )


def _bearers(book: Lookup) -> Table:
    """Public value and cash side by side, by bearer; never added to one another."""
    option = book.focus
    columns = (
        Column("Who", numeric=False),
        Column("Pays (value)"),
        Column("Gains (value)"),
        Column("Spends (cash)"),
        Column("Saves (cash)"),
        Column("Effect on budget (cash)"),
    )
    if option is None:
        return Table("front-bearers", "Who pays and who gains", columns, ())

    def cells(bearer: BearerWords) -> tuple[Cell, ...]:
        value = (
            book.cell(f"{option.id}.{part}.{bearer.id}", _THOUSANDS) for part in ("pvc", "pvb")
        )
        if not bearer.cash_budget:
            return (*value, *(Cell("–", missing=True) for _ in range(3)))
        parts = ("cash-cost", "cash-saving", "net-budget")
        return (*value, *(book.cell(f"{option.id}.{p}.{bearer.id}", _THOUSANDS) for p in parts))

    total = (
        book.cell(f"{option.id}.pvc", _THOUSANDS),
        book.cell(f"{option.id}.pvb", _THOUSANDS),
        book.cell(f"{option.id}.cash-cost", _THOUSANDS, absent="–"),
        book.cell(f"{option.id}.cash-saving", _THOUSANDS, absent="–"),
        book.cell(f"{option.id}.net-budget", _THOUSANDS, absent="–"),
    )
    return Table(
        id="front-bearers",
        caption=f"Who pays and who gains from {option.label}: public value beside cash",
        columns=columns,
        rows=(
            *kept(Row(heading(bearer.label), cells(bearer)) for bearer in book.case.bearers),
            Row(heading("All"), total, total=True),
        ),
        units=f"£ thousand; value: present value in {book.case.price_base} prices; cash: nominal",
        notes=(
            "Public value and cash are two views of the same effects: never add them. A minus in "
            "the last column means that the budget ends worse off; – means no cash budget or no "
            "total.",
        ),
    )


def _answers(book: Lookup) -> tuple[Answer, ...]:
    chosen = spotlight(book)
    true = [*(verdict.break_even(book, option) for option in chosen)]
    if book.focus is not None:
        true.append(verdict.expected_effect(book, book.focus))
    return (
        Answer("payback", "Does it pay back?", tuple(verdict.payback(book, o) for o in chosen)),
        Answer("true", "What must be true to break even?", (*true, *verdict.evidence(book))),
        Answer(
            "flip", "What would flip the answer?", tuple(verdict.flips(book, o) for o in chosen)
        ),
        Answer(
            "mismatch",
            "Who pays, and who gains?",
            tuple(verdict.payer_and_gainer(book, o) for o in ([book.focus] if book.focus else [])),
        ),
        Answer("evidence", "How good is the evidence?", _evidence_quality(book)),
        Answer("next", "What happens next?", (say(book.case.next_step),)),
    )


def _evidence_quality(book: Lookup) -> tuple[Sentence, ...]:
    rows = book.case.assumptions
    if not rows:
        return (say("This run lists no assumptions."),)
    by_status = _counted((row.status for row in rows), ())
    by_quality = _counted((row.quality for row in rows), _QUALITY)
    sentences = [
        say(
            f"{plural(len(rows), 'assumption')}; by status: {by_status}; "
            f"by quality of source: {by_quality}."
        )
    ]
    weak = [row for row in rows if row.impact == "high" and row.quality == "red"]
    if weak:
        sentences.append(
            say(
                f"{plural(len(weak), 'row')} of high impact rest on red evidence; "
                "see the table of assumptions."
            )
        )
    read = [row for row in rows if transcribed(book, row)]
    if read:
        sentences.append(
            say(
                f"{plural(len(read), 'figure')} were read in a transcription; "
                "check against the publication."
            )
        )
    return tuple(sentences)


def transcribed(book: Lookup, row: AssumptionRow) -> bool:
    """Say whether a row was read in a transcription, by its own note or by its source."""
    through = {source.id: source.read_through for source in book.case.sources}
    return "transcri" in f"{row.note} {through.get(row.source, '')}".lower()


def _counted(words: Iterable[str], order: tuple[str, ...]) -> str:
    counts = Counter(word or "not stated" for word in words)
    names = [*(name for name in order if name in counts), *sorted(counts.keys() - set(order))]
    return ", ".join(f"{counts[name]:,} {name}" for name in names)
