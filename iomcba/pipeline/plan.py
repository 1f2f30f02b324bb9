"""Inputs and the fitted counterfactual → the engine's `Plan`: names resolved, nothing missing."""

from __future__ import annotations

from dataclasses import dataclass, field

from iomcba.errors import Place, Problems, nearest
from iomcba.terms.counterfactual import Counterfactual
from iomcba.terms.inputs import Inputs
from iomcba.terms.money import FinancialYear
from iomcba.terms.plan import HEADINGS, VALUE_CLASSES, CostLine, OptionPlan, Plan, UnitCostPart
from iomcba.terms.rows import Row
from iomcba.terms.uncertainty import Distribution, point
from iomcba.terms.words import OptionWords

PARAMETERS = (
    "discount-rate",
    "recorded-crimes-per-proven-offence",
    "population-recorded-crimes-per-proven-offence",
    "detection-factor",
    "multiplier-uncertainty",
    "unit-cost-uncertainty",
    "response-marginal-share",
    "cashable-share",
    "backfill-share",
    "on-cost-rate",
    "real-pay-growth",
)
MONTHS = 12


@dataclass(slots=True)
class Resolver:
    """Looks names up, remembers which are used, and gathers what is missing."""

    inputs: Inputs
    problems: Problems = field(default_factory=Problems)
    used: dict[str, Distribution] = field(default_factory=dict)
    lower_bounds: list[str] = field(default_factory=list)

    def need(self, name: str, why: str) -> str:
        """Use a quantity; report it if the case has no such row or its figure is open."""
        rows = self.inputs.rows
        at = Place(self.inputs.place.file)
        if name not in rows:
            self.problems.add(
                at, f"no row {name}", f"{why} needs it; add the row to a table of the case."
            )
        elif rows[name].distribution is None:
            place = rows[name].place
            self.problems.add(place, f"{name} is open (no figure is known)", f"{why} needs it.")
        else:
            distribution = rows[name].distribution
            assert distribution is not None
            self.used[name] = distribution
        return name

    def yearly(self, prefix: str, years: tuple[FinancialYear, ...], why: str) -> tuple[str, ...]:
        """Names of a quantity by year: its own row for the year, else the row for all years."""
        rows = self.inputs.rows
        return tuple(
            self.need(f"{prefix}.{y}" if f"{prefix}.{y}" in rows else prefix, why) for y in years
        )

    def multiplier(self, offence: str) -> None:
        """Use a multiplier; an open one is 1 as a stated lower bound, or refused: the case says."""
        name = f"multiplier.{offence}"
        row = self.inputs.rows.by_name.get(name)
        if row is not None and row.distribution is not None:
            self.used[name] = row.distribution
        elif self.inputs.words.missing_multipliers == "lower-bound":
            self.used[name] = point(1.0)
            self.lower_bounds.append(name)
        else:
            place = row.place if row is not None else self.inputs.place
            remedy = (
                "Find it, or set missing_multipliers: lower-bound in case.yaml to take 1, named."
            )
            self.problems.add(place, f"{name} is open (no figure is known)", remedy)


def make_plan(
    inputs: Inputs, fitted: Counterfactual, past_yearly: float, seed: int
) -> tuple[Plan, tuple[str, ...]]:
    """Resolve a case to a plan; also the multipliers that stand at 1 as a lower bound.

    Raises:
        InputError: with every name that is missing and every reference that leads nowhere.
    """
    words, find = inputs.words, Resolver(inputs)
    years = words.financial_years
    bearers = {row.keys[0]: row for row in inputs.table("bearer")}
    _hold_references(inputs, bearers, find.problems)
    offences = tuple(row.keys[0] for row in inputs.table("offence"))
    for name in PARAMETERS:
        find.need(f"parameter.{name}", "every case")
    for offence in offences:
        find.multiplier(offence)
    parts = unit_cost_parts(inputs, offences, find)
    options = tuple(_option(option, inputs, years, find) for option in inputs.options)
    inflation = _inflation(inputs, years, find.problems)
    find.problems.raise_if_any()
    plan = Plan(
        years=tuple(str(year) for year in years),
        offences=offences,
        severe=tuple(row.word("severe") == "yes" for row in inputs.table("offence")),
        bearers=tuple(bearers),
        cash_bearers=tuple(b for b, row in bearers.items() if row.word("cash_budget") == "yes"),
        options=options,
        parts=parts,
        quantities=dict(sorted(find.used.items())),
        counterfactual=fitted,
        fixed_mix=words.counterfactual.mix == "fixed",
        past_yearly_offences=past_yearly,
        discount_timing=words.timing,
        inflation=inflation,
        seed=seed,
        sampler=words.simulation.sampler,
    )
    return plan, tuple(find.lower_bounds)


