"""Outcomes of a block → the figures that the registry declares, draw by draw (F15 to F17)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from iomcba.terms.money import present_value
from iomcba.terms.plan import HEADINGS, VALUE_CLASSES, Array, OptionOutcomes, Outcomes, Plan


@dataclass(frozen=True, slots=True)
class Drawn:
    """One figure in every draw of a block. Shapes: (d,) or (1,) where it is certain.

    `expected` averages over shock and chance; `headline` holds both (F17) and is None for figures
    of which only the mean is reported. A `part` of a headline figure, such as one bearer's, has its
    range with chance alone.
    """

    name: str
    expected: Array
    headline: Array | None = None
    part: bool = False


def figures(plan: Plan, outcomes: Outcomes) -> Iterator[Drawn]:
    """Every figure of a block, the case's own first, then each option's."""
    yield from _of_case(plan, outcomes)
    for id, option in outcomes.options.items():
        yield from _of_option(plan, id, option, outcomes)


def with_chance(expected: Array, square: Array, shock: Array, score: Array) -> Array:
    """X = s * E + z * sqrt(|s| * Q): shock and chance on an expected stream  (F17).

    A count of avoided offences is Poisson given its mean, so its value has variance mean times the
    second moment of one offence's value; Q carries that product. Shapes: (d, y) each.
    """
    return shock * expected + score * np.sqrt(np.abs(shock * square))


def _of_case(plan: Plan, outcomes: Outcomes) -> Iterator[Drawn]:
    offences, each = outcomes.offences, outcomes.full_value
    actual = with_chance(offences, offences, outcomes.shock, outcomes.chance)
    value = offences * each[:, None]
    past = plan.past_yearly_offences
    for y, year in enumerate(plan.years):
        yield Drawn(f"case.counterfactual-offences.{year}", offences[:, y], actual[:, y])
        yield Drawn(f"case.counterfactual-value.{year}", value[:, y])
        if past > 0:
            yield Drawn(f"case.natural-fall.{year}", offences[:, y] / past, actual[:, y] / past)
    yield Drawn("case.counterfactual-offences", offences.sum(axis=1), actual.sum(axis=1))
    yield Drawn("case.counterfactual-value", present_value(value, outcomes.factors))
    yield Drawn("case.naive-value", past * each * outcomes.factors.sum(axis=1))
    yield Drawn("case.cost-per-proven-offence", each)
    yield Drawn("case.crime-benefit-counted", outcomes.counted)
    total, crimes = offences.sum(axis=1), outcomes.crimes_each
    yield Drawn("case.cost-per-crime", each / crimes.sum(axis=1))
    for o, offence in enumerate(plan.offences):
        yield Drawn(f"case.counterfactual-crimes.{offence}", total * crimes[:, o])
    yield Drawn("case.counterfactual-crimes", total * crimes.sum(axis=1))


def _of_option(plan: Plan, id: str, option: OptionOutcomes, outcomes: Outcomes) -> Iterator[Drawn]:
    factors, avoided = outcomes.factors, option.avoided
    each = outcomes.value.sum(axis=(1, 2))[:, None]
    cost, crime = option.costs.sum(axis=(2, 3)), avoided * each
    other = option.other.sum(axis=(2, 3))
    benefit = crime + other
    square = avoided * outcomes.square_value[:, None]
    felt = with_chance(crime, square, outcomes.shock, outcomes.chance) + other
    yield Drawn(f"{id}.effect", option.effect)
    yield from _net(plan, id, cost, benefit, felt, factors)
    pvc, pvb = present_value(cost, factors), present_value(benefit, factors)
    bare = option.bare_costs.sum(axis=(2, 3))
    severe = present_value(avoided * outcomes.severe_value[:, None], factors)
    yield Drawn(f"{id}.npsv-without-severe", pvb - pvc - severe)
    last = crime[:, -1] * factors[:, -1]
    for years in plan.later_years:
        after = last * sum((outcomes.later**year for year in range(1, years + 1)), np.zeros(1))
        yield Drawn(f"{id}.npsv-with-later-benefit.{years}", pvb - pvc + after)
    yield Drawn(f"{id}.npsv-without-optimism-bias", pvb - present_value(bare, factors))
    in_full = avoided * outcomes.full_value[:, None] + option.ungraded
    yield Drawn(f"{id}.npsv-without-confidence-grades", present_value(in_full, factors) - pvc)
    reached = present_value(outcomes.offences * option.share * each, factors)
    yield Drawn(f"{id}.value-reached", reached)
    yield from _offences(plan, id, option, outcomes)
    yield from _measured(plan, id, option, outcomes)
    yield from _by_part(plan, id, option, outcomes)
    yield from _cash(plan, id, option, outcomes)


def _net(
    plan: Plan, id: str, cost: Array, benefit: Array, felt: Array, factors: Array
) -> Iterator[Drawn]:
    """Cost, benefit and net value by year, cumulated, and in all."""
    cost_pv, benefit_pv, felt_pv = (np.cumsum(x * factors, axis=1) for x in (cost, benefit, felt))
    for y, year in enumerate(plan.years):
        yield Drawn(f"{id}.cost.{year}", cost[:, y], cost[:, y])
        yield Drawn(f"{id}.benefit.{year}", benefit[:, y], felt[:, y])
        yield Drawn(f"{id}.net.{year}", (benefit - cost)[:, y], (felt - cost)[:, y])
        yield Drawn(f"{id}.cumulative-cost.{year}", cost_pv[:, y], cost_pv[:, y])
        yield Drawn(f"{id}.cumulative-benefit.{year}", benefit_pv[:, y], felt_pv[:, y])
        net, felt_net = (benefit_pv - cost_pv)[:, y], (felt_pv - cost_pv)[:, y]
        yield Drawn(f"{id}.cumulative-net.{year}", net, felt_net)
    yield Drawn(f"{id}.pvc", cost_pv[:, -1], cost_pv[:, -1])
    yield Drawn(f"{id}.pvb", benefit_pv[:, -1], felt_pv[:, -1])
    yield Drawn(f"{id}.npsv", (benefit_pv - cost_pv)[:, -1], (felt_pv - cost_pv)[:, -1])


def _offences(plan: Plan, id: str, option: OptionOutcomes, outcomes: Outcomes) -> Iterator[Drawn]:
    avoided = option.avoided
    felt = with_chance(avoided, avoided, outcomes.shock, outcomes.chance)
    for y, year in enumerate(plan.years):
        yield Drawn(f"{id}.proven-offences-avoided.{year}", avoided[:, y], felt[:, y])
        yield Drawn(f"{id}.engaged.{year}", option.engaged[:, y])
        yield Drawn(f"{id}.reached.{year}", option.share[:, y])
    total = avoided.sum(axis=1)
    held = option.incapacitated.sum(axis=1)
    yield Drawn(f"{id}.proven-offences-avoided", total, felt.sum(axis=1))
    yield Drawn(f"{id}.avoided-by-rehabilitation", total - held)
    yield Drawn(f"{id}.avoided-by-incapacitation", held)
    yield Drawn(f"{id}.extra-custody-days", option.custody_days.sum(axis=1))
    for o, offence in enumerate(plan.offences):
        yield Drawn(f"{id}.crimes-avoided.{offence}", total * outcomes.crimes_each[:, o])
    crimes = outcomes.crimes_each.sum(axis=1)
    yield Drawn(f"{id}.crimes-avoided", total * crimes, felt.sum(axis=1) * crimes)


def _measured(plan: Plan, id: str, option: OptionOutcomes, outcomes: Outcomes) -> Iterator[Drawn]:
    """What a benefits-realisation register sets as targets: offences left, outcomes in units."""
    remain = outcomes.offences - option.avoided
    felt = with_chance(remain, remain, outcomes.shock, outcomes.chance)
    yield from _felt_stream(plan, id, "proven-offences", "", remain, felt)
    yield Drawn(f"{id}.proven-offences", remain.sum(axis=1), felt.sum(axis=1), part=True)
    lines = {o.id: o.outcomes for o in plan.options}[id]
    for line, units in zip(lines, option.outcome_units, strict=True):
        outcome = line.name.split(".")[-1]
        yield from _felt_stream(plan, id, "outcome-units", outcome, units, units)
        total = units.sum(axis=1)
        yield Drawn(f"{id}.outcome-units.{outcome}", total, total, part=True)


def _by_part(plan: Plan, id: str, option: OptionOutcomes, outcomes: Outcomes) -> Iterator[Drawn]:
    """Costs by heading and bearer, benefits by bearer and class, by year and in present value."""
    factors = outcomes.factors
    costs_b, costs_h = option.costs.sum(axis=3), option.costs.sum(axis=2)
    each_b, each_c = outcomes.value.sum(axis=2), outcomes.value.sum(axis=1)
    other_b, other_c = option.other.sum(axis=3), option.other.sum(axis=2)
    for h, heading in enumerate(HEADINGS):
        yield from _costs(plan, id, heading, costs_h[:, :, h], factors)
    for b, bearer in enumerate(plan.bearers):
        crime, square = (
            option.avoided * each[:, b, None] for each in (each_b, outcomes.square_of_bearer)
        )
        felt = with_chance(crime, square, outcomes.shock, outcomes.chance)
        cost, other = costs_b[:, :, b], other_b[:, :, b]
        yield from _of_bearer(plan, id, bearer, cost, crime + other, felt + other, factors)
    for c, value_class in enumerate(VALUE_CLASSES):
        gained = option.avoided * each_c[:, c, None] + other_c[:, :, c]
        yield from _benefits(plan, id, value_class, gained, factors)
        if value_class == "fiscal":
            yield from _fiscal(plan, id, gained, option, outcomes)
    crime = option.avoided * outcomes.value.sum(axis=(1, 2))[:, None]
    yield Drawn(f"{id}.pvb-crime", present_value(crime, factors))
    yield Drawn(f"{id}.pvb-other-outcomes", present_value(option.other.sum(axis=(2, 3)), factors))
    yield Drawn(f"{id}.transfers", present_value(option.transfers.sum(axis=2), factors))


def _of_bearer(
    plan: Plan, id: str, bearer: str, cost: Array, benefit: Array, felt: Array, factors: Array
) -> Iterator[Drawn]:
    """What a bearer pays, gains and nets, with ranges; one score a year serves all (F17)."""
    yield from _felt_stream(plan, id, "cost", bearer, cost, cost)
    yield from _felt_stream(plan, id, "benefit", bearer, benefit, felt)
    pvc, pvb, felt_pvb = (present_value(x, factors) for x in (cost, benefit, felt))
    yield Drawn(f"{id}.pvc.{bearer}", pvc, pvc, part=True)
    yield Drawn(f"{id}.pvb.{bearer}", pvb, felt_pvb, part=True)
    yield Drawn(f"{id}.npsv.{bearer}", pvb - pvc, felt_pvb - pvc, part=True)


def _fiscal(
    plan: Plan, id: str, fiscal: Array, option: OptionOutcomes, outcomes: Outcomes
) -> Iterator[Drawn]:
    """The fiscal class in three: cash released, capacity of the response released, cost avoided."""
    cashable, elsewhere = option.cashable.sum(axis=2), option.other_cashable.sum(axis=2)
    response = option.avoided * outcomes.response_each.sum(axis=1)[:, None]
    for part, stream in (
        ("cashable", cashable),
        ("capacity-released", response - (cashable - elsewhere)),
        ("cost-avoided", fiscal - response - elsewhere),
    ):
        yield from _benefits(plan, id, part, stream, outcomes.factors)


def _costs(plan: Plan, id: str, part: str, stream: Array, factors: Array) -> Iterator[Drawn]:
    yield from _stream(plan, id, "cost", part, stream)
    yield Drawn(f"{id}.pvc.{part}", present_value(stream, factors))


def _benefits(plan: Plan, id: str, part: str, stream: Array, factors: Array) -> Iterator[Drawn]:
    yield from _stream(plan, id, "benefit", part, stream)
    yield Drawn(f"{id}.pvb.{part}", present_value(stream, factors))


def _cash(plan: Plan, id: str, option: OptionOutcomes, outcomes: Outcomes) -> Iterator[Drawn]:
    """Cash paid and released in pounds of the year, for bearers that hold a cash budget.

    Chance moves what comes free without steps; a step is decided on the expected saving (F11).
    """
    holds = np.array([bearer in plan.cash_bearers for bearer in plan.bearers], dtype=np.float64)
    paid, released = option.cash_costs * holds, option.cash_savings * holds
    luck = _luck_in_cash(plan, option, outcomes)
    felt = released + luck[:, :, :-1]
    for b, bearer in enumerate(plan.bearers):
        if bearer in plan.cash_bearers:
            of_bearer = (paid[:, :, b], released[:, :, b], felt[:, :, b])
            yield from _budget(plan, id, f".{bearer}", *of_bearer)
    all_paid, all_released = paid.sum(axis=2), released.sum(axis=2)
    yield from _budget(plan, id, "", all_paid, all_released, all_released + luck[:, :, -1])


def _luck_in_cash(plan: Plan, option: OptionOutcomes, outcomes: Outcomes) -> Array:
    """What shock and chance add to cash released, by bearer and, last, in all. (d, y, b + 1)."""
    smooth = outcomes.smooth_cash
    each = np.concatenate((smooth, smooth.sum(axis=1, keepdims=True)), axis=1)
    square = np.concatenate((outcomes.square_cash, outcomes.square_all_cash[:, None]), axis=1)
    expected, spread = (option.avoided[:, :, None] * x[:, None, :] for x in (each, square))
    shock, chance = outcomes.shock[:, :, None], outcomes.chance[:, :, None]
    luck: Array = with_chance(expected, spread, shock, chance) - expected
    return np.asarray(luck * np.array(plan.inflation)[None, :, None])


def _budget(
    plan: Plan, id: str, of: str, paid: Array, released: Array, felt: Array
) -> Iterator[Drawn]:
    """Cash paid, released and net, by year and in all, of one bearer or (blank) all together."""
    for quantity, stream, as_felt in (
        ("cash-cost", paid, paid),
        ("cash-saving", released, felt),
        ("net-budget", released - paid, felt - paid),
    ):
        yield from _felt_stream(plan, id, quantity, of.removeprefix("."), stream, as_felt)
        total, felt_total = stream.sum(axis=1), as_felt.sum(axis=1)
        yield Drawn(f"{id}.{quantity}{of}", total, felt_total, part=True)


def _stream(plan: Plan, id: str, quantity: str, part: str, stream: Array) -> Iterator[Drawn]:
    for y, year in enumerate(plan.years):
        yield Drawn(f"{id}.{quantity}.{part}.{year}", stream[:, y])


def _felt_stream(
    plan: Plan, id: str, quantity: str, part: str, stream: Array, felt: Array
) -> Iterator[Drawn]:
    """A stream by year with its range; a blank part stands for all bearers together."""
    for y, year in enumerate(plan.years):
        name = ".".join(filter(None, (id, quantity, part, year)))
        yield Drawn(name, stream[:, y], felt[:, y], part=True)
