"""Hypothesis strategies, and builders of small plans that exercise every term of the method.

Every number here is invented and round. `small_plan` is uncertain in every way the engine knows;
`certain` turns any plan into one whose quantities are points.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from iomcba.appraise.figures import Drawn, figures
from iomcba.appraise.summary import Summary, central_values
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import central, draw
from iomcba.pipeline.compiled import Sealed
from iomcba.pipeline.simulate import Task, summarise_block
from iomcba.terms.counterfactual import Counterfactual
from iomcba.terms.plan import BLOCK, Array, CostLine, EffectPlan, OptionPlan, Plan, UnitCostPart
from iomcba.terms.uncertainty import Distribution, fit, point

# Laws must hold on every machine alike: the same examples each time, and no clock.
settings.register_profile("laws", max_examples=15, deadline=None, derandomize=True)
settings.load_profile("laws")

YEARS = ("2012-13", "2013-14", "2014-15")
OFFENCES = ("burglary", "wounding")
BEARERS = ("police", "courts", "council", "victims")
CASH_BEARERS = ("police", "courts", "council")
AS_NOW = OptionPlan("as-now", "business-as-usual")

seeds = st.integers(min_value=0, max_value=2**32 - 1)
pounds = st.floats(min_value=1, max_value=1e6)
shares = st.floats(min_value=0.01, max_value=1)
factors = st.floats(min_value=0.1, max_value=10)


def counterfactual(**changes: object) -> Counterfactual:
    """Thirty people of whom 100, 80 and 60 offences are expected, with correlated errors."""
    mean = np.array([100.0, 80.0, 60.0])
    sd, correlation = 0.2 * mean, np.array([[1, 0.8, 0.6], [0.8, 1, 0.8], [0.6, 0.8, 1]])
    fitted = Counterfactual(
        method="assumed",
        years=YEARS,
        cohort_size=30,
        mean=mean,
        covariance=np.outer(sd, sd) * correlation,
        shock_log_sd=0.2,
        shock_yearly_log_sd=0.1,
        mix=np.array([12.0, 6.0, 2.0]),
        free_share=np.full(3, 0.9),
        rate_free=mean / 27,
        concentration=np.array([0.0, 0.5, 0.75, 0.9, 1.0]),
        offenders_per_crime=1.25,
    )
    return replace(fitted, **changes)  # type: ignore[arg-type]


def line(name: str, heading: str, bearer: str, amount: str, **changes: object) -> CostLine:
    """A cost line of every year, paid in cash, with the uplift `optimism-bias.some`."""
    plain = CostLine(
        name=name,
        heading=heading,
        bearer=bearer,
        amount=amount,
        factors=(),
        in_year=(1.0, 1.0, 1.0),
        funding="cash",
        optimism="optimism-bias.some",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def option(id: str, lines: tuple[CostLine, ...], **changes: object) -> OptionPlan:
    """An option with an effect among those engaged; its quantities are named after it."""
    of = f"engagement.{id}"
    plain = OptionPlan(
        id=id,
        role="option",
        lines=lines,
        effect=EffectPlan("effect.some", all_assigned=False, free_time=False, dose=f"{of}.dose"),
        places=(f"{of}.places",) * 3,
        ramp=tuple(f"{of}.ramp.{year}" for year in YEARS),
        take_up=f"{of}.take-up",
        retention=f"{of}.retention",
        displacement=f"{of}.displacement",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def option_quantities(id: str) -> dict[str, Distribution]:
    """The quantities that `option(id, …)` names."""
    of = f"engagement.{id}"
    return {
        f"{of}.dose": fit("pert", 1.0, 0.7, 1.4, "p10-p90"),
        f"{of}.places": point(20.0),
        f"{of}.take-up": fit("beta", 0.8, 0.7, 0.885, "p10-p90"),
        f"{of}.retention": fit("triangular", 0.6, 0.5, 0.8, "min-max"),
        f"{of}.displacement": fit("uniform", 0.05, 0.0, 0.1, "min-max"),
        **dict(
            zip((f"{of}.ramp.{year}" for year in YEARS), map(point, (0.5, 0.8, 1.0)), strict=True)
        ),
    }


def part(component: str, basis: str, response: bool, bearer: str, value_class: str) -> UnitCostPart:
    """A component of the unit costs, priced for every offence."""
    costs = tuple(f"unit-cost.{offence}.{component}" for offence in OFFENCES)
    return UnitCostPart(component, basis, response, bearer, value_class, costs, ("", ""))


PARTS = (
    part("police", "crime", True, "police", "fiscal"),
    part("courts", "proven-offence", True, "courts", "fiscal"),
    part("economic", "crime", False, "victims", "economic"),
    part("social", "crime", False, "victims", "social"),
)
UNIT_COSTS = {
    "unit-cost.burglary.police": fit("gamma", 600, 400, 850, "p10-p90"),
    "unit-cost.wounding.police": point(120.0),
    "unit-cost.burglary.courts": point(360.0),
    "unit-cost.wounding.courts": point(240.0),
    "unit-cost.burglary.economic": point(1800.0),
    "unit-cost.wounding.economic": fit("normal", 3600, 3000, 4200, "95%"),
    "unit-cost.burglary.social": point(960.0),
    "unit-cost.wounding.social": point(720.0),
}
PARAMETERS = {
    "parameter.discount-rate": point(0.035),
    "parameter.recorded-crimes-per-proven-offence": fit("gamma", 2.0, 1.4, 2.7, "p10-p90"),
    "parameter.population-recorded-crimes-per-proven-offence": point(1.5),
    "parameter.detection-factor": fit("uniform", 0.75, 0.5, 1.0, "min-max"),
    "parameter.multiplier-uncertainty": fit("lognormal", 1.0, 0.8, 1.25, "95%"),
    "parameter.unit-cost-uncertainty": fit("lognormal", 1.0, 0.8, 1.25, "95%"),
    "parameter.response-marginal-share": point(0.8),
    "parameter.cashable-share": fit("uniform", 0.1, 0.0, 0.2, "min-max"),
    "parameter.backfill-share": point(0.5),
    "parameter.on-cost-rate": fit("pert", 0.27, 0.2, 0.33, "min-max"),
    "parameter.real-pay-growth": fit("normal", 0.01, 0.0, 0.02, "95%"),
}
SHARED_QUANTITIES = {
    "effect.some": fit("lognormal", 0.85, 0.7, 1.03, "95%"),
    "optimism-bias.some": point(0.1),
    "multiplier.burglary": point(3.0),
    "multiplier.wounding": fit("triangular", 1.5, 1.2, 1.9, "min-max"),
    "salary.officer": fit("pert", 50_000, 45_000, 56_000, "p10-p90"),
}
LINES = (
    line(
        "staff.team.officer",
        "staff",
        "police",
        "staff.team.officer",
        factors=("salary.officer",),
        growth="parameter.real-pay-growth",
        on_costs="parameter.on-cost-rate",
        funding="backfill",
        in_year=(0.75, 1.0, 0.5),
    ),
    line("cost.team.site", "capital", "council", "cost.team.site", in_year=(1.0, 0.0, 0.0)),
    line("cost.team.rent", "operating", "police", "cost.team.rent", funding="opportunity"),
    line("cost.team.care", "partner", "council", "cost.team.care", volume="engaged"),
)
LINE_AMOUNTS = {
    "staff.team.officer": point(2.0),
    "cost.team.site": fit("pert", 60_000, 50_000, 90_000, "p10-p90"),
    "cost.team.rent": point(9_000.0),
    "cost.team.care": fit("lognormal", 600, 450, 800, "p10-p90"),
}


def small_plan(**changes: object) -> Plan:
    """Three years, two offences, business as usual and two options; every family is drawn."""
    plain = Plan(
        years=YEARS,
        offences=OFFENCES,
        severe=(False, True),
        bearers=BEARERS,
        cash_bearers=CASH_BEARERS,
        options=(
            AS_NOW,
            option("team", LINES),
            option("list", (LINES[2],), highest_rates_first=True),
        ),
        parts=PARTS,
        quantities={
            **PARAMETERS,
            **SHARED_QUANTITIES,
            **UNIT_COSTS,
            **LINE_AMOUNTS,
            **option_quantities("team"),
            **option_quantities("list"),
        },
        counterfactual=counterfactual(),
        fixed_mix=False,
        past_yearly_offences=150.0,
        discount_timing=0.5,
        inflation=(1.02, 1.04, 1.05),
        seed=7,
        sampler="plain",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def with_quantities(plan: Plan, **replaced: Distribution) -> Plan:
    """The plan with quantities replaced, by names written with underscores for dots and hyphens."""
    known = {name.replace(".", "_").replace("-", "_"): name for name in plan.quantities}
    return replace(
        plan, quantities={**plan.quantities, **{known[k]: d for k, d in replaced.items()}}
    )


def each_quantity(plan: Plan, change: Callable[[Distribution], Distribution]) -> Plan:
    """The plan with every quantity changed."""
    return replace(plan, quantities={n: change(d) for n, d in plan.quantities.items()})


def certain(plan: Plan) -> Plan:
    """The plan with every quantity at its mean, no shock, no covariance, and a fixed mix."""
    fitted = replace(
        plan.counterfactual,
        covariance=np.zeros((3, 3)),
        shock_log_sd=0.0,
        shock_yearly_log_sd=0.0,
    )
    still = each_quantity(plan, lambda d: point(d.mean))
    return replace(still, counterfactual=fitted, fixed_mix=True)


def scaled_costs(plan: Plan, factor: float) -> Plan:
    """The plan with every cost line's amount times a factor."""
    names = {line.amount for option in plan.options for line in option.lines}
    return replace(
        plan,
        quantities={n: d.scaled(factor) if n in names else d for n, d in plan.quantities.items()},
    )


