"""Plans that between them use every term a workbook's formulas have, and shared cases of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from iomcba.appraise.disclosure import disclose
from iomcba.appraise.summary import central_values
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import central
from iomcba.pipeline.workings import workings
from iomcba.report.workbook.context import context
from iomcba.report.workbook.grid import Column, Model, Table
from iomcba.report.workbook.reading import Values
from iomcba.report.workbook.render import model
from iomcba.terms.findings import (
    AssumptionRow,
    BearerWords,
    BusinessCase,
    Figure,
    OptionLabel,
    Provenance,
    ScenarioLabel,
    SharedCase,
)
from iomcba.terms.plan import HEADINGS, VALUE_CLASSES, EffectPlan, OutcomeLine, PathwayPlan, Plan
from iomcba.terms.uncertainty import fit, point
from tests.report.pages import ENGLISH
from tests.strategies import LINES, line, small_plan

LIVE, BASE = "Central case, live", "Base case (input)"


def with_effect(**changes: object) -> EffectPlan:
    plain = EffectPlan("effect.some", False, False, dose="engagement.team.dose")
    return replace(plain, **changes)  # type: ignore[arg-type]


def small(quantities: Mapping[str, object], **changes: object) -> Plan:
    """The small plan with its option `team` changed and more quantities."""
    plan = small_plan()
    team = replace(plan.options[1], **changes)  # type: ignore[arg-type]
    options = (plan.options[0], team, plan.options[2])
    return replace(plan, options=options, quantities={**plan.quantities, **quantities})


PREVALENCE = {
    "effect-context.some.control-prevalence": fit("beta", 0.4, 0.3, 0.5, "95%"),
    "effect-context.some.dispersion": fit("lognormal", 1.0, 0.6, 1.7, "95%"),
}
MONTHS = {
    "engagement.team.months-to-full": fit("pert", 6.0, 4.0, 10.0, "p10-p90"),
    "engagement.team.stay-months": point(9.0),
    "engagement.team.persistence": fit("uniform", 0.5, 0.2, 0.8, "min-max"),
}
KEEPS = {"stay_months": "engagement.team.stay-months", "persistence": "engagement.team.persistence"}
PATHWAYS = {
    f"pathway.team.{pathway}.{part}": point(value)
    for pathway, shift in (("housing", 0.0), ("drugs", 0.1))
    for part, value in (
        ("need", 0.5 + shift),
        ("served", 0.6),
        ("served-already", 0.2),
        ("reduction", 0.1 + shift),
    )
}
CUSTODY = {"engagement.team.custody-ratio": fit("uniform", 0.97, 0.94, 1.0, "min-max")}
COSTS = {
    "cost.team.fit-out": point(50_000.0),
    "asset-life.team.fit-out": fit("pert", 5.0, 4.0, 8.0, "min-max"),
    "contingency.team.capital": point(0.05),
    "parameter.vat-rate": point(0.2),
    "parameter.vacancy-rate": point(0.06),
    "cost.team.places": point(300.0),
    "cost.team.grant": point(12_000.0),
    "cost.team.licence": point(7_000.0),
    "cost.team.days": point(95.0),
    "staff.team.lead": point(1.0),
    "tier.team.high": point(0.4),
    "tier.team.low": point(0.6),
    "caseload.lead.high": point(15.0),
    "caseload.lead.low": point(30.0),
    "risk.team.late.impact": point(25_000.0),
    "risk.team.late.probability": point(0.3),
}
COST_LINES = (
    *LINES,
    line(
        *("cost.team.fit-out", "capital", "council", "cost.team.fit-out"),
        in_year=(1.0, 0.0, 0.0),
        life="asset-life.team.fit-out",
        contingency="contingency.team.capital",
        vat="parameter.vat-rate",
    ),
    line("cost.team.places", "operating", "police", "cost.team.places", volume="places"),
    line("cost.team.grant", "partner", "council", "cost.team.grant", funding="transfer"),
    line("cost.team.licence", "capital", "council", "cost.team.licence", funding="sunk"),
    line("cost.team.days", "partner", "courts", "cost.team.days", volume="extra-custody-days"),
    line(
        *("staff.team.lead", "staff", "council", "staff.team.lead"),
        factors=("salary.officer",),
        volume="required-posts",
        tiers=(("tier.team.high", "caseload.lead.high"), ("tier.team.low", "caseload.lead.low")),
        vacancy="parameter.vacancy-rate",
        on_costs="parameter.on-cost-rate",
    ),
    line(
        *("risk.team.late", "operating", "council", "risk.team.late.impact"),
        factors=("risk.team.late.probability",),
        in_year=(1.0, 0.0, 0.0),
        optimism="",
    ),
)
OUTCOMES = {
    "unit-value.home": point(6_000.0),
    **{
        f"outcome.team.home.{part}": point(value)
        for part, value in (
            ("affected", 0.5),
            ("engaged", 0.4),
            ("impact", 0.3),
            ("deadweight", 0.2),
            ("drop-off", 0.25),
            ("lag", 1.0),
            ("transfer-share", 0.3),
            ("cashable", 0.5),
            ("optimism", 0.1),
        )
    },
    "outcome.team.work.impact": point(0.1),
}
OUTCOME_LINES = (
    OutcomeLine(
        *("outcome.team.home", "council", "fiscal", True, "unit-value.home"),
        tuple(f"outcome.team.home.{part}" for part in ("affected", "engaged", "impact")),
        *(f"outcome.team.home.{part}" for part in ("deadweight", "drop-off", "lag")),
        *(f"outcome.team.home.{part}" for part in ("transfer-share", "cashable", "optimism")),
    ),
    OutcomeLine(
        *("outcome.team.work", "victims", "economic", False, "unit-value.home"),
        ("outcome.team.work.impact",),
        deadweight="outcome.team.home.deadweight",
    ),
)
STEPS = {
    "cash-release.police.step": point(500.0),
    "cash-release.police.lag": point(1.0),
    "cash-release.courts.step": point(250.0),
    "cash-release.courts.lag": fit("uniform", 0.5, 0.0, 1.0, "min-max"),
    "parameter.effect-kept-after-a-year": fit("uniform", 0.5, 0.2, 0.8, "min-max"),
}
RELEASES = (
    ("police", "cash-release.police.step", "cash-release.police.lag"),
    ("courts", "cash-release.courts.step", "cash-release.courts.lag"),
)


def _shares() -> Plan:
    """One component split in two parts, by a share and by what it leaves."""
    plan = small_plan()
    one, two = plan.parts[0], plan.parts[1]
    halves = (
        replace(one, shares=("agency-share.some", "agency-share.some")),
        replace(two, costs=one.costs, shares=("agency-share.some",) * 2, rest=True),
    )
    blank = replace(plan.parts[2], costs=("", plan.parts[2].costs[1]))
    quantities = {**plan.quantities, "agency-share.some": point(0.7)}
    return replace(plan, parts=(*halves, blank, plan.parts[3]), quantities=quantities)


PLANS: dict[str, Plan] = {
    "small": small_plan(),
    "prevalence": small(
        PREVALENCE,
        effect=with_effect(
            conversion="prevalence",
            control_prevalence="effect-context.some.control-prevalence",
            dispersion="effect-context.some.dispersion",
        ),
    ),
    "before-after": small(
        {"effect-context.some.natural-ratio": point(0.6)},
        effect=with_effect(
            conversion="before-after", natural_ratio="effect-context.some.natural-ratio"
        ),
    ),
    "all-assigned": small(
        {"effect-context.some.study-engagement": point(0.7)},
        effect=with_effect(
            all_assigned=True, study_engagement="effect-context.some.study-engagement"
        ),
        highest_rates_first=True,
    ),
    "months": small(
        MONTHS, months_to_full="engagement.team.months-to-full", go_live=5, ramp=(), **KEEPS
    ),
    "months of the highest rates": small(
        MONTHS,
        months_to_full="engagement.team.months-to-full",
        go_live=2,
        ramp=(),
        highest_rates_first=True,
        **KEEPS,
    ),
    "kept with a ramp by year": small(MONTHS, **KEEPS),
    "pathways and custody": small(
        {**PATHWAYS, **CUSTODY, **MONTHS},
        effect=None,
        pathways=tuple(
            PathwayPlan(
                name,
                *(
                    f"pathway.team.{name}.{part}"
                    for part in ("need", "served", "served-already", "reduction")
                ),
            )
            for name in ("housing", "drugs")
        ),
        custody_ratio="engagement.team.custody-ratio",
        **KEEPS,
    ),
    "custody per free day": small(
        CUSTODY, effect=with_effect(free_time=True), custody_ratio="engagement.team.custody-ratio"
    ),
    "every cost line": small(
        {**COSTS, **CUSTODY}, lines=COST_LINES, custody_ratio="engagement.team.custody-ratio"
    ),
    "outcomes": small(OUTCOMES, outcomes=OUTCOME_LINES),
    "cash in steps, later benefit": replace(
        small(STEPS),
        cash_releases=RELEASES,
        kept_after="parameter.effect-kept-after-a-year",
        later_years=(3, 5),
    ),
    "shares and gaps": _shares(),
    "harm": replace(
        small_plan(), quantities={**small_plan().quantities, "effect.some": point(1.1)}
    ),
    "nothing but an option without an effect": replace(
        small_plan(), options=(small_plan().options[0], replace(small_plan().options[0], id="idle"))
    ),
}


def moved(plan: Plan, by: float) -> dict[str, float]:
    """Other values for every quantity, each moved by its own share of itself."""
    shares = np.random.default_rng(7).uniform(-by, by, len(plan.quantities))
    return {
        name: quantity.mean * (1 + share)
        for (name, quantity), share in zip(plan.quantities.items(), shares, strict=True)
        if not name.endswith(".lag")
    }


def at(plan: Plan, values: Mapping[str, float]) -> Plan:
    """The plan with some quantities certain at these values."""
    return replace(plan, quantities={**plan.quantities, **{n: point(v) for n, v in values.items()}})


def engine(plan: Plan) -> dict[str, float]:
    """Every figure of the plan's central case."""
    return central_values(plan, evaluate(plan, central(plan)))


