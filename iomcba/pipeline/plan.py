"""Inputs and the fitted counterfactual → the engine's `Plan`: names resolved, nothing missing."""

from __future__ import annotations

from iomcba.errors import Place, Problems, nearest
from iomcba.pipeline.correlations import correlations
from iomcba.pipeline.option_plan import option_plan
from iomcba.pipeline.resolver import Resolver
from iomcba.terms.counterfactual import Counterfactual
from iomcba.terms.inputs import Inputs
from iomcba.terms.money import FinancialYear
from iomcba.terms.plan import HEADINGS, VALUE_CLASSES, Plan, UnitCostPart
from iomcba.terms.rows import Row

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
)

CRIME_GRADE = "parameter.crime-benefit-optimism"

OF_OPTION = (
    "asset-life",
    "benefits-map",
    "contingency",
    "cost",
    "engagement",
    "outcome",
    "pathway",
    "risk",
    "staff",
    "tier",
)


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
    options = tuple(option_plan(option, inputs, years, find) for option in inputs.options)
    inflation = _inflation(inputs, years, find.problems)
    releases = _cash_releases(inputs, find)
    why = "benefit after the horizon"
    kept_after = find.need("parameter.effect-kept-after-a-year", why) if words.later_years else ""
    uncertain = sorted(n for n, d in find.used.items() if not d.is_point)
    correlated = correlations(inputs, uncertain, find.problems)
    grade = find.maybe(CRIME_GRADE, "the value of crime avoided")
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
        benefit_grade=grade,
        cash_releases=releases,
        kept_after=kept_after,
        later_years=tuple(words.later_years),
        replicates=words.simulation.replicates,
        correlations=correlated,
        repair_correlations=words.simulation.repair_correlations,
    )
    return plan, tuple(find.lower_bounds)


def _hold_references(inputs: Inputs, bearers: dict[str, Row], problems: Problems) -> None:
    """Bearers, options and optimism classes that rows name must exist; names must not collide."""
    options = [option.id for option in inputs.options]
    classes = [row.keys[0] for row in inputs.table("optimism-bias")]
    for table in OF_OPTION:
        for row in inputs.table(table):
            _hold(row, "option", row.keys[0], options, problems)
    for row in (*inputs.table("risk"), *inputs.table("outcome")):
        _hold(row, "bearer", row.word("bearer"), bearers, problems)
    for row in (*inputs.table("cash-release"), *inputs.table("contribution")):
        _hold(row, "bearer", row.keys[0], bearers, problems)
    for row in inputs.table("objective"):
        _hold(row, "option", row.keys[1], options, problems)
    for row in inputs.table("cost"):
        _hold(row, "bearer", row.word("bearer"), bearers, problems)
        _hold(row, "optimism", row.word("optimism"), classes, problems)
    for row in inputs.table("staff"):
        _hold(row, "employer", row.word("employer"), bearers, problems)
        _hold(row, "optimism", row.word("optimism"), classes, problems)
    for row in inputs.table("cost-component"):
        if row.word("bearer"):
            _hold(row, "bearer", row.word("bearer"), bearers, problems)
    for bearer, row in bearers.items():
        if bearer in (*HEADINGS, *VALUE_CLASSES):
            problems.add(
                row.place,
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
        if row.word("bearer") == "prison" and inputs.words.prison_savings == "custody-days":
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


def _cash_releases(inputs: Inputs, find: Resolver) -> tuple[tuple[str, str, str], ...]:
    """Bearers whose cash comes free in steps, with the names of step and lag (F11)."""
    bearers = dict.fromkeys(row.keys[0] for row in inputs.table("cash-release"))
    why = "cash released in steps"
    return tuple(
        (b, find.need(f"cash-release.{b}.step", why), find.need(f"cash-release.{b}.lag", why))
        for b in bearers
    )
