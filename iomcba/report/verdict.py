"""What the appraisal says, in honest sentences: verdict, payback, break-even, scenarios.

Each sentence says also what it would say if the answer were bad: that business as usual is best,
that the best option only just repays its cost, that nothing pays back, or that a figure is hidden.
"""

from __future__ import annotations

from iomcba.report import formats, lookup
from iomcba.report.advice import advice
from iomcba.report.lookup import Lookup, central_as, expected_as, expected_value
from iomcba.report.views import Piece, Sentence, say
from iomcba.report.words import plural
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
        return (say("This case holds business as usual alone: there is nothing to compare."),)
    if leader is None:
        opening = say(
            f"On this evidence no option pays for itself within {book.horizon}: "
            f"{book.business_as_usual.label} is the best of them."
        )
        return (opening, _ambitious(book, option), needed(book, option), *evidence(book))
    if book.pays(leader) is False:
        opening = say(f"On this evidence no option clearly pays for itself within {book.horizon}.")
        closest = say(f"{leader.label} comes nearest: it is expected to be ", *_worth(book, leader))
        closest += say("; ", *_loss(book, leader), ".")
        if leader == option:
            return (opening, closest, needed(book, option), *evidence(book))
        return (opening, closest, _ambitious(book, option), needed(book, option), *evidence(book))
    opening = say(f"{option.label} is expected to be ", *_worth(book, option), ".")
    chance = say("The chance that it loses money is ", _chance(book, option), ".")
    return (opening, chance, *_others(book, option), needed(book, option), *evidence(book))


def _ambitious(book: Lookup, option: OptionLabel) -> Sentence:
    most = ", the most ambitious," if book.by_cost[1:] and option == book.by_cost[0] else ""
    return say(f"{option.label}{most} is expected to be ", *_worth(book, option), ".")


def _others(book: Lookup, option: OptionLabel) -> tuple[Sentence, ...]:
    """Say so where every other option is expected to lose; silence where one may not."""
    others = [other for other in book.proposals if other != option]
    values = [book.expected(f"{other.id}.npsv") for other in others]
    if not others or any(value is None or value >= 0 for value in values):
        return ()
    words = "Every other option" if others[1:] else others[0].label
    return (say(f"{words} is expected to cost more than it brings."),)


def _worth(book: Lookup, option: OptionLabel) -> tuple[Piece | str, ...]:
    name = f"{option.id}.npsv"
    value = book.expected(name)
    if value is None:
        return ("worth an amount not shown ", book.piece(name, _size))
    if book.words(name, _size) == formats.pounds(0):
        return (Piece("worth about what it costs", name), f" over {book.horizon}")
    direction = "more" if value > 0 else "less"
    ends: tuple[Piece | str, ...] = (
        f" {direction} than it costs over {book.horizon}",
        *((": ", Piece(found, name)) if (found := book.words(name, lookup.between)) else ()),
    )
    return ("worth ", book.piece(name, _size), *ends)


def _size(figure: Figure) -> str | None:
    value = expected_value(figure)
    return None if value is None else formats.pounds(abs(value), _error(figure))


def _error(figure: Figure) -> float | None:
    return None if figure.mean is None else figure.se


def _chance(book: Lookup, option: OptionLabel) -> Piece:
    return book.piece(f"{option.id}.p-npsv-positive", lookup.chance_of_loss)


def _loss(book: Lookup, option: OptionLabel) -> tuple[Piece | str, ...]:
    return ("the chance that it loses money is ", _chance(book, option))


def needed(book: Lookup, option: OptionLabel) -> Sentence:
    """The cut in crime at which an option pays for itself: all the cohort's, and those reached."""
    name = f"{option.id}.break-even-cohort"
    value = book.central(name)
    if value is None:
        return say(
            f"The cut in crime at which {option.label} would pay for itself: ",
            book.piece(name, _SHARE),
            ".",
        )
    if value <= 0:
        return say(f"{option.label} needs ", Piece("no cut in crime", name), " to pay for itself.")
    if value > _WHOLE:
        return say(
            f"{option.label} would not pay for itself even if the cohort’s crime stopped: ",
            "it would need a cut of ",
            book.piece(name, _SHARE),
            ".",
        )
    return say(
        f"{option.label} would need to cut the cohort’s crime by ",
        book.piece(name, _SHARE),
        *_among_reached(book, option),
        " to pay for itself.",
    )