def shared_case(
    plan: Plan,
    scenarios: Mapping[str, Plan] | None = None,
    observed: Mapping[str, float] | None = None,
    policy: str = "synthetic",
    **changes: object,
) -> SharedCase:
    """A case of the plan's central figures, disclosed. `observed` are observed offences by type."""
    under = scenarios or {}
    figures = {name: Figure(name, value, value, 0.0) for name, value in engine(plan).items()}
    for id, other in under.items():
        figures |= {
            f"{o.id}.npsv-under.{id}": Figure(
                f"{o.id}.npsv-under.{id}", engine(other)[f"{o.id}.npsv"]
            )
            for o in plan.options
        }
    counts = {"case.cohort-size": float(plan.counterfactual.cohort_size)}
    counts |= {f"case.observed-offences.{o}": n for o, n in (observed or {}).items()}
    counts["case.observed-offences"] = sum((observed or {}).values())
    figures |= {name: Figure(name, value) for name, value in counts.items()}
    rows = tuple(assumption(name, value.mean) for name, value in plan.quantities.items())
    case = BusinessCase(
        id="small",
        title="A small case",
        area="Nowhere",
        decision="Which?",
        next_step="None.",
        label="",
        synthetic=policy == "synthetic",
        price_base="2011-12",
        discounting="mid-year",
        method="assumed",
        years=plan.years,
        options=tuple(OptionLabel(o.id, o.id.title(), o.role, "An option.") for o in plan.options),
        bearers=tuple(
            BearerWords(b, b.title(), b != "victims", b in plan.cash_bearers) for b in plan.bearers
        ),
        headings=HEADINGS,
        value_classes=VALUE_CLASSES,
        offences=tuple((o, o.title()) for o in plan.offences),
        preferred=plan.options[0].id,
        figures=figures,
        assumptions=rows,
        sources=(),
        comparisons=(),
        comparison_note="",
        warnings=(),
        reconciliation=(),
        tables=(),
        provenance=Provenance("0", "plain", 7, 1024, (), ()),
        scenarios=tuple(ScenarioLabel(id, f"What if {id}?", ()) for id in under),
        workings=workings(plan, under, plan.quantities, ()),
    )
    return disclose(replace(case, **changes), policy, 10.0)  # type: ignore[arg-type]


