"""The smallest and the largest case a report can meet, made by code from invented numbers."""

from __future__ import annotations

from dataclasses import replace

import invented_partners as partners
from invented_decision import decision

from iomcba.terms.backtest import BacktestRow, BacktestWindow
from iomcba.terms.findings import (
    AssumptionRow,
    BearerWords,
    BusinessCase,
    Figure,
    Interval,
    OptionLabel,
    Provenance,
    SharedCase,
    SourceWords,
    TableWords,
    Warning,
)
from iomcba.terms.reconciliation import Comparison, Reconciliation
from iomcba.terms.what_if import Streams, WhatIf

YEARS = ("2011-12", "2012-13", "2013-14")
BEARERS = (
    BearerWords("police", "Bedfordshire Police", True, True),
    BearerWords("probation", "Probation", True, True),
    BearerWords("courts", "Courts and Crown Prosecution Service", True, True),
    BearerWords("prisons", "Prison Service", True, True),
    BearerWords("nhs", "NHS Luton and NHS Bedfordshire", True, True),
    BearerWords("councils", "The two councils", True, True),
    BearerWords("victims", "Victims and wider society", False, False),
)
PAYS = dict(zip((b.id for b in BEARERS), (0.36, 0.22, 0.0, 0.08, 0.16, 0.18, 0.0), strict=True))
GAINS = dict(zip((b.id for b in BEARERS), (0.1, 0.03, 0.09, 0.14, 0.05, 0.01, 0.58), strict=True))
OFFENCES = (
    ("burglary-dwelling", "Burglary in a dwelling"),
    ("theft-of-vehicle", "Theft of a vehicle"),
    ("theft-from-vehicle", "Theft from a vehicle"),
    ("robbery", "Robbery"),
    ("not-costed", "Offences without a unit cost"),
)
OPTIONS = (
    OptionLabel("business-as-usual", "Business as usual", "yardstick", "What happens now goes on."),
    OptionLabel(
        "do-minimum", "Do the minimum", "do-minimum", "A shared list and a fortnightly meeting."
    ),
    OptionLabel(
        "virtual-team", "Virtual team", "alternative", "Named staff in each agency, no shared site."
    ),
    OptionLabel(
        "co-located-team", "Co-located team", "alternative", "Ten seconded staff in one office."
    ),
    OptionLabel(
        "rehabilitation-gateway",
        "Rehabilitation gateway",
        "preferred by the partners in 2011",
        "Lead professionals, key services and interventions from one site; 25 seconded staff.",
        "One site for lead professionals, services on the seven pathways and voluntary bodies.",
    ),
)
COST = {
    "do-minimum": 212_345.67,
    "virtual-team": 640_210.5,
    "co-located-team": 1_402_777.12,
    "rehabilitation-gateway": 3_912_345.55,
}


def _spread(value: float, sd: float) -> Interval:
    return Interval(
        value - 1.96 * sd, value - 1.28 * sd, value * 0.98, value + 1.28 * sd, value + 1.96 * sd
    )


def _simulated(name: str, central: float, sd: float) -> Figure:
    mean = central * 1.013
    return Figure(name, central, mean, sd / 100, _spread(mean, sd), _spread(mean, sd / 2))


