"""What to recommend, by rules stated beforehand: the first that holds decides.

1. The past average was taken to go on (`naive`): wait, the benefit is overstated.
2. The option of highest expected net value is not the best often enough: wait.
3. That option is business as usual: carry on.
4. It loses money more often than is to be borne: wait.
5. Otherwise: fund it.
"""

from __future__ import annotations

from iomcba.terms.decision import Decision
from iomcba.terms.findings import BusinessCase
from iomcba.terms.recommendation import (
    CARRY_ON,
    CLEAR,
    CLOSE_CALL,
    FUND,
    LOSS,
    NAIVE,
    NOBODY_PAYS,
    WAIT,
    Levels,
    Recommendation,
)

ERRORS = 2  # standard errors by which a value of information stands out from nothing


def recommend(case: BusinessCase, levels: Levels) -> Recommendation | None:
    """Apply the rules to a finished case; None where there is nothing to choose."""
    if len(case.options) < 2:
        return None
    best, usual = case.preferred, case.options[0].id
    close = _mean(case, f"{best}.p-best") < levels.best
    settle, worth = _worth_settling(case.analysis)

    def found(advice: str, rule: str) -> Recommendation:
        return Recommendation(advice, best, rule, levels, settle, worth)

    if case.method == "naive":
        return found(WAIT, NAIVE)
    if close:
        return found(WAIT, CLOSE_CALL)
    if best == usual:
        return found(CARRY_ON, NOBODY_PAYS)
    loss = 1.0 - _mean(case, f"{best}.p-npsv-positive")
    return found(WAIT, LOSS) if loss > levels.loss else found(FUND, CLEAR)


def _mean(case: BusinessCase, name: str) -> float:
    figure = case.figures[name]
    return figure.mean or 0.0


def _worth_settling(analysis: Decision | None) -> tuple[str, float]:
    """The quantity most worth knowing, if that stands out from its error, and what it is worth."""
    if analysis is None:
        return "", 0.0
    single = [
        e
        for e in analysis.evppi
        if not analysis.driver(e.name).is_group and not _hidden(analysis, e.name)
    ]
    top = max(single, key=lambda evppi: evppi.value, default=None)
    if top is None or top.value <= ERRORS * top.error:
        return "", 0.0
    return top.name, top.value


def _hidden(analysis: Decision, name: str) -> bool:
    driver = analysis.driver(name)
    return bool(driver.hidden or driver.offences)
