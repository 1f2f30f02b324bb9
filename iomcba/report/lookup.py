"""Looking a figure up: its words, or why there are none (hidden, or not in this run).

Every printed figure passes through here, so that no hidden value reaches a page or a screen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from iomcba.report import formats, phrases
from iomcba.report.views import Cell, Piece, Sentence, say
from iomcba.terms.catalogue import Catalogue, written
from iomcba.terms.findings import BusinessCase, Figure, OptionLabel
from iomcba.terms.said import retold

_LIKELY = 0.5  # as likely as not
Words = Callable[[Figure, Catalogue], str | None]


@dataclass(frozen=True, slots=True)
class Lookup:
    """Figures of one case, found by name, and the words to say them in."""

    case: BusinessCase
    catalogue: Catalogue

    def text(self, key: str, **named: object) -> str:
        """Words of the catalogue, their places filled by words."""
        return self.catalogue.text(key, **named)

    def known(self, key: str, usual: str) -> str:
        """Words of the catalogue that fill no place, or the usual ones where it has no such key."""
        return self.catalogue.known(key, usual)

    def say(self, key: str, **named: object) -> Sentence:
        """A sentence of the catalogue; its places are filled by words, figures or sentences."""
        said = list[Piece | str]()
        for part in self.catalogue.parts(key, **named):
            pieces = part if isinstance(part, tuple) else (part,)
            said += (piece if isinstance(piece, Piece) else written(piece) for piece in pieces)
        return say(*said)

    def retold(self, text: str) -> str:
        """A text that the run keeps, in the words of the catalogue where it has them."""
        return retold(text, self.catalogue, self.case.sayings)

    def chance(self, share: float, se: float | None = None) -> str:
        """A probability in words."""
        return phrases.chance(share, se, self.catalogue)

    def open(self, name: str) -> Figure | None:
        """The figure, or None where it is hidden or not in this run."""
        figure = self.case.figures.get(name)
        return None if figure is None or figure.hidden else figure

    def expected(self, name: str) -> float | None:
        """The simulated mean, or the central value where a figure has no mean."""
        figure = self.open(name)
        return None if figure is None else expected_value(figure)

    def central(self, name: str) -> float | None:
        """The central value."""
        figure = self.open(name)
        return None if figure is None else figure.central

    def absence(self, name: str) -> str:
        """Why a figure has no words."""
        figure = self.case.figures.get(name)
        if figure is None or not figure.hidden:
            return self.text("figure.not-in-run")
        return self.text("figure.hidden", reason=self.retold(figure.hidden))

    def is_hidden(self, name: str) -> bool:
        """Say whether the run has the figure and disclosure control hid it."""
        figure = self.case.figures.get(name)
        return figure is not None and bool(figure.hidden)

    def words(self, name: str, words: Words) -> str | None:
        """The figure's words, or None."""
        figure = self.open(name)
        return None if figure is None else words(figure, self.catalogue)

    def piece(self, name: str, words: Words) -> Piece:
        """The figure as part of a sentence."""
        text = self.words(name, words)
        if text is None:
            return Piece(f"({self.absence(name)})", self._anchor(name), missing=True)
        return Piece(text, name)

    def cell(self, name: str, words: Words, absent: str = "", note: Words | None = None) -> Cell:
        """The figure as a cell; `absent` replaces 'not in this run' where a blank says enough.

        `note` words a second, smaller line, such as the figure's range.
        """
        text = self.words(name, words)
        if text is not None:
            return Cell(text, name, note=(self.words(name, note) or "") if note else "")
        shown = absent if absent and not self.is_hidden(name) else self.absence(name)
        return Cell(shown, self._anchor(name), missing=True)

    def _anchor(self, name: str) -> str:
        return name if name in self.case.figures else ""

    @property
    def business_as_usual(self) -> OptionLabel:
        """The first option: doing nothing new, with every figure 0 by definition."""
        return self.case.options[0]

    @property
    def proposals(self) -> tuple[OptionLabel, ...]:
        """All options but business as usual."""
        return self.case.options[1:]

    @property
    def by_cost(self) -> tuple[OptionLabel, ...]:
        """The proposals, most costly first; those whose cost is not shown come last."""

        def cost(option: OptionLabel) -> float:
            value = self.expected(f"{option.id}.pvc")
            return float("-inf") if value is None else value

        return tuple(sorted(self.proposals, key=cost, reverse=True))

    def pays(self, option: OptionLabel) -> bool | None:
        """Say whether an option clearly pays: worth more than £0 as printed, and likelier than not.

        None where disclosure control or the run leaves its net value unknown.
        """
        name = f"{option.id}.npsv"
        value = self.expected(name)
        if value is None:
            return None
        likely = self.expected(f"{option.id}.p-npsv-positive")
        above = value > 0 and self.words(name, expected_as(formats.pounds)) != formats.pounds(0)
        return above and (likely is None or likely >= _LIKELY)

    @property
    def leader(self) -> OptionLabel | None:
        """The preferred option, where that is not business as usual."""
        chosen = self.case.preferred
        return None if chosen == self.business_as_usual.id else self.case.option(chosen)

    @property
    def focus(self) -> OptionLabel | None:
        """The option the tables speak of: the preferred one if it pays, else the most ambitious."""
        leader = self.leader
        if leader is not None and self.pays(leader) is not False:
            return leader
        return self.by_cost[0] if self.proposals else None

    @property
    def spotlight(self) -> tuple[OptionLabel, ...]:
        """The focus, the preferred option and the most ambitious one, each once."""
        chosen = (self.focus, self.leader, *self.by_cost[:1])
        return tuple(dict.fromkeys(option for option in chosen if option is not None))

    @property
    def horizon(self) -> str:
        """The appraisal period in words, such as 'three years'."""
        years = len(self.case.years)
        return self.text("horizon", count=years, number=self.catalogue.number_word(years))