def _option_figures(id: str, cost: float, benefit: float) -> list[Figure]:
    sd = abs(benefit) * 0.55 + 1.0
    net = benefit - cost
    found = [
        _simulated(f"{id}.pvc", cost, cost * 0.06 + 1),
        _simulated(f"{id}.pvb", benefit, sd),
        _simulated(f"{id}.npsv", net, sd),
        _simulated(f"{id}.npsv-without-severe", net - benefit * 0.2, sd),
        _simulated(f"{id}.npsv-without-optimism-bias", net + cost * 0.1, sd),
        Figure(f"{id}.bcr", benefit / cost, 1.02 * benefit / cost),
        Figure(f"{id}.bcr-savings-as-negative-cost", benefit / cost * 1.1, 1.1 * benefit / cost),
        Figure(f"{id}.p-npsv-positive", None, 0.62 if net > 0 else 0.17, 0.004),
        Figure(f"{id}.p-best", None, 0.2, 0.004),
        Figure(f"{id}.payback-year", 1.0 if net > 0 else None),
        Figure(f"{id}.payback-year-cash", None),
        Figure(f"{id}.break-even-naive", cost / 25e6),
        Figure(f"{id}.break-even-cohort", cost / 12e6),
        Figure(f"{id}.break-even-engaged", cost / 5e6),
        Figure(f"{id}.effect", 0.07, 0.068, 0.0007),
        _simulated(f"{id}.crimes-avoided", benefit / 3100, sd / 3100),
        _simulated(f"{id}.proven-offences-avoided", benefit / 16000, sd / 16000),
        Figure(f"{id}.cost-per-crime-avoided", cost / benefit * 3100, cost / benefit * 3150, 41.0),
        Figure(f"{id}.net-budget", -cost * 0.85, -cost * 0.86, cost * 0.003),
    ]
    found += [
        _simulated(f"{id}.crimes-avoided.{key}", benefit / 3100 / (i + 2), sd / 9000)
        for i, (key, _) in enumerate(OFFENCES)
    ]
    for bearer in BEARERS:
        pays, gains = cost * PAYS[bearer.id], benefit * GAINS[bearer.id]
        found += [
            _simulated(f"{id}.pvc.{bearer.id}", pays, pays * 0.06),
            _simulated(f"{id}.pvb.{bearer.id}", gains, sd * GAINS[bearer.id]),
        ]
        if bearer.cash_budget:
            found += _cash(id, bearer.id, pays, gains)
    for share, value_class in ((0.3, "fiscal"), (0.15, "economic"), (0.55, "social")):
        found.append(_simulated(f"{id}.pvb.{value_class}", benefit * share, sd * share))
    found += partners.figures(id, cost, benefit, YEARS)
    so_far = [0.0, 0.0]
    for index, year in enumerate(YEARS):
        spent, gained = cost * (0.46, 0.28, 0.26)[index], benefit * (0.18, 0.38, 0.44)[index]
        so_far = [so_far[0] + spent, so_far[1] + gained]
        found += _year(id, year, spent, gained, so_far)
    return found


def _cash(id: str, bearer: str, pays: float, gains: float) -> list[Figure]:
    found = []
    for year, share in zip(("", *(f".{y}" for y in YEARS)), (1.0, 0.5, 0.3, 0.2), strict=True):
        spends, saves = pays * share * 1.04, gains * share * 0.3
        found += [
            _simulated(f"{id}.cash-cost.{bearer}{year}", spends, spends * 0.05),
            _simulated(f"{id}.cash-saving.{bearer}{year}", saves, saves * 0.5),
            _simulated(f"{id}.net-budget.{bearer}{year}", saves - spends, saves * 0.5 + 1),
        ]
    return found


def _year(id: str, year: str, spent: float, gained: float, so_far: list[float]) -> list[Figure]:
    found = [
        _simulated(f"{id}.cost.{year}", spent, spent * 0.05),
        _simulated(f"{id}.benefit.{year}", gained, gained * 0.6),
        _simulated(f"{id}.net.{year}", gained - spent, gained * 0.6),
        _simulated(f"{id}.cumulative-cost.{year}", so_far[0], so_far[0] * 0.05),
        _simulated(f"{id}.cumulative-benefit.{year}", so_far[1], so_far[1] * 0.55),
        _simulated(f"{id}.cumulative-net.{year}", so_far[1] - so_far[0], so_far[1] * 0.55),
        _simulated(f"{id}.engaged.{year}", 61.4, 8.0),
        _simulated(f"{id}.crimes-avoided.{year}", gained / 3100, gained / 6000),
        _simulated(f"{id}.proven-offences-avoided.{year}", gained / 16000, gained / 30000),
        _simulated(f"{id}.net-budget.{year}", -spent * 0.8, spent * 0.1),
    ]
    for bearer in BEARERS:
        found += [
            _simulated(f"{id}.cost.{bearer.id}.{year}", spent * PAYS[bearer.id], spent * 0.01),
            _simulated(f"{id}.benefit.{bearer.id}.{year}", gained * GAINS[bearer.id], gained * 0.1),
        ]
    for heading, share in (
        ("capital", 0.2),
        ("staff", 0.55),
        ("operating", 0.2),
        ("partner", 0.05),
    ):
        found.append(_simulated(f"{id}.cost.{heading}.{year}", spent * share, spent * 0.02))
    return found


