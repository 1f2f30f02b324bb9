"""The formula of each reported figure (F16): a template for every quantity, by what it is told by.

`[Option]`, `[Part]` and `[Year]` are cells of the row on which the figure stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from iomcba.report.workbook.context import Context
from iomcba.terms.plan import HEADINGS, VALUE_CLASSES

_FISCAL = {
    "cashable": "Benefits[Cashable (£)]",
    "capacity-released": "(Benefits[Response saved (£)]-Benefits[Released in steps (£)])",
    "cost-avoided": "(Benefits[Crime, fiscal (£)]+Benefits[Other, fiscal (£)]"
    "-Benefits[Response saved (£)]-Benefits[Released by other outcomes (£)])",
}
_EACH = "SUM(Values[Value per proven offence (£)])"
_IN_FULL = "SUM(Values[Value in full (£)])"
_CRIMES = "SUM(Without[Crimes in the mix])"
_OF_KIND = "SUMPRODUCT((Without[Offence]=[Part])*Without[Crimes in the mix])"
_NONE = '"none"'


def _sum(table: str, what: str, *keys: str) -> str:
    """Sum over a table's rows that match; a key is a head, or head = cell."""
    pairs = (key.split("=") if "=" in key else (key, f"[{key}]") for key in keys)
    same = "*".join(f"({table}[{head}]={cell})" for head, cell in pairs)
    return f"SUMPRODUCT({same}*{what})" if same else f"SUMPRODUCT({what})"


def _yearly(head: str, by_year: bool = False, at_end: bool = False) -> str:
    keys = ["Option"] + (["Year"] if by_year else [])
    if at_end:
        keys.append("Year number=ROWS(Years[Year])-1")
    return _sum("Yearly", f"Yearly[{head}]", *keys)


PVC, PVB = (_yearly(f"Present value of {side} (£)") for side in ("cost", "benefit"))
_SAVED = (
    "SUMPRODUCT((Benefits[Option]=[Option])*Benefits[Discount factor]"
    "*(Benefits[Crime, fiscal (£)]+Benefits[Other, fiscal (£)]))"
)
_AVOIDED = _sum("Avoided", "Avoided[Avoided (offences)]", "Option")


def _over(above: str, below: str) -> str:
    """A ratio of central values, or 'none' where nothing stands below it."""
    return f"IF({below}=0,{_NONE},{above}/{below})"


def _payback(so_far: str) -> str:
    """First year from which a cumulated sum is and stays at least 0."""
    last = _yearly(so_far, at_end=True)
    under = (
        f"SUMPRODUCT(MAX((Yearly[Option]=[Option])*(Yearly[{so_far}]<0)*(Yearly[Year number]+1)))"
    )
    return f"IF({last}<0,{_NONE},{under})"