def _among_reached(book: Lookup, option: OptionLabel) -> tuple[Piece | str, ...]:
    name = f"{option.id}.break-even-engaged"
    if book.central(name) is None:
        return ()
    return (" (", book.piece(name, _SHARE), " among the people it reaches)")


def evidence(book: Lookup) -> tuple[Sentence, ...]:
    """The best evidence of effect and its range; nothing where the run states none."""
    names = [f"case.evidence-effect-{part}" for part in ("central", "low", "high")]
    if not any(name in book.case.figures for name in names):
        return ()
    best, low, high = (book.piece(name, central_as(formats.less_crime)) for name in names)
    return (
        say(
            "The evidence on people in such schemes, as judged here, is ",
            best,
            " crime (its range: from ",
            low,
            " to ",
            high,
            ").",
        ),
    )


def payback(book: Lookup, options: tuple[OptionLabel, ...]) -> tuple[Sentence, ...]:
    """The year in which each option pays back, in cash and in value; those that never do, at once.

    Each name on the page stays with the figure that it speaks of.
    """
    kinds = ("payback-year-cash", "payback-year")
    never = [o for o in options if all(_never(book, f"{o.id}.{kind}") for kind in kinds)]
    said = [_one_payback(book, option) for option in options if option not in never]
    if never:
        names: list[Piece | str] = []
        for place, option in enumerate(never):
            names += [*(["; "] if place else []), Piece(option.label, f"{option.id}.{kinds[0]}")]
        opening = f"No payback within {book.horizon}, in cash or in public value: "
        said.append(say(opening, *names, "."))
    return tuple(said)


def _one_payback(book: Lookup, option: OptionLabel) -> Sentence:
    cash, value = (f"{option.id}.payback-year-cash", f"{option.id}.payback-year")
    said = (*_payback(book, cash, "in cash"), "; it ", *_payback(book, value, "in public value"))
    return say(f"{option.label} ", *said, ".")


def _never(book: Lookup, name: str) -> bool:
    return book.open(name) is not None and book.central(name) is None


def _payback(book: Lookup, name: str, kind: str) -> tuple[Piece | str, ...]:
    if book.open(name) is None:
        return (f"payback {kind}: ", book.piece(name, lambda _: None))
    index = book.central(name)
    if index is None:
        text = f"does not pay back {kind} within {book.horizon}"
        return (Piece(text, name),)
    return (f"pays back {kind} in ", Piece(year_at(book, index), name))


def year_at(book: Lookup, index: float) -> str:
    """The financial year of an index counted from 0; beyond the case's years it says so."""
    years = book.case.years
    return years[int(index)] if 0 <= index < len(years) else f"later than {years[-1]}"


def break_even(book: Lookup, option: OptionLabel) -> Sentence:
    """Break-even for the whole cohort and those reached, beside what the case assumes."""
    effect = book.piece(f"{option.id}.effect", expected_as(formats.less_crime))
    return say(
        f"{option.label} needs ",
        book.piece(f"{option.id}.break-even-cohort", _SHARE),
        " less crime by the whole cohort, ",
        book.piece(f"{option.id}.break-even-engaged", _SHARE),
        " less by the people it reaches; the case assumes ",
        effect,
        " by those people.",
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
    lines = (say(book.piece(name, _POUNDS), f": {label}.") for label, name in found)
    return (say(_tally(option, values)), *lines, *_nearest_pays(book, option))


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
        return (say(f"{option.label}, the nearest to paying, pays under none of them."),)
    return (say(f"{option.label}, the nearest to paying, pays under: {'; '.join(pays)}."),)


def _tally(option: OptionLabel, values: list[float | None]) -> str:
    """In how many scenarios an option is expected to lose; silent on it where one is unknown."""
    opening = f"Expected net value of {option.label} under {plural(len(values), 'scenario')}"
    if any(value is None for value in values):
        return f"{opening}:"
    gains = sum(value is not None and value > 0 for value in values)
    said = "none pays" if not gains else "all pay" if gains == len(values) else f"{gains} pay"
    return f"{opening}, of which {said}:"
