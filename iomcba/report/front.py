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
from iomcba.terms.findings import AssumptionRow, BearerWords, OptionLabel

_QUALITY = ("green", "amber", "red")
_CARE = ("illustrative", "judgement", "open")
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
    return book.text(
        "front.basis",
        prices=case.price_base,
        horizon=book.horizon,
        discounting=labels.discounting(book),
        usual=book.business_as_usual.label.lower(),
    )


def _cohort(book: Lookup) -> tuple[Sentence, ...]:
    facts = {
        "case.cohort-size": "front.cohort-size",
        "case.observed-offences": "front.observed",
        "case.counterfactual-offences": "front.expected-without",
    }
    return tuple(
        book.say(key, figure=book.piece(name, _COUNT), horizon=book.horizon)
        for name, key in facts.items()
        if name in book.case.figures
    )


def _card(book: Lookup, option: OptionLabel) -> Card:
    preferred = option.id == book.case.preferred
    if option == book.business_as_usual:
        return Card(
            id=option.id,
            label=option.label,
            tag=book.text("card.best" if preferred else "card.yardstick"),
            summary=option.summary,
            headline=say("£0"),
            lines=(book.say("card.measured-against"),),
            preferred=preferred,
        )
    chance = book.piece(f"{option.id}.p-npsv-positive", lookup.chance_of_loss)
    return Card(
        id=option.id,
        label=option.label,
        tag=_tag(book, option),
        summary=option.summary,
        headline=_headline(book, f"{option.id}.npsv"),
        lines=(
            say(book.piece(f"{option.id}.npsv", lookup.between)),
            book.say("card.loses", chance=chance),
            book.say("card.costs", cost=book.piece(f"{option.id}.pvc", _POUNDS)),
        ),
        preferred=preferred,
    )


def _headline(book: Lookup, name: str) -> Sentence:
    """The expected net value; one that rounds to nothing is 'about £0', not exactly so."""
    about = book.words(name, _POUNDS) == formats.pounds(0) and book.expected(name) != 0
    worth = book.piece(name, _POUNDS)
    return book.say("card.about", worth=worth) if about else say(worth)


def _tag(book: Lookup, option: OptionLabel) -> str:
    if option != book.leader:
        role = labels.spelled(option.role)
        return "" if role == "option" or role in option.label.lower() else role
    pays = book.pays(option)
    return book.text("card.nearest" if pays is False else "card.preferred")


def _cost(book: Lookup) -> Table:
    """Cost by year and payer of the option the page speaks of (real, undiscounted; and PV)."""
    option = book.focus
    payer = Column(book.text("front-cost.payer"), numeric=False)
    columns = (payer, *(Column(year) for year in book.case.years))
    if option is None:
        return Table("front-cost", book.text("front-cost.caption-alone"), columns, ())

    def cells(part: str) -> tuple[Cell, ...]:
        names = (f"{option.id}.cost{part}.{year}" for year in book.case.years)
        present_value = book.cell(f"{option.id}.pvc{part}", _THOUSANDS)
        return (*(book.cell(name, _THOUSANDS) for name in names), present_value)

    return Table(
        id="front-cost",
        caption=book.text("front-cost.caption", option=option.label),
        columns=(*columns, Column(book.text("front-cost.present-value"))),
        rows=(
            *kept(
                Row(heading(bearer.label), cells(f".{bearer.id}"))
                for bearer in book.case.bearers
                if book.expected(f"{option.id}.pvc.{bearer.id}") != 0
            ),
            Row(heading(book.text("front-cost.all")), cells(""), total=True),
        ),
        units=book.text("front-cost.units", prices=book.case.price_base),
        notes=(book.text("front-cost.note-discounted"), book.text("front-cost.note-residual")),
    )


def _bearers(book: Lookup) -> Table:
    """Public value and cash side by side, by bearer; never added to one another."""
    option = book.focus
    heads = ("pays", "gains", "spends", "saves", "net")
    columns = (
        Column(book.text("front-bearers.who"), numeric=False),
        *(Column(book.text(f"front-bearers.{head}")) for head in heads),
    )
    if option is None:
        return Table("front-bearers", book.text("front-bearers.caption-alone"), columns, ())

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
        caption=book.text("front-bearers.caption", option=option.label),
        columns=columns,
        rows=(
            *something(
                book,
                kept(Row(heading(bearer.label), cells(bearer)) for bearer in book.case.bearers),
            ),
            Row(heading(book.text("front-bearers.all")), total, total=True),
        ),
        units=book.text("front-bearers.units", prices=book.case.price_base),
        notes=(book.text("partners.never-added"),),
        stack=True,
    )


def _answers(book: Lookup) -> tuple[Answer, ...]:
    chosen = book.spotlight
    focus = [book.focus] if book.focus is not None else []
    answers = {
        "mismatch": tuple(said for option in focus for said in partners.in_short(book, option)),
        "payback": verdict.payback(book, chosen),
        "true": tuple(verdict.break_even(book, option) for option in chosen),
        "flip": flips(book),
        "scenarios": verdict.scenarios(book),
        "evidence": _evidence_quality(book),
        "signed": assurance.signed(book),
        "next": (say(book.case.next_step),),
    }
    return tuple(Answer(id, book.text(f"question.{id}"), said) for id, said in answers.items())


def _evidence_quality(book: Lookup) -> tuple[Sentence, ...]:
    rows = book.case.assumptions
    if not rows:
        return (book.say("quality.none"),)
    quality, status = Counter(row.quality for row in rows), Counter(row.status for row in rows)
    graded = _counted(book, "quality.graded", quality, _QUALITY)
    care = _counted(book, "quality.care", status, _CARE)
    weak = sum(row.impact == "high" and row.quality == "red" for row in rows)
    read = sum(transcribed(book, row) for row in rows)
    told = {"count": len(rows), "graded": graded or book.text("quality.not-graded"), "weak": weak}
    said = [book.say("quality.evidence-and-weak" if weak else "quality.evidence", **told)]
    if care:
        said.append(book.say("quality.care", care=f"{care[:1].upper()}{care[1:]}"))
    if read:
        said.append(book.say("quality.transcribed", count=read))
    return tuple(said)


def _counted(book: Lookup, key: str, counts: Counter[str], kinds: tuple[str, ...]) -> str:
    """How many there are of each kind, as a list in words; kinds without any are left out."""
    found = (kind for kind in kinds if counts[kind])
    return book.catalogue.listed(
        [book.text(f"{key}-{kind}", number=counts[kind]) for kind in found]
    )


def transcribed(book: Lookup, row: AssumptionRow) -> bool:
    """Say whether a row was read in a transcription, by its own note or by its source."""
    through = {source.id: source.read_through for source in book.case.sources}
    return "transcri" in f"{row.note} {through.get(row.source, '')}".lower()
