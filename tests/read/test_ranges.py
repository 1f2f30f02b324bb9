"""What a figure may be: laws of the quantities, and what nobody means."""

from __future__ import annotations

import pytest

from iomcba.read.ranges import wrong_figure
from iomcba.terms.uncertainty import fit, point

# Dividing by it, taking its logarithm or a power of it leaves no number at the end that is given.
ABOVE_NOTHING = (
    "parameter.recorded-crimes-per-proven-offence",
    "parameter.population-recorded-crimes-per-proven-offence",
    "parameter.detection-factor",
    "parameter.multiplier-uncertainty",
    "parameter.unit-cost-uncertainty",
    "multiplier.theft",
    "effect.some",
    "effect-context.some.study-engagement",
    "effect-context.some.control-prevalence",
    "effect-context.some.dispersion",
    "effect-context.some.natural-ratio",
    "engagement.team.stay-months",
    "asset-life.team.room",
    "caseload.worker.high",
)
NOT_BELOW = (
    "parameter.on-cost-rate",
    "parameter.vat-rate",
    "parameter.optimism-bias-plain",
    "parameter.cashable-share",
    "optimism-bias.plain",
    "contingency.team.capital",
    "engagement.team.dose",
    "engagement.team.relative-rate",
    "engagement.team.custody-ratio",
    "engagement.team.months-to-full",
    "engagement.team.take-up",
    "pathway.team.health.need",
    "risk.team.late.probability",
    "outcome.team.work.deadweight",
    "cash-release.police.lag",
    "counterfactual.shock-log-sd",
)
# In per cent, or beyond what anyone means: the name, the figure, what is said.
TOO_MUCH = (
    ("effect.some", 93, "Write 0.93 for 93%."),
    ("effect.some", 1e10, "at most 10"),
    ("effect-context.some.natural-ratio", 80, "Write 0.8 for 80%."),
    ("engagement.team.dose", 1e10, "at most 10"),
    ("engagement.team.take-up.2011-12", 80, "Write 0.8 for 80%."),
    ("pathway.team.health.reduction", 8, "Write 0.08 for 8%."),
    ("counterfactual.fall.2011-12", 85, "Write 0.85 for 85%."),
    ("parameter.detection-factor", 1e6, "at most 100"),
    ("multiplier.theft", 1e6, "at most 1000"),
)


@pytest.mark.parametrize("name", ABOVE_NOTHING)
def test_nothing_is_refused_where_no_number_comes_of_it(name: str) -> None:
    for value in (0.0, -1.0):
        found = wrong_figure(name, "ratio", (value,), point(value))
        assert found is not None
        assert f"is {value:g}, and must be above 0" in found[0]
    assert wrong_figure(name, "ratio", (0.5,), point(0.5)) is None


@pytest.mark.parametrize("name", NOT_BELOW)
def test_a_figure_below_its_least_is_refused(name: str) -> None:
    found = wrong_figure(name, "ratio", (-1.0,), point(-1.0))
    assert found is not None
    assert "is -1, and must be at least 0" in found[0]
    assert wrong_figure(name, "ratio", (0.0,), point(0.0)) is None


@pytest.mark.parametrize(("name", "value", "words"), TOO_MUCH)
def test_a_figure_that_nobody_means_is_refused(name: str, value: float, words: str) -> None:
    found = wrong_figure(name, "ratio", (value,), point(value))
    assert found is not None
    assert words in ". ".join(found)


@pytest.mark.parametrize(
    ("name", "family", "central", "low", "high", "end"),
    [
        ("effect.some", "normal", 0.9, 0.1, 1.7, "-1.55"),
        ("engagement.team.take-up", "normal", 0.9, 0.82, 0.98, "1.14"),
        ("engagement.team.take-up", "lognormal", 0.8, 0.7, 0.914, "1.2"),
        ("engagement.team.dose", "uniform", 1.0, 0.1, 1.9, "-0.125"),
    ],
)
def test_a_family_that_reaches_beyond_is_refused(
    name: str, family: str, central: float, low: float, high: float, end: str
) -> None:
    """Its draws would be no such quantity, though low and high are."""
    interval = "p10-p90" if family == "uniform" else "95%"
    found = wrong_figure(
        name, "ratio", (central, low, high), fit(family, central, low, high, interval)
    )
    assert found is not None
    assert f"a {family} reaches {end}" in found[0]
    assert "such as pert" in found[1]


@pytest.mark.parametrize(
    ("name", "unit"),
    [("effect.some", "ratio"), ("parameter.anything", "share"), ("engagement.team.take-up", "x")],
)
def test_a_family_inside_its_range_is_taken(name: str, unit: str) -> None:
    for family in ("pert", "beta"):
        assert (
            wrong_figure(name, unit, (0.7, 0.6, 0.8), fit(family, 0.7, 0.6, 0.8, "p10-p90")) is None
        )