def _hold_references(inputs: Inputs, bearers: dict[str, Row], problems: Problems) -> None:
    """Bearers, options and optimism classes that rows name must exist; names must not collide."""
    options = [option.id for option in inputs.options]
    classes = [row.keys[0] for row in inputs.table("optimism-bias")]
    for row in (*inputs.table("cost"), *inputs.table("staff"), *inputs.table("engagement")):
        _hold(row, "option", row.keys[0], options, problems)
    for row in inputs.table("cost"):
        _hold(row, "bearer", row.word("bearer"), bearers, problems)
        _hold(row, "optimism", row.word("optimism"), classes, problems)
    for row in inputs.table("staff"):
        _hold(row, "employer", row.word("employer"), bearers, problems)
        _hold(row, "optimism", row.word("optimism"), classes, problems)
    for row in inputs.table("cost-component"):
        if row.word("bearer"):
            _hold(row, "bearer", row.word("bearer"), bearers, problems)
    for bearer in bearers:
        if bearer in (*HEADINGS, *VALUE_CLASSES):
            problems.add(
                bearers[bearer].place,
                f"{bearer!r} is the name of a cost heading or value class",
                "Choose another id.",
            )


def _hold(
    row: Row, column: str, word: str, allowed: list[str] | dict[str, Row], problems: Problems
) -> None:
    if word not in allowed:
        at = Place(row.place.file, row.place.line, column)
        problems.add(at, f"is {word!r}, which the case does not have", nearest(word, allowed))


def unit_cost_parts(
    inputs: Inputs, offences: tuple[str, ...], find: Resolver
) -> tuple[UnitCostPart, ...]:
    """Components of the unit costs; a split component is divided by agency shares (F11).

    Anticipation is left out: a small change in crime does not save it.
    """
    rows, components = inputs.rows, inputs.table("cost-component")
    crosswalk = {
        row.keys[1]: row.keys[3]
        for row in inputs.table("crosswalk")
        if row.keys[0] == inputs.crime_costs
    }
    whole = next((row.keys[0] for row in components if row.word("basis") == "split"), "")
    parts = []
    for row in components:
        component, group = row.keys[0], row.word("group")
        if group == "anticipation" or row.word("basis") == "split":
            continue
        own = [f"unit-cost.{offence}.{component}" for offence in offences]
        split = bool(whole) and group in ("police", "cjs")
        if split:
            why = f"the split of {whole} costs"
            costs = tuple(find.need(f"unit-cost.{o}.{whole}", why) for o in offences)
            shares = tuple(
                find.need(f"agency-share.{crosswalk.get(o, o)}.{component}", why) for o in offences
            )
        else:
            costs = tuple(find.need(name, "its offence") if name in rows else "" for name in own)
            shares = ("",) * len(offences)
        parts.append(
            UnitCostPart(
                component,
                row.word("basis"),
                group in ("police", "cjs"),
                row.word("bearer"),
                row.word("value_class"),
                costs,
                shares,
            )
        )
    return tuple(parts)