def expected_value(figure: Figure) -> float | None:
    """The simulated mean, or the central value where a figure has no mean."""
    return figure.central if figure.mean is None else figure.mean


def _error(figure: Figure) -> float | None:
    return None if figure.mean is None else figure.se


def expected_as(show: Callable[[float, float | None], str]) -> Words:
    """Words of the expected value, rounded by its standard error."""

    def words(figure: Figure, _: Catalogue) -> str | None:
        value = expected_value(figure)
        return None if value is None else show(value, _error(figure))

    return words


def expected_chance(figure: Figure, words: Catalogue) -> str | None:
    """A simulated probability."""
    value = expected_value(figure)
    return None if value is None else phrases.chance(value, _error(figure), words)


def expected_cut(figure: Figure, words: Catalogue) -> str | None:
    """A simulated cut in crime."""
    value = expected_value(figure)
    return None if value is None else phrases.less_crime(value, _error(figure), words)


def central_cut(figure: Figure, words: Catalogue) -> str | None:
    """A central cut in crime."""
    central = figure.central
    return None if central is None else phrases.less_crime(central, words=words)


def central_as(show: Callable[[float], str]) -> Words:
    """Words of the central value."""

    def words(figure: Figure, _: Catalogue) -> str | None:
        return None if figure.central is None else show(figure.central)

    return words


def mean_as(show: Callable[[float, float | None], str]) -> Words:
    """Words of the simulated mean alone; nothing where the figure was not simulated."""

    def words(figure: Figure, _: Catalogue) -> str | None:
        return None if figure.mean is None else show(figure.mean, figure.se)

    return words


def error_in_pounds(figure: Figure, _: Catalogue) -> str | None:
    """The Monte Carlo standard error."""
    return None if figure.se is None else formats.standard_error(figure.se)


def residual(figure: Figure, said: Catalogue) -> str | None:
    """Expected value less central value, rounded by the standard error."""
    if figure.mean is None or figure.central is None:
        return None
    difference = figure.mean - figure.central
    words = formats.pounds_long(difference, figure.se)
    return (
        said.text("figure.within-error")
        if difference and words == formats.pounds_long(0)
        else words
    )


def difference(gain: Figure, payment: Figure) -> str | None:
    """Expected gain less expected payment in thousands; the errors add up at most (F18)."""
    left, right = expected_value(gain), expected_value(payment)
    if left is None or right is None:
        return None
    errors = [error for error in (_error(gain), _error(payment)) if error is not None]
    return formats.thousands(left - right, sum(errors) if errors else None)


def between(figure: Figure, words: Catalogue) -> str | None:
    """The 80% range in words."""
    return None if figure.interval is None else phrases.between(figure.interval, figure.se, words)


def range80(figure: Figure, words: Catalogue) -> str | None:
    """The 80% range."""
    found = figure.interval
    return None if found is None else _in_pounds(found.low80, found.high80, figure, words)


def range80_count(figure: Figure, words: Catalogue) -> str | None:
    """The 80% range of a count."""
    found = figure.interval
    if found is None:
        return None
    low, high = (formats.count(end, figure.se) for end in (found.low80, found.high80))
    return words.text("figure.range", low=low, high=high)


def range80_thousands(figure: Figure, words: Catalogue) -> str | None:
    """The 80% range in thousands, for a column headed '£ thousand'; nothing if certain."""
    found = figure.interval
    if found is None or found.low95 == found.high95:
        return None
    low, high = (formats.thousands(end, figure.se) for end in (found.low80, found.high80))
    return words.text("figure.range", low=low, high=high)


def _in_pounds(low: float, high: float, figure: Figure, words: Catalogue) -> str:
    return phrases.pounds_range(low, high, figure.se, words)


def range95(figure: Figure, words: Catalogue) -> str | None:
    """The 95% range."""
    found = figure.interval
    return None if found is None else _in_pounds(found.low95, found.high95, figure, words)


def range80_expected(figure: Figure, words: Catalogue) -> str | None:
    """The 80% range of the expected value alone, chance left out (F17)."""
    found = figure.interval_expected
    return None if found is None else _in_pounds(found.low80, found.high80, figure, words)


def chance_of_loss(figure: Figure, words: Catalogue) -> str | None:
    """The chance that net value is not above zero, from the chance that it is."""
    value = expected_value(figure)
    return None if value is None else phrases.chance(1 - value, _error(figure), words)