_OF_CASE = {
    "counterfactual-offences": "SUM(Years[Offences without])",
    "counterfactual-crimes": f"SUM(Years[Offences without])*{_CRIMES}",
    "counterfactual-value": (
        f"SUMPRODUCT(Years[Offences without]*Years[Discount factor])*{_IN_FULL}"
    ),
    "naive-value": f"fit_past_yearly_offences*SUM(Years[Discount factor])*{_IN_FULL}",
    "cost-per-proven-offence": _IN_FULL,
    "cost-per-crime": f"{_IN_FULL}/{_CRIMES}",
    "cohort-size": "fit_cohort_size",
    "offenders-per-crime": "fit_offenders_per_crime",
}
_AS_COUNTED = f"SUMPRODUCT(Years[Offences without]*Years[Discount factor])*{_EACH}"
_OF_CASE_YEAR = {
    "counterfactual-offences": _sum("Years", "Years[Offences without]", "Year"),
    "natural-fall": f"{_sum('Years', 'Years[Offences without]', 'Year')}/fit_past_yearly_offences",
    "counterfactual-value": f"{_sum('Years', 'Years[Offences without]', 'Year')}*{_IN_FULL}",
}
_OF_OPTION = {
    "effect": _sum("Effect", "Effect[Cut (share)]", "Option"),
    "proven-offences-avoided": _AVOIDED,
    "proven-offences": f"SUM(Years[Offences without])-{_AVOIDED}",
    "crimes-avoided": f"{_AVOIDED}*{_CRIMES}",
    "avoided-by-rehabilitation": _sum("Avoided", "Avoided[By rehabilitation (offences)]", "Option"),
    "avoided-by-incapacitation": _sum("Avoided", "Avoided[By incapacitation (offences)]", "Option"),
    "extra-custody-days": _sum("Avoided", "Avoided[Extra custody (days)]", "Option"),
    "pvb-crime": _sum("Yearly", "Yearly[Crime avoided (£)]*Yearly[Discount factor]", "Option"),
    "pvb-other-outcomes": _sum(
        "Yearly", "Yearly[Other outcomes (£)]*Yearly[Discount factor]", "Option"
    ),
    "transfers": _sum("Benefits", "Benefits[Transfers (£)]*Benefits[Discount factor]", "Option"),
    "pvc": PVC,
    "pvb": PVB,
    "npsv": _yearly("Net so far (£)", at_end=True),
    "bcr": _over(PVB, PVC),
    "bcr-savings-as-negative-cost": (
        f"IF({PVC}-{_SAVED}<=0,{_NONE},({PVB}-{_SAVED})/({PVC}-{_SAVED}))"
    ),
    "cost-per-crime-avoided": f"IF({_AVOIDED}*{_CRIMES}<=0,{_NONE},{PVC}/({_AVOIDED}*{_CRIMES}))",
    "payback-year": _payback("Net so far (£)"),
    "payback-year-cash": _payback("Net budget so far (£ of the year)"),
    "value-reached": _yearly("Value reached (£)"),
    "break-even-cohort": _over(PVC, f"({_AS_COUNTED})"),
    "break-even-engaged": _over(PVC, _yearly("Value reached (£)")),
    "break-even-naive": _over(
        PVC, f"(fit_past_yearly_offences*SUM(Years[Discount factor])*{_EACH})"
    ),
    "npsv-without-severe": f"{PVB}-{PVC}-"
    + _sum("Avoided", "Avoided[Avoided (offences)]*Avoided[Discount factor]", "Option")
    + '*SUMPRODUCT((Values[Severe]="yes")*Values[Value per proven offence (£)])',
    "npsv-without-confidence-grades": _sum(
        "Avoided", "Avoided[Avoided (offences)]*Avoided[Discount factor]", "Option"
    )
    + f"*{_IN_FULL}+"
    + _sum("Yearly", "Yearly[Other outcomes in full (£)]*Yearly[Discount factor]", "Option")
    + f"-{PVC}",
    "npsv-without-optimism-bias": f"{PVB}-"
    + _sum("Yearly", "Yearly[Cost without optimism bias (£)]*Yearly[Discount factor]", "Option"),
    "cash-cost": _yearly("Cash cost (£ of the year)"),
    "cash-saving": _yearly("Cash saving (£ of the year)"),
    "net-budget": _yearly("Net budget (£ of the year)"),
}
_OF_OPTION_YEAR = {
    "engaged": _sum("Engagement", "Engagement[Engaged (people)]", "Option", "Year"),
    "reached": _sum("Engagement", "Engagement[Reached (share)]", "Option", "Year"),
    "proven-offences-avoided": _sum("Avoided", "Avoided[Avoided (offences)]", "Option", "Year"),
    "proven-offences": f"{_sum('Years', 'Years[Offences without]', 'Year')}-"
    + _sum("Avoided", "Avoided[Avoided (offences)]", "Option", "Year"),
    "cost": _yearly("Cost (£)", by_year=True),
    "benefit": _yearly("Benefit (£)", by_year=True),
    "net": _yearly("Net value (£)", by_year=True),
    "cumulative-cost": _yearly("Cost so far (£)", by_year=True),
    "cumulative-benefit": _yearly("Benefit so far (£)", by_year=True),
    "cumulative-net": _yearly("Net so far (£)", by_year=True),
    "cash-cost": _yearly("Cash cost (£ of the year)", by_year=True),
    "cash-saving": _yearly("Cash saving (£ of the year)", by_year=True),
    "net-budget": _yearly("Net budget (£ of the year)", by_year=True),
}
_BUDGET = {
    "cash-cost": "Benefits[Cash cost (£ of the year)]",
    "cash-saving": "Benefits[Cash saving (£ of the year)]",
    "net-budget": "Benefits[Net budget (£ of the year)]",
}
_POOLED = {"pooled-contribution": "Contribution (£)", "pooled-net": "Net (£)"}


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
    crimes = f"SUM(Years[Offences without])*{_OF_KIND}"
    return crimes if quantity == "counterfactual-crimes" else None


def _cost_part(book: Context, _: str, part: str, by_year: bool) -> str:
    if book.sum_of("Costs[Value (£)]", "Option") == "0":
        return "0"
    kind = "Heading" if part in HEADINGS else "Bearer"
    value = "Costs[Value (£)]" if by_year else "Costs[Present value (£)]"
    return _sum("Costs", value, "Option", f"{kind}=[Part]", *_years(by_year))


def _benefit_part(_book: Context, _: str, part: str, by_year: bool) -> str:
    discounted = "" if by_year else "*Benefits[Discount factor]"
    if part in VALUE_CLASSES:
        what = f"(Benefits[Crime, {part} (£)]+Benefits[Other, {part} (£)])"
        return _sum("Benefits", f"{what}{discounted}", "Option", *_years(by_year))
    if part in _FISCAL:
        return _sum("Benefits", f"{_FISCAL[part]}{discounted}", "Option", *_years(by_year))
    what = f"Benefits[Benefit (£)]{discounted}"
    return _sum("Benefits", what, "Option", "Bearer=[Part]", *_years(by_year))


def _net_part(book: Context, quantity: str, part: str, by_year: bool) -> str:
    gained = _benefit_part(book, quantity, part, by_year)
    return f"{gained}-{_cost_part(book, quantity, part, by_year)}"


def _budget_part(_book: Context, quantity: str, _: str, by_year: bool) -> str:
    return _sum("Benefits", _BUDGET[quantity], "Option", "Bearer=[Part]", *_years(by_year))


def _pooled_part(_book: Context, quantity: str, _: str, _by_year: bool) -> str:
    return _sum("Pooled", f"Pooled[{_POOLED[quantity]}]", "Option", "Bearer=[Part]")


def _crimes_part(_book: Context, _: str, _part: str, _by_year: bool) -> str:
    return f"{_AVOIDED}*{_OF_KIND}"


def _units_part(_book: Context, _: str, _part: str, by_year: bool) -> str:
    return _sum("Outcomes", "Outcomes[Units]", "Option", "Outcome=[Part]", *_years(by_year))


def _years(by_year: bool) -> list[str]:
    return ["Year"] if by_year else []


def _later(_book: Context, _: str, _part: str, _by_year: bool) -> str:
    """Benefit of crime avoided that fades after the horizon (F10), apart from the headline."""
    crime = _sum(
        "Yearly",
        "Yearly[Crime avoided (£)]*Yearly[Discount factor]",
        "Option",
        "Year number=ROWS(Years[Year])-1",
    )
    kept = "SUMPRODUCT((Later[Year after]<=VALUE([Part]))*Later[Of the last year (share)])"
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