def _case_figures() -> list[Figure]:
    found = [
        Figure("case.cohort-size", 250.0),
        Figure("case.observed-offences", 3964.0),
        _simulated("case.counterfactual-offences", 2011.0, 300.0),
        _simulated("case.counterfactual-value", 23.4e6, 6e6),
        _simulated("case.counterfactual-crimes", 9012.0, 2000.0),
        Figure("case.cost-per-proven-offence", 11_642.11),
        Figure("case.evidence-effect-low", -0.11),
        Figure("case.evidence-effect-central", 0.07),
        Figure("case.evidence-effect-high", 0.22),
    ]
    for year, fall in zip(YEARS, (0.61, 0.52, 0.43), strict=True):
        found += [
            _simulated(f"case.counterfactual-offences.{year}", 1300 * fall, 120.0),
            _simulated(f"case.counterfactual-value.{year}", 15e6 * fall, 2e6),
            Figure(f"case.natural-fall.{year}", fall, fall, 0.002),
        ]
    for index, (key, _) in enumerate(OFFENCES):
        found.append(_simulated(f"case.counterfactual-crimes.{key}", 900.0 + 300 * index, 200.0))
    return found


def _assumptions() -> tuple[AssumptionRow, ...]:
    tables = ("unit-cost", "multiplier", "effect", "cost-line", "engagement", "discount")
    return tuple(
        AssumptionRow(
            name=f"{table}.rehabilitation-gateway.part-{index}",
            file=f"assumptions/bedfordshire-2011/{table}s.csv",
            line=index + 2,
            central=1234.5 + index,
            distribution=("point", "lognormal", "pert")[index % 3],
            low=None if index % 3 == 0 else 900.25,
            high=None if index % 3 == 0 else 1800.0,
            interval="" if index % 3 == 0 else "p10-p90",
            unit="GBP per crime",
            price_base="2010-11",
            factor=1.0142,
            mean=1252.03,
            status=("published", "derived", "illustrative")[index % 3],
            source=("home-office-2011", "pilot-case-study", "unknown-source")[index % 3],
            quality=("green", "amber", "red")[index % 3],
            impact=("low", "medium", "high")[index % 3],
            owner="finance",
            review_by="2027-03-31",
            note="Invented for a test; <b>not bold</b> & not true.",
            overrides="home-office-2026" if index == 4 else "",
        )
        for table in tables
        for index in range(9)
    )


PICKED, METHODS = ("2003-04-01", "2004-04-01"), ("population", "naive")


def _what_if(id: str) -> WhatIf:
    years = (1.0, 2.0, 3.0)
    streams = tuple(
        Streams(
            share,
            tuple(1e4 * share * y for y in years),
            tuple(4e6 * share * y for y in years),
            tuple(COST[id] / 4 for _ in years),
            tuple(COST[id] / 12 * share for _ in years),
        )
        for share in (0.4, 0.6, 0.8, 1.0)
    )
    return WhatIf(id, 0.07, 0.8, 0.035, 0.0, streams)


