"""The formula of each reported figure (F16): a template for every quantity, by what it is told by.

`[option]`, `[part]` and `[year]` are cells of the row on which the figure stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from iomcba.report.workbook.context import Context
from iomcba.terms.plan import HEADINGS, VALUE_CLASSES

_FISCAL = {
    "cashable": "Benefits[cashable]",
    "capacity-released": "(Benefits[response-saved]-Benefits[released-in-steps])",
    "cost-avoided": "(Benefits[crime-fiscal]+Benefits[other-fiscal]"
    "-Benefits[response-saved]-Benefits[released-by-other-outcomes])",
}
_EACH = "SUM(Values[value-per-proven-offence])"
_IN_FULL = "SUM(Values[value-in-full])"
_CRIMES = "SUM(Without[crimes-in-the-mix])"
_OF_KIND = "SUMPRODUCT((Without[offence]=[part])*Without[crimes-in-the-mix])"
_NONE = "@none"


def _sum(table: str, what: str, *keys: str) -> str:
    """Sum over a table's rows that match; a key is a column, or column = cell."""
    pairs = (key.split("=") if "=" in key else (key, f"[{key}]") for key in keys)
    same = "*".join(f"({table}[{id}]={cell})" for id, cell in pairs)
    return f"SUMPRODUCT({same}*{what})" if same else f"SUMPRODUCT({what})"


def _yearly(id: str, by_year: bool = False, at_end: bool = False) -> str:
    keys = ["option"] + (["year"] if by_year else [])
    if at_end:
        keys.append("year-number=ROWS(Years[year])-1")
    return _sum("Yearly", f"Yearly[{id}]", *keys)


PVC, PVB = (_yearly(f"present-value-of-{side}") for side in ("cost", "benefit"))
_SAVED = (
    "SUMPRODUCT((Benefits[option]=[option])*Benefits[discount-factor]"
    "*(Benefits[crime-fiscal]+Benefits[other-fiscal]))"
)
_AVOIDED = _sum("Avoided", "Avoided[avoided]", "option")


def _over(above: str, below: str) -> str:
    """A ratio of central values, or 'none' where nothing stands below it."""
    return f"IF({below}=0,{_NONE},{above}/{below})"


def _payback(so_far: str) -> str:
    """First year from which a cumulated sum is and stays at least 0."""
    last = _yearly(so_far, at_end=True)
    under = (
        f"SUMPRODUCT(MAX((Yearly[option]=[option])*(Yearly[{so_far}]<0)*(Yearly[year-number]+1)))"
    )
    return f"IF({last}<0,{_NONE},{under})"