def _option(
    option: OptionWords, inputs: Inputs, years: tuple[FinancialYear, ...], find: Resolver
) -> OptionPlan:
    lines = (
        *(
            _staff_line(row, years, find)
            for row in inputs.table("staff")
            if row.keys[0] == option.id
        ),
        *(_cost_line(row, years, find) for row in inputs.table("cost") if row.keys[0] == option.id),
    )
    if option.effect is None:
        return OptionPlan(option.id, option.role, lines)
    prefix, why = f"engagement.{option.id}", f"option {option.id}"
    effect = find.need(f"effect.{option.effect}", why)
    population = inputs.rows[effect].word("population") if effect in inputs.rows else ""
    assigned = population == "all-assigned"
    return OptionPlan(
        id=option.id,
        role=option.role,
        lines=lines,
        effect=effect,
        effect_population=population,
        dose=find.need(f"{prefix}.dose", why),
        places=find.yearly(f"{prefix}.places", years, why),
        ramp=find.yearly(f"{prefix}.ramp", years, why),
        take_up=find.need(f"{prefix}.take-up", why),
        retention=find.need(f"{prefix}.retention", why),
        relative_engagement=find.need(f"{prefix}.relative-engagement", why) if assigned else "",
        displacement=find.need(f"{prefix}.displacement", why),
        highest_rates_first=option.places_go_to == "highest-rates",
    )


def _staff_line(row: Row, years: tuple[FinancialYear, ...], find: Resolver) -> CostLine:
    """FTE · salary · (1 + on-costs) · months / 12 · (1 + real pay growth)^y  (F13)."""
    role, why = row.keys[1], f"{row.name}"
    seconded = row.word("post") == "seconded"
    return CostLine(
        name=row.name,
        heading="staff",
        bearer=row.word("employer"),
        amount=find.need(row.name, why),
        factors=(find.need(f"salary.{role}", why),),
        in_year=tuple(_months(row.word("start"), row.word("end"), year) / MONTHS for year in years),
        per_engaged=False,
        growth="parameter.real-pay-growth",
        optimism=find.need(f"optimism-bias.{row.word('optimism')}", why),
        cash="backfill" if seconded else "cash",
        on_costs="parameter.on-cost-rate",
    )


def _months(start: str, end: str, year: FinancialYear) -> int:
    """Months of a financial year from a first to a last month, both included."""

    def number(month: str) -> int:
        return int(month[:4]) * MONTHS + int(month[5:]) - 1

    april = year.start * MONTHS + 3
    return max(0, min(number(end), april + MONTHS - 1) - max(number(start), april) + 1)


def _cost_line(row: Row, years: tuple[FinancialYear, ...], find: Resolver) -> CostLine:
    first, last = (FinancialYear.parse(row.word(c)) for c in ("first_year", "last_year"))
    timing = row.word("timing")
    if first > last or (timing == "one-off" and first != last):
        at = Place(row.place.file, row.place.line, "last_year")
        find.problems.add(
            at,
            f"is {last}, but first_year is {first}",
            "A one-off has equal years; others must not end before they begin.",
        )
    if first < years[0] or last > years[-1]:
        at = Place(row.place.file, row.place.line, "first_year")
        find.problems.add(
            at, f"{first} to {last} leaves the appraisal years {years[0]} to {years[-1]}"
        )
    return CostLine(
        name=row.name,
        heading=row.word("heading"),
        bearer=row.word("bearer"),
        amount=find.need(row.name, row.name),
        factors=(),
        in_year=tuple(float(first <= year <= last) for year in years),
        per_engaged=timing == "per-engaged-year",
        growth="",
        optimism=find.need(f"optimism-bias.{row.word('optimism')}", row.name),
        cash=row.word("funding"),
        on_costs="",
    )


def _inflation(
    inputs: Inputs, years: tuple[FinancialYear, ...], problems: Problems
) -> tuple[float, ...]:
    base = FinancialYear.parse(inputs.words.price_base)
    try:
        return tuple(inputs.deflator.factor(base, year) for year in years)
    except KeyError as missing:
        problems.add(
            inputs.place,
            f"no deflator for {missing.args[0]}",
            "The cash view needs one for every appraisal year.",
        )
        return ()
