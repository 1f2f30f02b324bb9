"""Every plausibility check of METHOD section E: named when its fault is planted, silent before.

The twin has a cohort, so that checks on the cohort's own offences run as `check` runs them. Faults
of costs alone are planted in `test_planted_faults`.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from iomcba.appraise.cost_base import cost_base_warnings, shares_of
from iomcba.appraise.plausibility import findings_warnings
from iomcba.errors import InputError
from iomcba.pipeline.check import check
from iomcba.pipeline.cohort import read_and_pick
from iomcba.pipeline.cohort_checks import cohort_warnings
from iomcba.pipeline.plan import make_plan
from iomcba.pipeline.stand_in import stand_in
from iomcba.read.inputs import read_inputs
from iomcba.read.workspace import find_case
from iomcba.terms.findings import Figure
from tests.broken_costing.test_planted_faults import (
    EIGHT,
    HERE,
    SLIPS,
    TODAY,
    Mutation,
    add,
    edit,
    header_of,
    reword,
    rows_of,
    write,
)
from tests.strategies import at_means

Q = ("recorded-crimes-per-proven-offence",)
YEARLY = {"unit": "crimes per year"}


@pytest.fixture
def twin(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HERE / "twin", tmp_path / "assumptions" / "twin"))


def warned(case: Path) -> dict[str, str]:
    checked = check(str(case), TODAY)
    assert checked.problems == ()
    return {warning.id: warning.text for warning in checked.warnings}


def multiplied_twice(case: Path) -> None:
    edit(case, "parameter", Q, central="5.24")


def area_in_all(case: Path, cost: str) -> None:
    """The area has 4,000 recorded crimes a year, and they cost so many pounds."""
    add(case, "parameter", parameter="area-recorded-crimes", central="4000", **YEARLY)
    money = {"unit": "GBP per year", "price_base": "2025-26"}
    add(case, "parameter", parameter="area-cost-of-crime", central=cost, **money)


def another_cost_base(case: Path) -> None:
    area_in_all(case, "6000000")


def every_cost_certain(case: Path) -> None:
    for table in ("cost", "salary", "staff", "optimism-bias"):
        blank = dict.fromkeys(("distribution", "low", "high", "interval"), "")
        write(case, table, [row | blank for row in rows_of(case, table)])


def past_its_review(case: Path) -> None:
    edit(case, "salary", ("officer",), review_by="2026-10-31")


def in_a_transcription(case: Path) -> None:
    own = case.parent / "iom-toolkit-2011"
    shutil.copytree(Path("assumptions/iom-toolkit-2011"), own)
    words = (own / "set.yaml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in words if not line.startswith("warning:")]
    text = "\n".join([*kept, "warning: Read in a copy.", ""])
    (own / "set.yaml").write_text(text, encoding="utf-8")


def past_goes_on(case: Path) -> None:
    reword(case, "case.yaml", "method: population", "method: naive")


REST: dict[str, tuple[Mutation, str]] = {
    "multiplier-twice": (multiplied_twice, "5.24"),
    "cost-share-above-offence-share": (another_cost_base, "the area in all, as stated"),
    "certain-costs": (every_cost_certain, "Every cost is certain"),
    "past-review": (past_its_review, "salary.officer"),
    "transcribed": (in_a_transcription, "Read in a copy."),
    "naive-counterfactual": (past_goes_on, "past yearly average"),
}
# METHOD section E, phrase by phrase, and the warning that says it.
SECTION_E = {
    "three-year and annual totals mixed": "annual-or-whole-period",
    "a multiplier applied to a figure that already contains it": "multiplier-twice",
    "cohort's share of cost above its share of offences": "cost-share-above-offence-share",
    "effect larger than any controlled study": "effect-above-controlled",
    "benefits counted in two places": "benefit-counted-twice",
    "parent and part rows of a cost table both used": "parent-and-part",
    "transfers in NPSV": "transfer-in-value",
    "all costs certain while benefits are not": "certain-costs",
    "a unit cost past its review-by date": "past-review",
    "a figure read in a transcription": "transcribed",
    "naive counterfactual": "naive-counterfactual",
    "break-even above the evidence": "break-even-above-evidence",
}


def test_the_clean_twin_is_silent(twin: Path) -> None:
    assert warned(twin) == {}


@pytest.mark.parametrize("fault", REST)
def test_planted_fault_is_named_and_no_other(twin: Path, fault: str) -> None:
    plant, words = REST[fault]
    plant(twin)
    found = warned(twin)
    assert list(found) == [fault]
    assert words in found[fault]


def test_no_check_of_section_e_is_without_a_planted_fault() -> None:
    here = {*REST, *EIGHT, *SLIPS, "break-even-above-evidence"}
    assert set(SECTION_E.values()) <= here


@pytest.mark.parametrize(("offences", "warns"), [(1.0, True), (300.0, False)])
def test_break_even_above_the_evidence(twin: Path, offences: float, warns: bool) -> None:
    """Where few offences would happen anyway, too large a part of them has to be avoided."""
    inputs = read_inputs(find_case(str(twin)))
    fitted = replace(stand_in(inputs, cohort_size=40), mean=np.full(3, offences))
    plan, _ = make_plan(inputs, fitted, 0.0, 0)
    exact = at_means(plan)
    cut = exact["team.pvc"] / exact["team.value-reached"]
    figures = {"team.break-even-engaged": Figure("team.break-even-engaged", cut)}
    found = list(findings_warnings(inputs, plan, figures))
    assert [warning.id for warning in found] == (["break-even-above-evidence"] if warns else [])


# --- the share of cost, against hand-worked numbers ---


def test_shares_by_hand() -> None:
    """10 of 40 offences; 8 × £100 + 2 × £500 = £1,800 of 30 × £100 + 10 × £500 = £8,000: 22.5%."""
    found = shares_of("all", *map(np.array, ([8.0, 2.0], [30.0, 10.0], [100.0, 500.0])))
    assert found is not None
    assert_allclose((found.offences, found.cost), (0.25, 0.225))
    assert shares_of("nobody", np.zeros(2), np.zeros(2), np.ones(2)) is None


@pytest.mark.parametrize(("grave", "warns"), [(2.0, False), (3.0, False), (5.0, True)])
def test_only_a_share_a_tenth_above_is_warned_of(grave: float, warns: bool) -> None:
    """Of 10 offences 2 (of 40: 10) are grave: £1,800 / £8,000. 3: £2,200, 27.5%, on the line."""
    cohort = np.array([10.0 - grave, grave])
    found = shares_of("all", cohort, np.array([30.0, 10.0]), np.array([100.0, 500.0]))
    assert found is not None
    assert bool(list(cost_base_warnings([found]))) is warns


def test_an_area_on_the_same_base_is_silent(twin: Path) -> None:
    """4,000 crimes at about what the cohort's own cost, £9,100 each."""
    area_in_all(twin, "36400000")
    assert warned(twin) == {}