_OF_CASE = {
    "counterfactual-offences": "SUM(Years[offences-without])",
    "counterfactual-crimes": f"SUM(Years[offences-without])*{_CRIMES}",
    "counterfactual-value": (
        f"SUMPRODUCT(Years[offences-without]*Years[discount-factor])*{_IN_FULL}"
    ),
    "naive-value": f"fit_past_yearly_offences*SUM(Years[discount-factor])*{_IN_FULL}",
    "cost-per-proven-offence": _IN_FULL,
    "cost-per-crime": f"{_IN_FULL}/{_CRIMES}",
    "cohort-size": "fit_cohort_size",
    "offenders-per-crime": "fit_offenders_per_crime",
}
_AS_COUNTED = f"SUMPRODUCT(Years[offences-without]*Years[discount-factor])*{_EACH}"
_OF_CASE_YEAR = {
    "counterfactual-offences": _sum("Years", "Years[offences-without]", "year"),
    "natural-fall": f"{_sum('Years', 'Years[offences-without]', 'year')}/fit_past_yearly_offences",
    "counterfactual-value": f"{_sum('Years', 'Years[offences-without]', 'year')}*{_IN_FULL}",
}
_OF_OPTION = {
    "effect": _sum("Effect", "Effect[cut]", "option"),
    "proven-offences-avoided": _AVOIDED,
    "proven-offences": f"SUM(Years[offences-without])-{_AVOIDED}",
    "crimes-avoided": f"{_AVOIDED}*{_CRIMES}",
    "avoided-by-rehabilitation": _sum("Avoided", "Avoided[by-rehabilitation]", "option"),
    "avoided-by-incapacitation": _sum("Avoided", "Avoided[by-incapacitation]", "option"),
    "extra-custody-days": _sum("Avoided", "Avoided[extra-custody]", "option"),
    "pvb-crime": _sum("Yearly", "Yearly[crime-avoided]*Yearly[discount-factor]", "option"),
    "pvb-other-outcomes": _sum(
        "Yearly", "Yearly[other-outcomes]*Yearly[discount-factor]", "option"
    ),
    "transfers": _sum("Benefits", "Benefits[transfers]*Benefits[discount-factor]", "option"),
    "pvc": PVC,
    "pvb": PVB,
    "npsv": _yearly("net-so-far", at_end=True),
    "bcr": _over(PVB, PVC),
    "bcr-savings-as-negative-cost": (
        f"IF({PVC}-{_SAVED}<=0,{_NONE},({PVB}-{_SAVED})/({PVC}-{_SAVED}))"
    ),
    "cost-per-crime-avoided": f"IF({_AVOIDED}*{_CRIMES}<=0,{_NONE},{PVC}/({_AVOIDED}*{_CRIMES}))",
    "payback-year": _payback("net-so-far"),
    "payback-year-cash": _payback("net-budget-so-far"),
    "value-reached": _yearly("value-reached"),
    "break-even-cohort": _over(PVC, f"({_AS_COUNTED})"),
    "break-even-engaged": _over(PVC, _yearly("value-reached")),
    "break-even-naive": _over(
        PVC, f"(fit_past_yearly_offences*SUM(Years[discount-factor])*{_EACH})"
    ),
    "npsv-without-severe": f"{PVB}-{PVC}-"
    + _sum("Avoided", "Avoided[avoided]*Avoided[discount-factor]", "option")
    + "*SUMPRODUCT((Values[severe]=@yes)*Values[value-per-proven-offence])",
    "npsv-without-confidence-grades": _sum(
        "Avoided", "Avoided[avoided]*Avoided[discount-factor]", "option"
    )
    + f"*{_IN_FULL}+"
    + _sum("Yearly", "Yearly[other-outcomes-in-full]*Yearly[discount-factor]", "option")
    + f"-{PVC}",
    "npsv-without-optimism-bias": f"{PVB}-"
    + _sum("Yearly", "Yearly[cost-without-optimism-bias]*Yearly[discount-factor]", "option"),
    "cash-cost": _yearly("cash-cost"),
    "cash-saving": _yearly("cash-saving"),
    "net-budget": _yearly("net-budget"),
}
_OF_OPTION_YEAR = {
    "engaged": _sum("Engagement", "Engagement[engaged]", "option", "year"),
    "reached": _sum("Engagement", "Engagement[reached]", "option", "year"),
    "proven-offences-avoided": _sum("Avoided", "Avoided[avoided]", "option", "year"),
    "proven-offences": f"{_sum('Years', 'Years[offences-without]', 'year')}-"
    + _sum("Avoided", "Avoided[avoided]", "option", "year"),
    "cost": _yearly("cost", by_year=True),
    "benefit": _yearly("benefit", by_year=True),
    "net": _yearly("net-value", by_year=True),
    "cumulative-cost": _yearly("cost-so-far", by_year=True),
    "cumulative-benefit": _yearly("benefit-so-far", by_year=True),
    "cumulative-net": _yearly("net-so-far", by_year=True),
    "cash-cost": _yearly("cash-cost", by_year=True),
    "cash-saving": _yearly("cash-saving", by_year=True),
    "net-budget": _yearly("net-budget", by_year=True),
}
_BUDGET = {
    "cash-cost": "Benefits[cash-cost]",
    "cash-saving": "Benefits[cash-saving]",
    "net-budget": "Benefits[net-budget]",
}
_POOLED = {"pooled-contribution": "contribution", "pooled-net": "net"}


def told_by(years: Sequence[str], name: str) -> tuple[str, str, str, str]:
    """Owner, quantity, part and year of a figure's name; blank where it has none.

    >>> told_by(["2011-12"], "team.cost.police.2011-12"), told_by([], "team.npsv")
    (('team', 'cost', 'police', '2011-12'), ('team', 'npsv', '', ''))
    """
    owner, quantity, *rest = name.split(".")
    year = rest.pop() if rest and rest[-1] in years else ""
    return owner, quantity, ".".join(rest), year


