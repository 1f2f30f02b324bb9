"""Plausibility of costs and effects, checked before anything is simulated (METHOD E)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from iomcba.terms.findings import Warning
from iomcba.terms.inputs import Inputs
from iomcba.terms.rows import Row
from iomcba.terms.said import worded
from iomcba.terms.uncertainty import TOLERANCE

CONTROLLED = ("randomised", "matched")
CUSTODY_DAYS = "per-extra-custody-day"
UNIT_OF = {
    "one-off": "GBP",
    "per-year": "GBP per year",
    "per-place-year": "GBP per place per year",
    "per-engaged-year": "GBP per person engaged per year",
    CUSTODY_DAYS: "GBP per day",
}
TRANSFER_THEMES = ("benefits",)
TRANSFER_PAYERS = ("DWP", "Multiple")
STAFFING_TOLERANCE = "parameter.staffing-tolerance"


def costing_warnings(
    inputs: Inputs, places: Mapping[str, float], cuts: Mapping[str, float]
) -> Iterator[Warning]:
    """Warnings on costs and effects.

    `places` are the places each option can take up at central values (people); `cuts` the cut in
    offending each option assumes among those it reaches, at central values.
    """
    yield from _staffing(inputs, places)
    yield from _parents_and_parts(inputs)
    yield from _prison_twice(inputs)
    yield from _same_value_twice(inputs)
    yield from _transfers(inputs)
    yield from _uplift_on_skew(inputs)
    yield from _units(inputs)
    yield from _above_controlled(inputs, cuts)


def _staffing(inputs: Inputs, places: Mapping[str, float]) -> Iterator[Warning]:
    """Places and staffing disagree: the posts that caseloads require against the posts costed."""
    tolerance = inputs.rows.by_name.get(STAFFING_TOLERANCE)
    for row in inputs.table("staff"):
        option, role = row.keys
        tiers = [t for t in inputs.table("tier") if t.keys[0] == option]
        standards = {c.keys[1]: c.central for c in inputs.table("caseload") if c.keys[0] == role}
        if dict(row.words).get("sized_by") == "caseload" or not tiers or not standards:
            continue
        required = sum(
            places.get(option, 0.0) * (tier.central or 0.0) / (standards.get(tier.keys[1]) or 1.0)
            for tier in tiers
        )
        allowed = (tolerance.central or 0.0) * required if tolerance else 0.0
        if row.central is not None and abs(row.central - required) > allowed:
            yield Warning(
                "caseload-against-posts",
                worded(
                    "warning.caseload-against-posts",
                    row=row.name,
                    posts=f"{row.central:g}",
                    places=f"{places.get(option, 0.0):.0f}",
                    needed=f"{required:.1f}",
                ),
            )


def _parents_and_parts(inputs: Inputs) -> Iterator[Warning]:
    """A cost table's parent row and one of its parts both used count the same pounds twice."""
    used: dict[str, list[str]] = {}
    for row in (*inputs.table("cost"), *inputs.table("outcome")):
        words = dict(row.words)
        evidence = words.get("evidence") or words.get("unit_value") or ""
        if evidence:
            value = ".".join(evidence.split(".")[:2])
            used.setdefault(f"{row.keys[0]} {value}", []).append(row.name)
    for row in inputs.table("unit-value"):
        parent = row.word("parent")
        for key in [k for k in used if k.endswith(f" unit-value.{row.keys[0]}")]:
            option = key.split(" ")[0]
            above = used.get(f"{option} unit-value.{parent}") if parent else None
            if above:
                yield Warning(
                    "parent-and-part",
                    worded(
                        "warning.parent-and-part",
                        parts=", ".join(dict.fromkeys(used[key])),
                        whole=", ".join(dict.fromkeys(above)),
                        row=row.name,
                    ),
                )


def _prison_twice(inputs: Inputs) -> Iterator[Warning]:
    """Prison savings come from avoided cases or from custody days, never both (F10, F11)."""
    if inputs.words.prison_savings != "response":
        return
    yield from _days_given_back(inputs)
    for row in inputs.table("outcome"):
        if row.word("bearer") == "prison" and row.keys[2] in ("impact", "unit-value"):
            yield Warning(
                "prison-counted-twice",
                worded("warning.prison-by-outcome", outcome=f"outcome.{row.keys[0]}.{row.keys[1]}"),
                front_page=True,
            )
            return


