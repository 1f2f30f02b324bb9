"""What the appraisal says, in honest sentences: verdict, payback, break-even, scenarios.

Each sentence says also what it would say if the answer were bad: that business as usual is best,
that the best option only just repays its cost, that nothing pays back, or that a figure is hidden.
"""

from __future__ import annotations

from iomcba.report import formats, lookup
from iomcba.report.advice import advice
from iomcba.report.lookup import Lookup, central_as, expected_as, expected_value
from iomcba.report.views import Piece, Sentence, joined, say
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import Figure, OptionLabel

_WHOLE = 1.0
_POUNDS = expected_as(formats.pounds)
_SHARE = central_as(formats.per_cent)


def verdict(book: Lookup) -> tuple[Sentence, ...]:
    """The answer in a few sentences, and what the rules recommend."""
    return (*_answer(book), *advice(book))


def _answer(book: Lookup) -> tuple[Sentence, ...]:
    """For the preferred option, or against all of them."""
    option, leader = book.focus, book.leader
    if option is None:
        return (book.say("verdict.alone"),)
    closing = (needed(book, option), *evidence(book))
    if leader is None:
        usual = book.business_as_usual.label
        opening = book.say("verdict.usual-is-best", horizon=book.horizon, usual=usual)
        return (opening, _ambitious(book, option), *closing)
    if book.pays(leader) is False:
        opening = book.say("verdict.none-clearly-pays", horizon=book.horizon)
        told = {"worth": _worth(book, leader), "chance": _chance(book, leader)}
        closest = book.say("verdict.nearest", option=leader.label, **told)
        other = () if leader == option else (_ambitious(book, option),)
        return (opening, closest, *other, *closing)
    opening = book.say("verdict.expected", option=option.label, worth=_worth(book, option))
    chance = book.say("verdict.chance", chance=_chance(book, option))
    return (opening, chance, *_others(book, option), *closing)


def _ambitious(book: Lookup, option: OptionLabel) -> Sentence:
    most = book.by_cost[1:] and option == book.by_cost[0]
    key = "verdict.expected-of-most-ambitious" if most else "verdict.expected"
    return book.say(key, option=option.label, worth=_worth(book, option))


def _others(book: Lookup, option: OptionLabel) -> tuple[Sentence, ...]:
    """Say so where every other option is expected to lose; silence where one may not."""
    others = [other for other in book.proposals if other != option]
    values = [book.expected(f"{other.id}.npsv") for other in others]
    if not others or any(value is None or value >= 0 for value in values):
        return ()
    if others[1:]:
        return (book.say("verdict.others-lose"),)
    return (book.say("verdict.other-loses", option=others[0].label),)


def _worth(book: Lookup, option: OptionLabel) -> Sentence:
    name = f"{option.id}.npsv"
    value = book.expected(name)
    if value is None:
        return book.say("verdict.worth-unknown", reason=book.piece(name, _size))
    if book.words(name, _size) == formats.pounds(0):
        even = Piece(book.text("verdict.even"), name)
        return book.say("verdict.worth-nothing", even=even, horizon=book.horizon)
    key = "verdict.worth-more" if value > 0 else "verdict.worth-less"
    worth = book.say(key, size=book.piece(name, _size), horizon=book.horizon)
    found = book.words(name, lookup.between)
    return (
        book.say("verdict.worth-within", worth=worth, range=Piece(found, name)) if found else worth
    )


def _size(figure: Figure, _: Catalogue) -> str | None:
    value = expected_value(figure)
    return None if value is None else formats.pounds(abs(value), _error(figure))


def _error(figure: Figure) -> float | None:
    return None if figure.mean is None else figure.se


def _chance(book: Lookup, option: OptionLabel) -> Piece:
    return book.piece(f"{option.id}.p-npsv-positive", lookup.chance_of_loss)


def needed(book: Lookup, option: OptionLabel) -> Sentence:
    """The cut in crime at which an option pays for itself: all the cohort's, and those reached."""
    name, among = f"{option.id}.break-even-cohort", f"{option.id}.break-even-engaged"
    value, cut = book.central(name), book.piece(name, _SHARE)
    if value is None:
        return book.say("needed.unknown", option=option.label, reason=cut)
    if value <= 0:
        none = Piece(book.text("needed.no-cut"), name)
        return book.say("needed.none", option=option.label, none=none)
    if value > _WHOLE:
        return book.say("needed.impossible", option=option.label, cut=cut)
    if book.central(among) is None:
        return book.say("needed.cut", option=option.label, cut=cut)
    reached = book.piece(among, _SHARE)
    return book.say("needed.cut-and-among-reached", option=option.label, cut=cut, reached=reached)


