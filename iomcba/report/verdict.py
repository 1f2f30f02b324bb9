"""What the appraisal says, in honest sentences: verdict, payback, break-even, payer and gainer.

Each sentence says also what it would say if the answer were bad: that business as usual is best,
that nothing pays back, or that a figure is hidden.
"""

from __future__ import annotations

from collections.abc import Callable

from iomcba.report import formats, lookup
from iomcba.report.lookup import Lookup, central_as, expected_as, expected_value
from iomcba.report.views import Piece, Sentence, say
from iomcba.terms.findings import BearerWords, Figure, OptionLabel

_WHOLE = 1.0


def verdict(book: Lookup) -> tuple[Sentence, ...]:
    """The answer in a few sentences, for the preferred option or against all of them."""
    option = book.focus
    if option is None:
        return (say("This case holds business as usual alone: there is nothing to compare."),)
    if book.case.preferred == book.business_as_usual.id:
        opening = say(
            f"On this evidence no option pays for itself within {book.horizon}: "
            f"{book.business_as_usual.label} is the best of them."
        )
        worth = say(
            f"{option.label}, the most ambitious, is expected to be ", *_worth(book, option), "."
        )
        return (opening, worth, needed(book, option), *evidence(book))
    opening = say(f"{option.label} is expected to be ", *_worth(book, option), ".")
    return (opening, loss(book, option), needed(book, option), *evidence(book))


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


def loss(book: Lookup, option: OptionLabel) -> Sentence:
    """The chance that an option loses money."""
    chance = book.piece(f"{option.id}.p-npsv-positive", lookup.chance_of_loss)
    return say("The chance that it loses money is ", chance, ".")


def needed(book: Lookup, option: OptionLabel) -> Sentence:
    """The cut in the cohort's crime at which an option pays for itself."""
    name = f"{option.id}.break-even-cohort"
    value = book.central(name)
    if value is None:
        return say(
            f"The cut in crime at which {option.label} would pay for itself: ",
            book.piece(name, central_as(formats.per_cent)),
            ".",
        )
    if value <= 0:
        return say(f"{option.label} needs ", Piece("no cut in crime", name), " to pay for itself.")
    if value > _WHOLE:
        return say(
            f"{option.label} would not pay for itself even if the cohort’s crime stopped: ",
            "it would need a cut of ",
            book.piece(name, central_as(formats.per_cent)),
            ".",
        )
    return say(
        f"{option.label} would need to cut the cohort’s crime by ",
        book.piece(name, central_as(formats.per_cent)),
        " to pay for itself.",
    )


def evidence(book: Lookup) -> tuple[Sentence, ...]:
    """The best evidence of effect and its range; nothing where the run states none."""
    names = [f"case.evidence-effect-{part}" for part in ("central", "low", "high")]
    if not any(name in book.case.figures for name in names):
        return ()
    best, low, high = (book.piece(name, central_as(formats.less_crime)) for name in names)
    return (
        say("The best evidence is ", best, " crime (its range: from ", low, " to ", high, ")."),
    )


def payback(book: Lookup, option: OptionLabel) -> Sentence:
    """The year in which an option pays back, in cash and in public value."""
    cash = _payback(book, f"{option.id}.payback-year-cash", "in cash")
    value = _payback(book, f"{option.id}.payback-year", "in public value")
    return say(f"{option.label} ", *cash, "; it ", *value, ".")


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
    """Break-even among all assigned and among the engaged, in one sentence."""
    return say(
        f"{option.label}: ",
        book.piece(f"{option.id}.break-even-cohort", central_as(formats.per_cent)),
        " less crime by the whole cohort, which is ",
        book.piece(f"{option.id}.break-even-engaged", central_as(formats.per_cent)),
        " less among the people engaged.",
    )


def expected_effect(book: Lookup, option: OptionLabel) -> Sentence:
    """What the case assumes that an option achieves."""
    words = expected_as(lambda value, _: formats.less_crime(value))
    effect = book.piece(f"{option.id}.effect", words)
    return say("The case assumes ", effect, " crime among the people assigned to it.")


def flips(book: Lookup, option: OptionLabel) -> Sentence:
    """The price at which an option prevents a crime: the value that would flip the answer."""
    return say(
        "A crime avoided costs ",
        book.piece(f"{option.id}.cost-per-crime-avoided", expected_as(formats.pounds)),
        f" under {option.label}: it pays for itself if avoiding a crime is worth more than that.",
    )


def payer_and_gainer(book: Lookup, option: OptionLabel) -> Sentence:
    """Who pays most and who gains most, and what each has on the other side."""
    names = [f"{option.id}.{m}.{b.id}" for m in ("pvc", "pvb") for b in book.case.bearers]
    if any(book.is_hidden(name) for name in names):
        return say("Who pays most and who gains most cannot be said: some amounts are hidden.")
    payer = _largest(book, lambda bearer: f"{option.id}.pvc.{bearer.id}")
    gainer = _largest(book, lambda bearer: f"{option.id}.pvb.{bearer.id}")
    if payer is None or gainer is None:
        return say("Who pays and who gains: ", lookup.NOT_IN_RUN, ".")

    def pays(bearer: BearerWords) -> Piece:
        return book.piece(f"{option.id}.pvc.{bearer.id}", expected_as(formats.pounds))

    def gains(bearer: BearerWords) -> Piece:
        return book.piece(f"{option.id}.pvb.{bearer.id}", expected_as(formats.pounds))

    if payer == gainer:
        return say(
            f"{payer.label} pays most (", pays(payer), ") and gains most (", gains(payer), ")."
        )
    return say(
        f"{payer.label} pays most (",
        pays(payer),
        ") and gains ",
        gains(payer),
        f". {gainer.label} gains most (",
        gains(gainer),
        ") and pays ",
        pays(gainer),
        ".",
    )


def _largest(book: Lookup, name: Callable[[BearerWords], str]) -> BearerWords | None:
    found = [
        (value, bearer)
        for bearer in book.case.bearers
        if (value := book.expected(name(bearer))) is not None and value > 0
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None