def _days_given_back(inputs: Inputs) -> Iterator[Warning]:
    """Fewer custody days as a negative cost, beside the prison cost of offences avoided."""
    by_days = {row.keys[0] for row in inputs.table("cost") if row.word("timing") == CUSTODY_DAYS}
    for row in inputs.table("engagement"):
        more_free_time = row.distribution is not None and row.distribution.mean > 1
        if row.keys[1] == "custody-ratio" and more_free_time and row.keys[0] in by_days:
            yield Warning(
                "prison-counted-twice",
                worded("warning.prison-by-days", row=row.name),
                front_page=True,
            )


def _same_value_twice(inputs: Inputs) -> Iterator[Warning]:
    """One unit value behind two outcomes of an option: the same benefit in two places, perhaps."""
    outcomes: dict[tuple[str, str], dict[str, None]] = {}
    for row in inputs.table("outcome"):
        if row.word("unit_value"):
            outcomes.setdefault((row.keys[0], row.word("unit_value")), {})[row.keys[1]] = None
    for (option, value), names in outcomes.items():
        if len(names) > 1:
            yield Warning(
                "benefit-counted-twice",
                worded(
                    "warning.benefit-counted-twice",
                    value=value,
                    outcomes=tuple(names),
                    option=option,
                ),
            )


def _transfers(inputs: Inputs) -> Iterator[Warning]:
    """A payment that only changes hands is no gain to society."""
    transfers = {
        row.name
        for row in inputs.table("unit-value")
        if row.word("theme") in TRANSFER_THEMES and row.word("payer") in TRANSFER_PAYERS
    }
    rows = inputs.table("outcome")
    shares = {row.keys[:2] for row in rows if row.keys[2] == "transfer-share" and row.central}
    for option, outcome in dict.fromkeys((row.keys[0], row.keys[1]) for row in rows):
        own = [row for row in rows if row.keys[:2] == (option, outcome)]
        values = {row.word("unit_value") for row in own}
        if (option, outcome) not in shares and values & transfers:
            yield Warning(
                "transfer-in-value",
                worded("warning.transfer-in-value", outcome=f"outcome.{option}.{outcome}"),
                front_page=True,
            )


def _uplift_on_skew(inputs: Inputs) -> Iterator[Warning]:
    """A cost whose distribution leans upwards already holds what an uplift would add (F14)."""
    staff = {row.keys[1]: row for row in inputs.table("staff")}
    lines = [(row, row) for row in inputs.table("cost")]
    lines += [(row, staff[row.keys[0]]) for row in inputs.table("salary") if row.keys[0] in staff]
    for row, line in lines:
        if _lean(row) > TOLERANCE and _uplift(inputs, line):
            yield Warning(
                "uplift-on-skewed-cost",
                worded("warning.uplift-on-skewed-cost", row=row.name),
            )


def _lean(row: Row) -> float:
    """How far the mean lies above the stated centre, as a share of the interval's width."""
    if row.distribution is None or row.central is None or row.low is None or row.high is None:
        return 0.0
    return (row.distribution.mean / row.factor - row.central) / (row.high - row.low)


def _uplift(inputs: Inputs, row: Row) -> float:
    name = f"optimism-bias.{row.word('optimism')}"
    staged = inputs.rows.by_name.get(f"{name}.{inputs.words.stage}")
    found = staged or inputs.rows.by_name.get(name)
    return found.central or 0.0 if found else 0.0


def _units(inputs: Inputs) -> Iterator[Warning]:
    """A yearly line whose unit is not a yearly sum: an annual figure entered as three-year, say."""
    for row in inputs.table("cost"):
        expected = UNIT_OF[row.word("timing")]
        if row.unit != expected:
            yield Warning(
                "annual-or-whole-period",
                worded(
                    "warning.annual-or-whole-period",
                    row=row.name,
                    timing=row.word("timing"),
                    unit=row.unit,
                    expected=expected,
                ),
                front_page=True,
            )


def _above_controlled(inputs: Inputs, cuts: Mapping[str, float]) -> Iterator[Warning]:
    """An effect larger than any controlled whole-programme study among the case's evidence."""
    controlled = [
        1 - row.central
        for row in inputs.table("effect")
        if row.word("design") in CONTROLLED and row.word("measure") == "count" and row.central
    ]
    signed = {option.id: option.sign_off for option in inputs.options}
    for option, cut in cuts.items():
        if controlled and cut > max(controlled):
            yield _above(option, cut, max(controlled), signed[option])


def _above(option: str, cut: float, most: float, who: str) -> Warning:
    named = {"option": option, "cut": f"{cut:.1%}", "most": f"{most:.1%}"}
    text = (
        worded("warning.effect-above-controlled-signed", who=who, **named)
        if who
        else worded("warning.effect-above-controlled", **named)
    )
    return Warning("effect-above-controlled", text, front_page=True)