def formula_of(book: Context, name: str) -> str | None:
    """The template of a figure, or None for one that only the simulation or the histories give."""
    owner, quantity, part, year = told_by(book.works.years, name)
    if quantity == "crime-benefit-counted":
        return book.counted
    if owner == "case":
        return _of_case(quantity, part, year)
    if quantity == "npsv-without-severe" and book.works.severe_pooled:
        return None
    if not part:
        return (_OF_OPTION_YEAR if year else _OF_OPTION).get(quantity)
    of_part = _OF_PART.get(quantity)
    return of_part(book, quantity, part, bool(year)) if of_part else None


def _of_case(quantity: str, part: str, year: str) -> str | None:
    if not part:
        return (_OF_CASE_YEAR if year else _OF_CASE).get(quantity)
    crimes = f"SUM(Years[offences-without])*{_OF_KIND}"
    return crimes if quantity == "counterfactual-crimes" else None


def _cost_part(book: Context, _: str, part: str, by_year: bool) -> str:
    if book.sum_of("Costs[value]", "option") == "0":
        return "0"
    kind = "heading" if part in HEADINGS else "bearer"
    value = "Costs[value]" if by_year else "Costs[present-value]"
    return _sum("Costs", value, "option", f"{kind}=[part]", *_years(by_year))


def _benefit_part(_book: Context, _: str, part: str, by_year: bool) -> str:
    discounted = "" if by_year else "*Benefits[discount-factor]"
    if part in VALUE_CLASSES:
        what = f"(Benefits[crime-{part}]+Benefits[other-{part}])"
        return _sum("Benefits", f"{what}{discounted}", "option", *_years(by_year))
    if part in _FISCAL:
        return _sum("Benefits", f"{_FISCAL[part]}{discounted}", "option", *_years(by_year))
    what = f"Benefits[benefit]{discounted}"
    return _sum("Benefits", what, "option", "bearer=[part]", *_years(by_year))


def _net_part(book: Context, quantity: str, part: str, by_year: bool) -> str:
    gained = _benefit_part(book, quantity, part, by_year)
    return f"{gained}-{_cost_part(book, quantity, part, by_year)}"


def _budget_part(_book: Context, quantity: str, _: str, by_year: bool) -> str:
    return _sum("Benefits", _BUDGET[quantity], "option", "bearer=[part]", *_years(by_year))


def _pooled_part(_book: Context, quantity: str, _: str, _by_year: bool) -> str:
    return _sum("Pooled", f"Pooled[{_POOLED[quantity]}]", "option", "bearer=[part]")


def _crimes_part(_book: Context, _: str, _part: str, _by_year: bool) -> str:
    return f"{_AVOIDED}*{_OF_KIND}"


def _units_part(_book: Context, _: str, _part: str, by_year: bool) -> str:
    return _sum("Outcomes", "Outcomes[units]", "option", "outcome=[part]", *_years(by_year))


def _years(by_year: bool) -> list[str]:
    return ["year"] if by_year else []


def _later(_book: Context, _: str, _part: str, _by_year: bool) -> str:
    """Benefit of crime avoided that fades after the horizon (F10), apart from the headline."""
    crime = _sum(
        "Yearly",
        "Yearly[crime-avoided]*Yearly[discount-factor]",
        "option",
        "year-number=ROWS(Years[year])-1",
    )
    kept = "SUMPRODUCT((Later[year-after]<=VALUE([part]))*Later[of-the-last-year])"
    return f"{PVB}-{PVC}+{crime}*{kept}"


_OF_PART: Mapping[str, Callable[[Context, str, str, bool], str]] = {
    "cost": _cost_part,
    "pvc": _cost_part,
    "benefit": _benefit_part,
    "pvb": _benefit_part,
    "npsv": _net_part,
    "cash-cost": _budget_part,
    "cash-saving": _budget_part,
    "net-budget": _budget_part,
    "pooled-contribution": _pooled_part,
    "pooled-net": _pooled_part,
    "crimes-avoided": _crimes_part,
    "outcome-units": _units_part,
    "npsv-with-later-benefit": _later,
}
