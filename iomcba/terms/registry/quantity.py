"""How a quantity is declared: name, number, axes, unit, kind, prose, and how it is found."""

from __future__ import annotations

from dataclasses import dataclass

from iomcba.terms.formula import FIELD, parse, refs

UNITS = "units of the outcome"
MONEY, NOMINAL, SHARE, COUNT = "GBP real", "GBP of the year", "share", "offences"
PART = "bearer|heading|class"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity: `axes` are the parts its figures may carry, in the order of the name.

    `kind` is observed (a count of people or offences in the histories), derived (from such a
    count), modelled, or money. `of` says whether options or the case as a whole have it.

    `rules` are (when, formula); the first whose words all hold for a figure is how it is found
    (`terms/formula.py` says how it is written). A blank formula stands for `told`: how it is found
    where no formula tells. `also` are parents, or fields of the option, that no formula names.
    """

    name: str
    of: str
    formula: str
    axes: tuple[str, ...]
    unit: str
    kind: str
    rules: tuple[tuple[str, str], ...]
    prose: str
    told: str = ""
    also: tuple[str, ...] = ()

    @property
    def parents(self) -> tuple[str, ...]:
        """Names of the quantities that it is found from."""
        named = (
            ref.name
            for _, text in self.rules
            if text
            for ref in refs(parse(text))
            if not ref.kind and "." not in ref.name
        )
        also = (name for name in self.also if not name.startswith(FIELD))
        found = dict.fromkeys((*named, *also))
        return tuple(name for name in found if name != self.name)


def option(
    name: str,
    formula: str,
    unit: str,
    rules: str | dict[str, str],
    prose: str,
    *axes: str,
    kind: str = "",
    told: str = "",
    also: tuple[str, ...] = (),
) -> Quantity:
    """Declare a quantity of an option. `rules` are formulas by condition, or the only formula."""
    found = kind or ("money" if unit.startswith("GBP") else "modelled")
    return Quantity(name, "option", formula, axes, unit, found, _rules(rules), prose, told, also)


def case(
    name: str,
    formula: str,
    unit: str,
    kind: str,
    rules: str | dict[str, str],
    prose: str,
    *axes: str,
    told: str = "",
    also: tuple[str, ...] = (),
) -> Quantity:
    """Declare a quantity of the case as a whole."""
    return Quantity(name, "case", formula, axes, unit, kind, _rules(rules), prose, told, also)


def _rules(rules: str | dict[str, str]) -> tuple[tuple[str, str], ...]:
    return (("", rules),) if isinstance(rules, str) else tuple(rules.items())
