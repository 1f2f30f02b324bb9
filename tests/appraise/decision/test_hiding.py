"""Nothing of a decision gives a small count back (ARCHITECTURE 7)."""

from __future__ import annotations

from dataclasses import replace

from iomcba.appraise.disclosure import disclose
from iomcba.pipeline.decision import all_drivers, decide, study
from iomcba.terms.decision import Decision
from iomcba.terms.records import encode
from iomcba.terms.uncertainty import fit
from tests.appraise.test_disclosure import THRESHOLD, case_of
from tests.strategies import small_plan


def decided() -> tuple[Decision, str, str]:
    """A decision in which the unit costs of two offence types are uncertain."""
    plan = small_plan(sampler="sobol")
    costs = {
        name: fit("pert", 1000.0, 500.0, 1500.0, "p10-p90")
        for part in plan.parts[:1]
        for name in part.costs
        if name
    }
    found = study(replace(plan, quantities={**plan.quantities, **costs}), {})
    assert any(driver.offences for driver in all_drivers(found))
    decision = decide(found)
    assert decision is not None
    return decision, *plan.offences


def test_what_belongs_to_a_hidden_offence_is_hidden() -> None:
    decision, few, many = decided()
    counts = {f"case.observed-offences.{few}": 4.0, f"case.observed-offences.{many}": 700.0}
    case = replace(case_of({"case.observed-offences": 704.0, **counts}), analysis=decision)
    shown = disclose(replace(case, offences=((few, ""), (many, ""))), "standard", THRESHOLD).case
    assert shown.analysis is not None
    own = {d.name for d in decision.drivers if {few, many} & set(d.offences) and not d.is_group}
    assert own
    gone = {d.name for d in shown.analysis.drivers if d.hidden}
    assert own <= gone
    rows = (*shown.analysis.one_way, *shown.analysis.evppi, *shown.analysis.switching)
    assert gone.isdisjoint(row.name for row in rows)
    for driver in decision.drivers:
        if driver.name in gone and driver.low is not None:
            assert repr(driver.low) not in encode(shown)


def test_a_group_of_one_hidden_offence_goes_with_it() -> None:
    decision, few, many = decided()
    counts = {f"case.observed-offences.{few}": 4.0, f"case.observed-offences.{many}": 5.0}
    case = replace(case_of({"case.observed-offences": 9.0, **counts}), analysis=decision)
    alone = disclose(case, "standard", 5.0).case.analysis
    both = disclose(case, "standard", THRESHOLD).case.analysis
    assert alone is not None
    assert both is not None
    assert not {d.name for d in both.drivers if d.hidden and d.is_group}
    assert {d.name for d in alone.drivers if d.hidden} <= {
        d.name for d in both.drivers if d.hidden
    } | {d.name for d in alone.drivers if d.is_group}


def test_synthetic_data_hides_nothing() -> None:
    decision, *_ = decided()
    case = replace(case_of({"case.observed-offences": 9.0}, synthetic=True), analysis=decision)
    assert disclose(case, "synthetic", THRESHOLD).case.analysis == decision
