"""Inputs, plan and figures → the `BusinessCase`: everything found, with its words and evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from importlib import metadata

from iomcba import __version__
from iomcba.appraise.measures import measures
from iomcba.appraise.plausibility import findings_warnings
from iomcba.appraise.summary import Summary, central_values, simulated_figures
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import allotment, central, repaired
from iomcba.pipeline.accounts import line_reconciliations, pooled_figures
from iomcba.pipeline.case_words import (
    assumption_words,
    benefit_path,
    comparison_words,
    rating_words,
    source_words,
)
from iomcba.pipeline.cohort import Picked
from iomcba.pipeline.cohort_checks import share_of_listed
from iomcba.pipeline.gap import gap_tables
from iomcba.pipeline.policy import threshold_of
from iomcba.pipeline.scenarios import scenario_labels
from iomcba.pipeline.what_if import what_if
from iomcba.pipeline.workings import sizes, workings
from iomcba.terms.backtest import CaseBacktest
from iomcba.terms.counterfactual import Counterfactual
from iomcba.terms.findings import (
    BearerWords,
    BusinessCase,
    Figure,
    OptionLabel,
    Provenance,
    TableWords,
    Warning,
)
from iomcba.terms.inputs import Inputs
from iomcba.terms.plan import HEADINGS, VALUE_CLASSES, Plan
from iomcba.terms.protection import rounded
from iomcba.terms.registry import quantity_of
from iomcba.terms.rows import Row
from iomcba.terms.said import worded

LIBRARIES = ("numpy", "scipy")
FITTED = "counterfactual"


def business_case(
    inputs: Inputs,
    picked: Picked,
    fitted: Counterfactual,
    plan: Plan,
    summary: Summary,
    warned: tuple[Warning, ...],
    kept: CaseBacktest | None,
    scenarios: Mapping[str, Plan],
) -> BusinessCase:
    """Put the business case together; every figure's quantity is declared in the registry."""
    words = inputs.words
    figures = all_figures(inputs, picked, fitted, plan, summary)
    found = tuple(findings_warnings(inputs, plan, figures))
    comparisons = tuple(comparison_words(row) for row in inputs.table("published"))
    cohort = picked.cohort.words if picked.cohort else None
    return BusinessCase(
        id=words.id,
        title=words.title,
        area=words.area,
        decision=words.decision,
        next_step=words.next_step,
        label=cohort.label if cohort else "",
        synthetic=cohort.synthetic if cohort else False,
        price_base=words.price_base,
        discounting=words.discounting,
        method=words.counterfactual.method,
        years=plan.years,
        options=tuple(
            OptionLabel(o.id, o.label, o.role, o.summary, o.description) for o in inputs.options
        ),
        bearers=tuple(
            BearerWords(
                row.keys[0],
                row.word("label"),
                row.word("public") == "yes",
                row.word("cash_budget") == "yes",
            )
            for row in inputs.table("bearer")
        ),
        headings=HEADINGS,
        value_classes=VALUE_CLASSES,
        offences=tuple((row.keys[0], row.word("label")) for row in inputs.table("offence")),
        preferred=_preferred(plan, figures),
        figures=figures,
        assumptions=tuple(assumption_words(row) for row in _rows_used(inputs, plan)),
        sources=tuple(source_words(row) for row in inputs.table("source")),
        comparisons=comparisons,
        comparison_note=words.comparison_note,
        warnings=(*warned, *found),
        reconciliation=picked.cohort.reconciliation if picked.cohort else (),
        tables=(
            *gap_tables(inputs, plan, comparisons),
            *_tables(picked, fitted, kept, threshold_of(inputs)),
        ),
        provenance=Provenance(
            version=__version__,
            sampler=plan.sampler,
            seed=plan.seed,
            draws=summary.count,
            inputs=(*inputs.files, *(picked.cohort.files if picked.cohort else ())),
            libraries=tuple((name, metadata.version(name)) for name in LIBRARIES),
            replicates=plan.replicates,
            collisions=allotment(plan).collisions if plan.sampler == "sobol" else (),
            repaired=repaired(plan),
        ),
        attributions=tuple(evidence.attribution for evidence in inputs.sets),
        lines=tuple(line_reconciliations(inputs, plan)),
        ratings=tuple(rating_words(row) for row in inputs.table("objective")),
        benefits_map=tuple(benefit_path(row) for row in inputs.table("benefits-map")),
        scenarios=scenario_labels(inputs),
        pooled_rule=words.pooled_budget,
        what_if=what_if(plan),
        concentration=tuple(float(share) for share in fitted.concentration),
        backtest=kept.backtest.rows if kept is not None else (),
        workings=workings(plan, scenarios, inputs.rows.by_name, sizes(inputs)),
    )


def all_figures(
    inputs: Inputs, picked: Picked, fitted: Counterfactual, plan: Plan, summary: Summary
) -> dict[str, Figure]:
    """Simulated figures, measures and counts.

    Raises:
        KeyError: if a figure's quantity is not declared in the registry.
    """
    at_means = central_values(plan, evaluate(plan, central(plan)))
    figures = simulated_figures(summary, at_means)
    figures |= {figure.name: figure for figure in measures(plan, summary, figures)}
    figures |= {figure.name: figure for figure in _counts(inputs, picked, fitted, plan)}
    figures |= {figure.name: figure for figure in pooled_figures(inputs, plan, figures)}
    for name in figures:
        quantity_of(name)
    return figures


