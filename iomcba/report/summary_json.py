"""SharedCase → the stable JSON of `--json`: headline figures by option, sorted keys, no rounding.

A hidden figure appears as its reason; a figure that the run lacks does not appear.
"""

from __future__ import annotations

import json
import math

from iomcba.terms.findings import BusinessCase, Figure, Interval, SharedCase

HEADLINES = (
    "pvc",
    "pvb",
    "npsv",
    "bcr",
    "bcr-savings-as-negative-cost",
    "p-npsv-positive",
    "p-best",
    "payback-year",
    "payback-year-cash",
    "break-even-naive",
    "break-even-cohort",
    "break-even-engaged",
    "effect",
    "crimes-avoided",
    "proven-offences-avoided",
    "cost-per-crime-avoided",
    "net-budget",
    "npsv-without-severe",
    "npsv-without-optimism-bias",
    "npsv-without-confidence-grades",
)
CASE_HEADLINES = (
    "cohort-size",
    "observed-offences",
    "counterfactual-offences",
    "counterfactual-value",
    "evidence-effect-low",
    "evidence-effect-central",
    "evidence-effect-high",
)

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def summary(shared: SharedCase) -> str:
    """The headline figures as JSON text, ending in a newline."""
    case = shared.case
    made = case.provenance
    document: dict[str, Json] = {
        "id": case.id,
        "title": case.title,
        "area": case.area,
        "label": case.label,
        "synthetic": case.synthetic,
        "price_base": case.price_base,
        "discounting": case.discounting,
        "years": list(case.years),
        "preferred": case.preferred,
        "case": _figures(case, "case", CASE_HEADLINES),
        "options": [
            {
                "id": option.id,
                "label": option.label,
                "role": option.role,
                "figures": _figures(case, option.id, HEADLINES),
            }
            for option in case.options
        ],
        "warnings": [
            {"id": warning.id, "text": warning.text, "front_page": warning.front_page}
            for warning in case.warnings
        ],
        "disclosure": {"policy": shared.policy, "hidden": list(shared.hidden)},
        "provenance": {
            "version": made.version,
            "sampler": made.sampler,
            "seed": made.seed,
            "draws": made.draws,
            "inputs": dict(made.inputs),
            "libraries": dict(made.libraries),
        },
    }
    return (
        json.dumps(document, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    )


def _figures(case: BusinessCase, owner: str, quantities: tuple[str, ...]) -> dict[str, Json]:
    names = {quantity: f"{owner}.{quantity}" for quantity in quantities}
    return {
        quantity: _figure(case.figures[name])
        for quantity, name in names.items()
        if name in case.figures
    }


def _figure(figure: Figure) -> Json:
    if figure.hidden:
        return {"hidden": figure.hidden}
    ends = figure.interval
    interval: Json = None if ends is None else _interval(ends)
    return {
        "central": _finite(figure.central),
        "mean": _finite(figure.mean),
        "se": _finite(figure.se),
        "interval": interval,
    }


def _interval(ends: Interval) -> dict[str, Json]:
    """Percentiles, and their standard errors where the run has them."""
    names = ("low95", "low80", "median", "high80", "high95")
    found: dict[str, Json] = {name: _finite(getattr(ends, name)) for name in names}
    if ends.errors:
        found["se"] = dict(zip(names, map(_finite, ends.errors), strict=True))
    return found


def _finite(value: float | None) -> float | None:
    """JSON knows no infinity (a ratio to zero cost): null."""
    return None if value is None or not math.isfinite(value) else float(value)