def assumption(name: str, mean: float, **changes: object) -> AssumptionRow:
    """A row of an assumption."""
    plain = AssumptionRow(
        *(name, "table.csv", 2, mean, "point", None, None, "", "GBP", "2011-12", 1.0, mean),
        *("judgement", "some-source", "red", "high", "author", "2030-01-01", "a note"),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def tables_of(shared: SharedCase) -> Model:
    """The workbook's tables."""
    assert shared.case.workings is not None
    return model(context(shared, shared.case.workings, ENGLISH))


def with_cells(tables: Model, cells: Mapping[tuple[str, str, int], float | str]) -> Model:
    """The tables with other contents in some cells, by table, head and row."""

    def column(table: Table, old: Column) -> Column:
        mine = {
            row: v
            for (name, head, row), v in cells.items()
            if (name, head) == (table.name, old.head)
        }
        return replace(old, cells=[mine.get(row, cell) for row, cell in enumerate(old.cells)])

    made = (
        replace(table, columns=tuple(column(table, old) for old in table.columns))
        for table in tables.tables
    )
    return replace(tables, tables=tuple(made))


def inputs_at(
    tables: Model, values: Mapping[str, float]
) -> dict[tuple[str, str, int], float | str]:
    """Cells that set the base value of assumptions."""
    names = tables.table("Assumptions").columns[0].cells
    return {("Assumptions", BASE, names.index(name)): value for name, value in values.items()}


def live(tables: Model) -> dict[str, float | str]:
    """Every figure of Results as the formulas come to it."""
    values = Values(tables)
    names = tables.table("Results").columns[0].cells
    return {str(name): values.cell("Results", LIVE, row) for row, name in enumerate(names)}


def compared(found: Mapping[str, float | str], wanted: Mapping[str, float]) -> Iterator[str]:
    """Figures that differ by half a penny or more."""
    for name, value in wanted.items():
        if name in found and found[name] != "hidden":
            ours = found[name]
            if not isinstance(ours, float) or not abs(ours - value) < 0.005:
                yield f"{name}: {ours} instead of {value}"
