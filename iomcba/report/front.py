"""The one page for chief executives: what is asked, what it costs, what we get, how sure, who pays.

The same front page feeds the HTML report and the terminal.
"""

from __future__ import annotations

from collections import Counter

from iomcba.report import assurance, formats, labels, lookup, partners, verdict
from iomcba.report.decision.flips import flips
from iomcba.report.grid import heading, kept, something
from iomcba.report.lookup import Lookup, expected_as
from iomcba.report.views import Answer, Card, Cell, Column, FrontPage, Row, Sentence, Table, say
from iomcba.report.words import listed, plural
from iomcba.terms.findings import AssumptionRow, BearerWords, OptionLabel

_QUALITY = (("green", "strong (green)"), ("amber", "fair (amber)"), ("red", "weak (red)"))
_CARE = (("illustrative", "illustrative"), ("judgement", "judgements"), ("open", "still open"))
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


def _basis(book: Lookup) -> str:
    case = book.case
    return (
        f"Value is in {case.price_base} prices over {book.horizon}, {labels.discounting(case)}. "
        f"Costs and benefits are those additional to {book.business_as_usual.label.lower()}. "
        "Figures are rounded and may not add up."
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
            tag="best on this evidence" if preferred else "the yardstick",
            summary=option.summary,
            headline=say("£0"),
            lines=(say("the others are measured against it"),),
            preferred=preferred,
        )
    return Card(
        id=option.id,
        label=option.label,
        tag=_tag(book, option),
        summary=option.summary,
        headline=_headline(book, f"{option.id}.npsv"),
        lines=(
            say(book.piece(f"{option.id}.npsv", lookup.between)),
            say(
                book.piece(f"{option.id}.p-npsv-positive", lookup.chance_of_loss),
                " chance it loses money",
            ),
            say("costs ", book.piece(f"{option.id}.pvc", _POUNDS)),
        ),
        preferred=preferred,
    )


def _headline(book: Lookup, name: str) -> Sentence:
    """The expected net value; one that rounds to nothing is 'about £0', not exactly so."""
    about = book.words(name, _POUNDS) == formats.pounds(0) and book.expected(name) != 0
    return say(*(["about "] if about else []), book.piece(name, _POUNDS))


def _tag(book: Lookup, option: OptionLabel) -> str:
    if option != book.leader:
        role = labels.spelled(option.role)
        return "" if role == "option" or role in option.label.lower() else role
    pays = book.pays(option)
    return "comes nearest, but does not clearly pay" if pays is False else "preferred"


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
        caption=f"{option.label}: cost by year and by payer",
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
        notes=(
            "Present value is discounted; the years are not.",
            "The last year is less what capital is still worth.",
        ),
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
        Column("Net (cash)"),
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
        caption=f"{option.label}: who pays, who gains, in value and in cash",
        columns=columns,
        rows=(
            *something(
                book,
                kept(Row(heading(bearer.label), cells(bearer)) for bearer in book.case.bearers),
            ),
            Row(heading("All"), total, total=True),
        ),
        units=f"£ thousand; value: present value in {book.case.price_base} prices; cash: money of "
        "each year",
        notes=(partners.NEVER_ADDED,),
        stack=True,
    )


def _answers(book: Lookup) -> tuple[Answer, ...]:
    chosen = book.spotlight
    focus = [book.focus] if book.focus is not None else []
    return (
        Answer(
            "mismatch",
            "Who pays, and who gains?",
            tuple(sentence for o in focus for sentence in partners.in_short(book, o)),
        ),
        Answer("payback", "Does it pay back?", verdict.payback(book, chosen)),
        Answer(
            "true",
            "What must be true to break even?",
            tuple(verdict.break_even(book, o) for o in chosen),
        ),
        Answer("flip", "What would flip the answer?", flips(book)),
        Answer("scenarios", "What if things turn out differently?", verdict.scenarios(book)),
        Answer("evidence", "How good is the evidence?", _evidence_quality(book)),
        Answer("signed", "Who has signed it off?", assurance.signed(book)),
        Answer("next", "What happens next?", (say(book.case.next_step),)),
    )


def _evidence_quality(book: Lookup) -> tuple[Sentence, ...]:
    rows = book.case.assumptions
    if not rows:
        return (say("This run lists no assumptions."),)
    quality = Counter(row.quality for row in rows)
    graded = listed([f"{quality[id]:,} {words}" for id, words in _QUALITY if quality[id]])
    weak = [row for row in rows if row.impact == "high" and row.quality == "red"]
    status = Counter(row.status for row in rows)
    care = listed([f"{status[id]:,} {words}" for id, words in _CARE if status[id]])
    read = [row for row in rows if transcribed(book, row)]
    heavy = f", {len(weak):,} weak ones among those that matter most" if weak else ""
    said = [f"Evidence behind {plural(len(rows), 'assumption')}: {graded or 'not graded'}{heavy}."]
    if care:
        said.append(f"{care[:1].upper()}{care[1:]}: replace them by local figures.")
    if read:
        said.append(
            f"{plural(len(read), 'figure')} were read in a transcription; check against the "
            "publication."
        )
    return tuple(say(text) for text in said)


def transcribed(book: Lookup, row: AssumptionRow) -> bool:
    """Say whether a row was read in a transcription, by its own note or by its source."""
    through = {source.id: source.read_through for source in book.case.sources}
    return "transcri" in f"{row.note} {through.get(row.source, '')}".lower()
