"""Invented lines, ratings, benefit paths and scenarios, and the figures they lean on."""

from __future__ import annotations

from iomcba.terms.findings import BenefitPath, Figure, Rating, ScenarioLabel
from iomcba.terms.reconciliation import LineReconciliation

CLASSES = {"cashable": 0.05, "capacity-released": 0.2, "cost-avoided": 0.05}
SCENARIOS = (
    ScenarioLabel(
        "optimistic-evidence",
        "Optimistic evidence",
        (("effect.rehabilitation-gateway.part-2", 0.81, "case.yaml:40"),),
    ),
    ScenarioLabel(
        "no-partner-costs",
        "No additional partner costs",
        (("cost-line.rehabilitation-gateway.part-3", 0.0, "case.yaml:44"),),
    ),
)
RATINGS = tuple(
    Rating(objective, label, option, rating, f"Because of {option} and {objective}.")
    for objective, label in (("confidence", "Public confidence"), ("inclusion", "Inclusion"))
    for option, rating in (
        ("do-minimum", "same"),
        ("virtual-team", "better"),
        ("co-located-team", "worse"),
        ("rehabilitation-gateway", "much-better"),
    )
)


def _path(option: str, benefit: str, baseline: str, target: str, cashable: bool) -> BenefitPath:
    words = (f"{part} of {benefit}" for part in ("Doing", "Having", "Changing", "Gaining"))
    activity, output, outcome, label = words
    return BenefitPath(
        option,
        benefit,
        activity,
        output,
        outcome,
        label,
        "Superintendent",
        f"Count of {benefit}",
        baseline,
        target,
        cashable,
        "offences",
        "less" if benefit == "transfers" else "level",
    )


def paths() -> tuple[BenefitPath, ...]:
    """Two options share a map, a third has its own; some prefixes lead nowhere or are blank."""
    found = [
        _path(
            option,
            benefit,
            baseline,
            target.format(option),
            benefit == "cash",
        )
        for option in ("co-located-team", "rehabilitation-gateway")
        for benefit, baseline, target in (
            ("crime", "case.counterfactual-offences", "{}.proven-offences-avoided"),
            ("cash", "", "{}.cash-saving.police"),
            ("transfers", "", "{}.transfers"),
            ("homes", "case.homes", "{}.homes"),
        )
    ]
    own = _path("virtual-team", "crime", "", "virtual-team.crimes-avoided", False)
    return (own, *found)


# A hundred desks, half of their worth left over, VAT and inflation on what is paid; and a seconded
# officer of whom the lender backfills three quarters. By hand: 500 + 500 = 1,000 paid, + 200 VAT
# + 30 = 1,230 cash; 8,000 - 2,000 = 6,000 paid, + 90 = 6,090 cash; 7,320 in all.
LINES = (
    LineReconciliation(
        "rehabilitation-gateway",
        "cost.rehabilitation-gateway.desks",
        "a hundred desks",
        "councils",
        *(500.0, 500.0, 0.0, 0.0, 0.0, 1000.0, 200.0, 30.0, 1230.0),
    ),
    LineReconciliation(
        "rehabilitation-gateway",
        "staff.rehabilitation-gateway.officer",
        "police officer",
        "police",
        *(8000.0, 0.0, 0.0, 2000.0, 0.0, 6000.0, 0.0, 90.0, 6090.0),
    ),
)


def figures(id: str, cost: float, benefit: float, years: tuple[str, ...]) -> list[Figure]:
    """Classes, the two ways of avoiding offences, the pool and the scenarios of one option."""
    found = [
        Figure(f"{id}.pvb-crime", benefit * 0.9, benefit * 0.91, 900.0),
        Figure(f"{id}.pvb-other-outcomes", benefit * 0.1, benefit * 0.11, 90.0),
        Figure(f"{id}.transfers", 41_000.0, 42_000.0, 70.0),
        Figure(f"{id}.avoided-by-rehabilitation", 70.0, 71.0, 0.4),
        Figure(f"{id}.avoided-by-incapacitation", 30.0, 29.0, 0.3),
        Figure(f"{id}.extra-custody-days", 812.0, 815.0, 0.6),
        Figure(f"{id}.cash-cost", cost * 0.9, cost * 0.91, 12.0),
        Figure(f"{id}.cash-saving", cost * 0.05, cost * 0.06, 12.0),
    ]
    for value_class, share in CLASSES.items():
        found.append(Figure(f"{id}.pvb.{value_class}", benefit * share, benefit * share, 500.0))
        found += [
            Figure(f"{id}.benefit.{value_class}.{year}", benefit * share / 3, None)
            for year in years
        ]
    for year in years:
        found += [
            Figure(f"{id}.cash-cost.{year}", cost * 0.3, cost * 0.31, 12.0),
            Figure(f"{id}.cash-saving.{year}", cost * 0.02, cost * 0.021, 12.0),
            Figure(f"{id}.reached.{year}", 0.4, 0.41, 0.001),
        ]
    for bearer, share in (("police", 0.7), ("councils", 0.3)):
        found += [
            Figure(f"{id}.pooled-contribution.{bearer}", cost * share, cost * share),
            Figure(f"{id}.pooled-net.{bearer}", -cost * share / 2, -cost * share / 2),
        ]
    for scenario, step in zip(SCENARIOS, (0.3, 0.1), strict=True):
        found.append(Figure(f"{id}.npsv-under.{scenario.id}", cost * step, cost * step, 800.0))
    return found