def _counts(inputs: Inputs, picked: Picked, fitted: Counterfactual, plan: Plan) -> Iterator[Figure]:
    """Figures that no draw moves: the cohort as observed, and the evidence on effects."""
    yield Figure("case.cohort-size", float(fitted.cohort_size))
    yield Figure("case.offenders-per-crime", fitted.offenders_per_crime)
    yield Figure("case.observed-offences", float(picked.observed.sum()))
    for offence, count in zip((*plan.offences, "not-costed"), picked.observed, strict=True):
        yield Figure(f"case.observed-offences.{offence}", float(count))
    if picked.everyone.any():
        share = float(picked.observed.sum()) / float(picked.everyone.sum())
        yield Figure("case.share-of-offences", share)
    listed = share_of_listed(inputs, picked, plan)
    if listed is not None:
        yield Figure("case.share-of-cost", listed.cost)
    used = [option.effect.ratio for option in plan.options if option.effect is not None]
    if not used:
        return
    row = inputs.rows[used[-1]]
    for quantity, ratio in (("low", row.high), ("central", row.central), ("high", row.low)):
        if ratio is not None:
            yield Figure(f"case.evidence-effect-{quantity}", 1 - ratio)


def _preferred(plan: Plan, figures: Mapping[str, Figure]) -> str:
    """The option with the highest expected NPSV; business as usual counts, at 0."""
    return max(plan.options, key=lambda option: figures[f"{option.id}.npsv"].mean or 0.0).id


def _rows_used(inputs: Inputs, plan: Plan) -> list[Row]:
    """Rows of every quantity the plan uses, of the fit, and of who shares a pooled budget."""
    used = [inputs.rows[name] for name in plan.quantities if name in inputs.rows]
    pooled = inputs.rows.below("contribution") if inputs.words.pooled_budget == "size" else []
    return [*used, *inputs.rows.below(FITTED), *pooled]


def units_of(inputs: Inputs, plan: Plan) -> dict[str, str]:
    """Units of the assumptions' rows, by name."""
    return {row.name: row.unit for row in _rows_used(inputs, plan)}


def _backtest(kept: CaseBacktest) -> TableWords:
    """How well the method predicted the cohort's own past (F8)."""
    rows = tuple(
        (
            row.window.label,
            row.method,
            f"{row.observed:,}",
            f"{row.predicted:,.0f}",
            worded("kept-backtest.from-to", low=f"{row.low80:,.0f}", high=f"{row.high80:,.0f}"),
            worded("kept-backtest.yes" if row.hit80 else "kept-backtest.no"),
            f"{row.claimed:+,.0f}",
        )
        for row in kept.backtest.rows
    )
    heads = ("window", "method", "followed", "foreseen", "range", "in-range", "claimed")
    note = [
        worded(
            "kept-backtest.summary",
            method=s.method,
            hits=s.hits80,
            windows=s.windows,
            bias=f"{100 * s.mean_log_error:+.0f}%",
        )
        for s in kept.backtest.summaries
    ]
    return TableWords(
        "backtest",
        worded("kept-backtest.title"),
        tuple(worded(f"kept-backtest.{head}") for head in heads),
        rows,
        reduce(_and_then, note, ""),
    )


def _and_then(first: str, rest: str) -> str:
    """Two sentences."""
    return worded("kept-backtest.and", first=first, rest=rest) if first else rest


def _count(count: int, threshold: float) -> str:
    """A count in words; where small ones are hidden, others are rounded."""
    if count < threshold:
        return worded("aside.fewer", threshold=f"{threshold:g}")
    return f"{rounded(count) if threshold else count:,.0f}"


def _tables(
    picked: Picked, fitted: Counterfactual, kept: CaseBacktest | None, threshold: float
) -> Iterator[TableWords]:
    """The fit in words a reviewer can follow: spread, drift, shares, codes without a mapping."""
    if kept is not None:
        yield _backtest(kept)
    if fitted.fit is not None:
        fit = fitted.fit
        people = len(picked.cohort.histories.people) if picked.cohort else fitted.cohort_size
        rows = (
            (worded("fit.family"), fit.family),
            (worded("fit.mean"), f"{fit.mean:.3f}"),
            (worded("fit.spread"), f"{fit.spread:.2f}"),
            (worded("fit.persistence"), f"{fit.persistence:.2f}"),
            ("AIC", f"{fit.aic:,.1f}"),
            *(
                (
                    worded("fit.held", top=f"{top:.0%}", whole=denominator),
                    worded("fit.shares", seen=f"{seen:.1%}", model=f"{model:.1%}"),
                )
                for denominator, top, seen, model in fit.shares
                if top * people >= threshold
            ),
        )
        heads = (worded("fit.what"), worded("fit.figure"))
        yield TableWords("fit", worded("fit.title"), heads, rows)
    if picked.cohort is not None and picked.cohort.unmapped:
        yield TableWords(
            "unmapped-codes",
            worded("unmapped.title"),
            (worded("unmapped.code"), worded("unmapped.offences")),
            tuple((code, _count(count, threshold)) for code, count in picked.cohort.unmapped),
            worded("unmapped.note"),
        )