def recorded(case: Path, **crimes: str) -> None:
    """Give the case a table of the area's recorded crimes; names with underscores for hyphens."""
    header = header_of(case, "parameter")
    (case / "recorded-crime.csv").write_text(
        ",".join(["offence", *header[1:]]) + "\n", encoding="utf-8"
    )
    for offence, count in crimes.items():
        add(case, "recorded-crime", offence=offence.replace("_", "-"), central=count, **YEARLY)


def test_the_area_by_type_is_a_base_too(twin: Path) -> None:
    """Many thefts beside few burglaries: the cohort, which burgles, has a larger share of cost."""
    recorded(twin, theft_not_vehicle="3000", burglary_dwelling="60")
    found = warned(twin)
    assert list(found) == ["cost-share-above-offence-share"]
    assert "the area's recorded crime" in found["cost-share-above-offence-share"]


def test_more_crimes_than_the_area_records_are_refused(twin: Path) -> None:
    """N0 · q above the area's recorded crime of a type is an error (F7), in check and appraise."""
    recorded(twin, burglary_dwelling="3")
    problems = check(str(twin), TODAY).problems
    assert len(problems) == 1
    assert "recorded crimes a year exceed the area's 3" in problems[0].what
    assert problems[0].place.file.endswith("recorded-crime.csv")
    workspace = find_case(str(twin))
    inputs = read_inputs(workspace)
    plan, _ = make_plan(inputs, stand_in(inputs, cohort_size=40), 0.0, 0)
    with pytest.raises(InputError, match="exceed the area's 3"):
        cohort_warnings(inputs, read_and_pick(workspace, inputs), plan)


def test_recorded_crime_of_no_offence_is_refused(twin: Path) -> None:
    recorded(twin, burglary_dweling="3000")
    (problem,) = check(str(twin), TODAY).problems
    assert "'burglary-dweling' is no offence of the case" in problem.what
    assert "burglary-dwelling" in problem.remedy