def _backtest(label: str, method: str) -> BacktestRow:
    window = BacktestWindow(label, 10_000, 11_000, 12_000, 250)
    seen, foreseen = 1800, 1900.0 if method == "population" else 3600.0
    low, high = 0.9 * foreseen, 1.1 * foreseen
    spans = (low, high, 0.85 * foreseen, 1.15 * foreseen)
    hit = low <= seen <= high
    return BacktestRow(
        window, method, seen, foreseen, 0.08, 0.05, *spans, hit, hit, 400.0, 600.0,
        foreseen - seen, low - seen, high - seen, low - seen, high - seen, hit,
    )  # fmt: skip


def largest() -> SharedCase:
    """Five options, seven bearers, every kind of figure; the gateway pays for itself."""
    figures = _case_figures()
    for option in OPTIONS[1:]:
        cost = COST[option.id]
        benefit = cost * (1.31 if option.id == "rehabilitation-gateway" else 0.74)
        figures += _option_figures(option.id, cost, benefit)
    case = BusinessCase(
        id="bedfordshire-invented",
        title="Integrated Offender Management in Bedfordshire and Luton: business case",
        area="Luton and Central Bedfordshire",
        decision=(
            "Whether the partners fund a rehabilitation gateway for the 250 most prolific "
            "offenders for three years from April 2011, and who contributes what."
        ),
        next_step=(
            "Agree contributions at the Chief Executives’ Forum in January; run the first six "
            "months with a comparison group."
        ),
        label="SYNTHETIC DATA: invented numbers",
        synthetic=True,
        price_base="2010-11",
        discounting="start-of-year",
        method="population",
        years=YEARS,
        options=OPTIONS,
        bearers=BEARERS,
        headings=("capital", "staff", "operating", "partner"),
        value_classes=("fiscal", "economic", "social"),
        offences=OFFENCES,
        preferred="rehabilitation-gateway",
        figures={figure.name: figure for figure in figures},
        assumptions=_assumptions(),
        what_if=tuple(_what_if(option.id) for option in OPTIONS[1:]),
        concentration=tuple((place / 20) ** 0.6 for place in range(21)),
        backtest=tuple(_backtest(label, method) for label in PICKED for method in METHODS),
        sources=(
            SourceWords(
                "home-office-2011",
                "Home Office, invented edition (2011), Table 1",
                "Open Government Licence v3.0",
                "https://www.example.org/costs",
                "a transcription",
            ),
            SourceWords(
                "pilot-case-study", "Invented case study (2011)", "", "javascript:alert(1)", ""
            ),
        ),
        comparisons=(
            Comparison(
                "net-benefit",
                "Net financial benefit of the approved model",
                3.0e6,
                3.5e6,
                "GBP a year",
                "pilot-case-study",
                "rehabilitation-gateway.npsv",
                "Published a year and before any natural fall; ours is for three years and after.",
            ),
            Comparison(
                "share",
                "Top 5% of offenders: share of offences",
                0.25,
                None,
                "share",
                "home-office-2011",
                "",
                "Borrowed from accused offences.",
            ),
            Comparison("gone", "No longer run", 12.0, None, "offences", "x", "case.absent", "Why."),
        ),
        comparison_note="The published figures do not share one counting rule.",
        warnings=(
            Warning(
                "break-even-above-evidence",
                "Break-even of the gateway lies above the best evidence.",
                True,
            ),
            Warning(
                "open-multiplier",
                "No multiplier is known for multiplier.rehabilitation-gateway.part-1 and "
                "theft-of-vehicle; see cost-line.rehabilitation-gateway.part-3.",
            ),
            Warning("transcription", "18 unit costs were read in a transcription.", False),
        ),
        reconciliation=(
            Reconciliation("offences.csv", 20123, 19876, (("no offence code", 200), ("young", 47))),
            Reconciliation("offenders.csv", 5000, 5000),
        ),
        tables=(
            TableWords(
                "inconsistencies",
                "How the published figures contradict one another",
                ("Figures", "Says", "But"),
                (("£112m and £131m", "85% of the area’s cost", "25% of its offences"),),
                "Invented for a test.",
            ),
        ),
        provenance=Provenance(
            "0.1.0",
            "sobol",
            0,
            10_000,
            (("assumptions/case.yaml", "sha256:" + "0123456789abcdef" * 4),),
            (("numpy", "2.4"), ("scipy", "1.17")),
        ),
        lines=partners.LINES,
        ratings=partners.RATINGS,
        benefits_map=partners.paths(),
        scenarios=partners.SCENARIOS,
        pooled_rule="gain",
        attributions=("Contains public sector information under the Open Government Licence.",),
        analysis=decision(tuple(option.id for option in OPTIONS), "rehabilitation-gateway"),
    )
    return SharedCase(case, "synthetic: nothing hidden")