def evidence(book: Lookup) -> tuple[Sentence, ...]:
    """The best evidence of effect and its range; nothing where the run states none."""
    names = [f"case.evidence-effect-{part}" for part in ("central", "low", "high")]
    if not any(name in book.case.figures for name in names):
        return ()
    best, low, high = (book.piece(name, lookup.central_cut) for name in names)
    return (book.say("verdict.evidence", best=best, low=low, high=high),)


def payback(book: Lookup, options: tuple[OptionLabel, ...]) -> tuple[Sentence, ...]:
    """The year in which each option pays back, in cash and in value; those that never do, at once.

    Each name on the page stays with the figure that it speaks of.
    """
    kinds = ("payback-year-cash", "payback-year")
    never = [o for o in options if all(_never(book, f"{o.id}.{kind}") for kind in kinds)]
    said = [_one_payback(book, option) for option in options if option not in never]
    if never:
        pieces = [Piece(option.label, f"{option.id}.{kinds[0]}") for option in never]
        names = joined(book.text("payback.between-options"), pieces)
        said.append(book.say("payback.never", horizon=book.horizon, options=names))
    return tuple(said)


def _one_payback(book: Lookup, option: OptionLabel) -> Sentence:
    cash = _payback(book, f"{option.id}.payback-year-cash", book.text("payback.in-cash"))
    value = _payback(book, f"{option.id}.payback-year", book.text("payback.in-value"))
    return book.say("payback.both", option=option.label, cash=cash, value=value)


def _never(book: Lookup, name: str) -> bool:
    return book.open(name) is not None and book.central(name) is None


def _payback(book: Lookup, name: str, kind: str) -> Sentence:
    if book.open(name) is None:
        reason = book.piece(name, lambda *_: None)
        return book.say("payback.unknown", kind=kind, reason=reason)
    index = book.central(name)
    if index is None:
        return say(Piece(book.text("payback.not-within", kind=kind, horizon=book.horizon), name))
    return book.say("payback.in-year", kind=kind, year=Piece(year_at(book, index), name))


def year_at(book: Lookup, index: float) -> str:
    """The financial year of an index counted from 0; beyond the case's years it says so."""
    years = book.case.years
    if 0 <= index < len(years):
        return years[int(index)]
    return book.text("payback.later", year=years[-1])


def break_even(book: Lookup, option: OptionLabel) -> Sentence:
    """Break-even for the whole cohort and those reached, beside what the case assumes."""
    return book.say(
        "needed.beside-assumed",
        option=option.label,
        cohort=book.piece(f"{option.id}.break-even-cohort", _SHARE),
        reached=book.piece(f"{option.id}.break-even-engaged", _SHARE),
        assumed=book.piece(f"{option.id}.effect", lookup.expected_cut),
    )


def nearest(book: Lookup) -> OptionLabel | None:
    """The option with the highest expected net value of those proposed; None where none is open."""
    known = [(book.expected(f"{option.id}.npsv"), option) for option in book.proposals]
    worths = [(worth, option) for worth, option in known if worth is not None]
    return max(worths, key=lambda pair: pair[0])[1] if worths else None


def scenarios(book: Lookup) -> tuple[Sentence, ...]:
    """The net value of the option in focus under each scenario, and how many of them pay."""
    option = book.focus
    if option is None:
        return ()
    names = [(s.label, f"{option.id}.npsv-under.{s.id}") for s in book.case.scenarios]
    found = [pair for pair in names if pair[1] in book.case.figures]
    if not found:
        return ()
    values = [book.expected(name) for _, name in found]
    lines = (
        book.say("scenarios.value", worth=book.piece(name, _POUNDS), scenario=label)
        for label, name in found
    )
    return (_tally(book, option, values), *lines, *_nearest_pays(book, option))


def _nearest_pays(book: Lookup, focus: OptionLabel) -> tuple[Sentence, ...]:
    """The scenarios under which the nearest option pays, where it is not the one in focus."""
    option = nearest(book)
    if option is None or option == focus:
        return ()
    pays = [
        scenario.label
        for scenario in book.case.scenarios
        if (book.expected(f"{option.id}.npsv-under.{scenario.id}") or 0.0) > 0
    ]
    if not pays:
        return (book.say("scenarios.nearest-never", option=option.label),)
    listed = book.text("list.apart").join(pays)
    return (book.say("scenarios.nearest-pays", option=option.label, scenarios=listed),)


def _tally(book: Lookup, option: OptionLabel, values: list[float | None]) -> Sentence:
    """In how many scenarios an option is expected to lose; silent on it where one is unknown."""
    told = {"option": option.label, "count": len(values)}
    if any(value is None for value in values):
        return book.say("scenarios.tally-unknown", **told)
    gains = sum(value is not None and value > 0 for value in values)
    if not gains:
        paying = book.text("scenarios.none-pays")
    elif gains == len(values):
        paying = book.text("scenarios.all-pay")
    else:
        paying = book.text("scenarios.some-pay", number=gains)
    return book.say("scenarios.tally", paying=paying, **told)