def scaled_unit_costs(plan: Plan, factor: float) -> Plan:
    """The plan with every unit cost times a factor."""
    scaled = {
        n: d.scaled(factor) if n.startswith("unit-cost.") else d for n, d in plan.quantities.items()
    }
    return replace(plan, quantities=scaled)


# low, central, high and what they mean, for each family, with a central the method accepts
ROWS: Mapping[str, tuple[float, float, float, str]] = {
    "uniform": (2.0, 5.0, 8.0, "p10-p90"),
    "triangular": (200.0, 250.0, 325.0, "p10-p90"),
    "pert": (200.0, 250.0, 325.0, "p10-p90"),
    "normal": (-1.0, 4.0, 9.0, "95%"),
    "lognormal": (0.78, 0.93, 1.11, "95%"),
    "beta": (0.49, 0.75, 0.94, "95%"),
    "gamma": (400.0, 600.0, 850.0, "p10-p90"),
}
UNCERTAIN = tuple(ROWS)


def fitted(family: str) -> Distribution:
    """The distribution of the family's row."""
    low, central, high, interval = ROWS[family]
    return fit(family, central, low, high, interval)


def drawn_figures(plan: Plan, block: int = 0) -> dict[str, Drawn]:
    """Every figure of one block, in every draw."""
    return {f.name: f for f in figures(plan, evaluate(plan, draw(plan, block)))}