def no_option_pays() -> SharedCase:
    """The largest case with every net value below zero: business as usual is best."""
    case = largest().case
    figures = dict(case.figures)
    for option in OPTIONS[1:]:
        found = _option_figures(option.id, COST[option.id], COST[option.id] * 0.42)
        figures |= {figure.name: figure for figure in found}
    now = "business-as-usual"
    analysis = decision(tuple(option.id for option in OPTIONS), now)
    changed = replace(case, figures=figures, preferred=now, analysis=analysis)
    return SharedCase(changed, "synthetic: nothing hidden")


SECRET = 987_654_321.0
SECRET_FORMS = ("987654", "987,654", "£987.7m", "£988m")


def with_hidden() -> SharedCase:
    """The largest case with small counts hidden; a secret value is left inside each on purpose."""
    case = largest().case
    parts = (
        "rehabilitation-gateway.pvb.victims",
        "rehabilitation-gateway.npsv",
        "rehabilitation-gateway.cumulative-benefit.2012-13",
        "virtual-team.npsv",
        "do-minimum.crimes-avoided.robbery",
        "case.counterfactual-offences.2013-14",
        "case.cohort-size",
        "rehabilitation-gateway.pvb.cashable",
        "rehabilitation-gateway.pooled-net.police",
        "rehabilitation-gateway.net-budget.nhs",
        "rehabilitation-gateway.npsv-under.no-partner-costs",
        "rehabilitation-gateway.proven-offences-avoided.2012-13",
        "rehabilitation-gateway.cash-cost",
        "rehabilitation-gateway.avoided-by-incapacitation",
    )
    secret = Interval(SECRET, SECRET, SECRET, SECRET, SECRET)
    hidden = {
        name: Figure(name, SECRET, SECRET, 1.0, secret, secret, hidden="fewer than 10")
        for name in parts
    }
    changed = replace(case, figures={**case.figures, **hidden})
    return SharedCase(
        changed, "counts below 10 hidden", tuple(f"{n}: fewer than 10" for n in parts)
    )


def smallest() -> SharedCase:
    """One option, one year, no figures, rows, sources, warnings or words that may be blank."""
    case = BusinessCase(
        id="tiny",
        title="Tiny",
        area="",
        decision="Whether to do nothing.",
        next_step="Do nothing.",
        label="",
        synthetic=False,
        price_base="2024-25",
        discounting="not discounted",
        method="",
        years=("2024-25",),
        options=(OptionLabel("business-as-usual", "Business as usual", "", ""),),
        bearers=(),
        headings=(),
        value_classes=(),
        offences=(),
        preferred="business-as-usual",
        figures={},
        assumptions=(),
        sources=(),
        comparisons=(),
        comparison_note="",
        warnings=(),
        reconciliation=(),
        tables=(),
        provenance=Provenance("0", "plain", 0, 1, (), ()),
    )
    return SharedCase(case, "none")


def bare_option() -> SharedCase:
    """An option of which the run found nothing: every look-up falls back."""
    case = smallest().case
    option = OptionLabel("empty-option", "Empty option", "", "")
    bearer = BearerWords("police", "Police", True, True)
    changed = replace(
        case, options=(*case.options, option), bearers=(bearer,), preferred="empty-option"
    )
    return SharedCase(changed, "none")