def summary_of_block(plan: Plan, block: int) -> Summary:
    """One block in full."""
    return summarise_block(Task(Sealed.of(plan), block, block + 1, None))


def expected_figures(plan: Plan, block: int = 0) -> dict[str, Array]:
    """Every figure's draws with shock and chance averaged, spread over the block."""
    return {n: f.expected + np.zeros(BLOCK) for n, f in drawn_figures(plan, block).items()}


def at_means(plan: Plan) -> dict[str, float]:
    """The central case: every figure with every quantity at its mean."""
    return central_values(plan, evaluate(plan, central(plan)))


def copied_case(folder: Path) -> Path:
    """The hand-worked case in a folder of its own, sets and cohort beside it; returns the case."""
    shutil.copytree(Path(__file__).parent / "published" / "certain-case", folder / "copied")
    return folder / "copied" / "assumptions" / "certain-case"


def set_cells(table: Path, row: str, **cells: str) -> None:
    """Set cells of the one row of a table whose key columns begin with `row`."""
    lines = table.read_text(encoding="utf-8").splitlines()
    found = list(csv.DictReader(lines))
    chosen = [line for line in found if ",".join(line.values()).startswith(row)]
    if len(chosen) != 1:
        raise ValueError(f"{len(chosen)} rows begin with {row!r} in {table}")
    chosen[0].update(cells)
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, found[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


def made_uncertain(case: Path) -> Path:
    """The copied case with families in its tables, a drawn mix, an uncertain course, a scenario.

    `harsh` is what a weaker effect would bring, on the same draws.
    """
    rows = {
        "parameter": {
            "unit-cost-uncertainty,": ("0.96", "lognormal", "0.8", "1.15", "95%"),
            "cashable-share,": ("0.25", "uniform", "0.2", "0.3", "min-max"),
            "detection-factor,": ("0.75", "beta", "0.6", "0.88", "p10-p90"),
        },
        "effect": {"invented,": ("0.64", "lognormal", "0.5", "0.82", "95%")},
        "cost": {"team,fit-out,": ("8000", "pert", "7000", "11000", "p10-p90")},
        "salary": {"officer,": ("40000", "normal", "36000", "44000", "95%")},
        "counterfactual": {"fall,2013-14,": ("0.6", "lognormal", "0.4", "0.9", "95%")},
    }
    for table, of_table in rows.items():
        for row, (central_value, family, low, high, interval) in of_table.items():
            set_cells(
                case / f"{table}.csv",
                row,
                central=central_value,
                distribution=family,
                low=low,
                high=high,
                interval=interval,
            )
    words = (case / "case.yaml").read_text(encoding="utf-8")
    drawn = words.replace("  mix: fixed\n", "  mix: drawn\n").replace(
        "disclosure: synthetic\n",
        "disclosure: synthetic\npooled_budget: gain\nlater_years: [1, 3]\n"
        "scenarios:\n  - id: harsh\n    label: A weaker effect\n",
    )
    (case / "case.yaml").write_text(drawn, encoding="utf-8")
    header = (case / "parameter.csv").read_text(encoding="utf-8").splitlines()[0]
    common = header.removeprefix("parameter,")
    kept = (
        "effect-kept-after-a-year,0.5,uniform,0.2,0.8,min-max,share,,illustrative,invented,red,low"
    )
    with (case / "parameter.csv").open("a", encoding="utf-8") as file:
        file.write(f"{kept},nobody,2099-12-31,\n")
    harsh = "harsh,weaker,effect.invented,0.9,,,,,ratio,,illustrative,invented,red,high,nobody"
    (case / "scenario.csv").write_text(
        f"scenario,change,assumption,{common}\n{harsh},2099-12-31,\n", encoding="utf-8"
    )
    return case
