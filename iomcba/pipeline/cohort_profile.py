"""Describe the cohort of a case, or a cohort's folder: read, count, value, hide small counts."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from iomcba.appraise.observed import Observed
from iomcba.appraise.profile import profile
from iomcba.appraise.profile_disclosure import disclose_profile
from iomcba.errors import InputError, Place, Problem
from iomcba.keep.tables import write_tables
from iomcba.model.benefits import Valuation
from iomcba.model.offending.exposure import custody_days
from iomcba.model.offending.mix import mean_offenders_per_crime
from iomcba.model.offending.selection import pick
from iomcba.model.sampling import central
from iomcba.pipeline.cohort import read_cohort_of, selection_rule
from iomcba.pipeline.plan import make_plan
from iomcba.pipeline.policy import THRESHOLD
from iomcba.pipeline.stand_in import stand_in
from iomcba.read.cohort import day_number, read_cohort
from iomcba.read.inputs import read_inputs
from iomcba.read.known_codes import read_codes, read_known_codes
from iomcba.read.people import read_marks
from iomcba.read.workspace import Workspace, find_case
from iomcba.report import profile_text
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.histories import Floats, Histories, Ints
from iomcba.terms.inputs import CohortRead, Inputs
from iomcba.terms.money import FinancialYear
from iomcba.terms.profile import SharedProfile
from iomcba.terms.said import worded

EXAMPLE = "bedfordshire-2011"  # the shipped case whose threshold holds where no case is given
MARK = "profile.json"
APRIL = 4


def describe(where: str, threshold: float | None) -> SharedProfile:
    """Describe a case's cohort, or a cohort's folder, after disclosure control.

    `threshold` replaces the case's (where no case is given: the shipped example's).

    Raises:
        InputError: with every problem in the files.
    """
    folder = Path(where)
    if (folder / "case.yaml").is_file() or not folder.is_dir():
        return _describe_case(find_case(where), threshold)
    if not (folder / "cohort.yaml").is_file():
        remedy = "Run iomcba cohort check on it: it says what cohort.yaml needs."
        what = "holds neither case.yaml nor cohort.yaml"
        raise InputError([Problem(Place(where), what, remedy)])
    return _describe_folder(folder, threshold)


def keep_profile(shared: SharedProfile, out: Path, force: bool, words: Catalogue) -> None:
    """Write profile.json, profile.csv and profile.svg, whole or not at all."""
    others = {
        MARK: profile_text.as_json(shared).encode("utf-8"),
        "profile.svg": profile_text.chart(shared, words).encode("utf-8"),
    }
    write_tables(out, [profile_text.table(shared)], others, force, MARK)


def _describe_case(workspace: Workspace, threshold: float | None) -> SharedProfile:
    inputs = read_inputs(workspace)
    cohort, choice = read_cohort_of(workspace, inputs), inputs.words.cohort
    histories, rule = cohort.histories, selection_rule(inputs, cohort)
    people = pick(histories, rule)
    folder = workspace.cohort(choice.folder) if choice else None
    assert folder is not None, "the cohort was read"
    labels = tuple(row.word("label") for row in inputs.table("offence"))
    pounds = _pounds(inputs, histories, len(people))
    window = (rule.from_day, rule.to_day)
    seen = _observed(cohort, folder, window, labels, people, pounds)
    return _shared(cohort, seen, _threshold(inputs) if threshold is None else threshold)


def _describe_folder(folder: Path, threshold: float | None) -> SharedProfile:
    """Types are the codes as written; the window is all days observed."""
    known, kinds = read_known_codes(), read_codes(folder)
    cohort = read_cohort(folder, kinds, {kind: kind for kind in kinds}, with_considered=True)
    histories = cohort.histories
    counts = np.bincount(histories.offence_type, minlength=len(kinds))
    mapped = known.by_spelling()[cohort.words.codes]
    strange = tuple(
        (kind or worded("profiled.blank"), int(n))
        for kind, n in zip(kinds, counts, strict=True)
        if kind not in mapped and n
    )
    named = dict(known.labels)
    labels = tuple(
        f"{kind} {named.get(kind, '')}".strip() if kind else worded("profiled.blank")
        for kind in kinds
    )
    read = CohortRead(cohort.words, histories, cohort.reconciliation, strange, cohort.files)
    window = (histories.start_day, histories.end_day)
    seen = _observed(read, folder, window, labels, None, None)
    if threshold is None:
        threshold = _threshold(read_inputs(find_case(EXAMPLE)))
    return _shared(cohort, seen, threshold)


def _observed(
    cohort: CohortRead,
    folder: Path,
    window: tuple[int, int],
    labels: tuple[str, ...],
    picked: Ints | None,
    pounds: Floats | None,
) -> Observed:
    histories = cohort.histories
    years, edges = financial_years(histories.start_day, histories.end_day)
    from_day, to_day = window
    return Observed(
        histories=histories,
        marks=read_marks(folder),
        from_day=from_day,
        to_day=to_day,
        labels=labels,
        unmapped=cohort.unmapped,
        picked=picked,
        pounds=pounds,
        years=years,
        edges=edges,
        inside=custody_days(histories, edges),
        inside_window=custody_days(histories, np.array(window))[:, 0],
    )


def financial_years(start_day: int, end_day: int) -> tuple[tuple[str, ...], Ints]:
    """Financial years that a half-open span of days touches; a part of one says so.

    >>> from datetime import date
    >>> april = (date(2009, 4, 1) - date(1970, 1, 1)).days
    >>> financial_years(april - 1, april + 365)[0]
    ('2008-09 (part)', '2009-10')
    """
    first = date(1970, 1, 1) + timedelta(days=start_day)
    year = FinancialYear(first.year if first.month >= APRIL else first.year - 1)
    words, edges = [], [start_day]
    while edges[-1] < end_day:
        begins, ends = day_number(year.first_day), day_number((year + 1).first_day)
        whole = start_day <= begins and ends <= end_day
        words.append(str(year) if whole else worded("profiled.part", year=str(year)))
        edges.append(min(ends, end_day))
        year += 1
    return tuple(words), np.array(edges, dtype=np.int64)


def _pounds(inputs: Inputs, histories: Histories, heads: int) -> Floats:
    """Value of one proven offence by type at central values, by the engine itself. (o + 1,)."""
    fitted = stand_in(inputs, heads, mean_offenders_per_crime(histories))
    plan, _ = make_plan(inputs, fitted, 0.0, inputs.words.simulation.seed)
    one_of_each = np.eye(len(plan.offences))
    value = Valuation(plan, one_of_each, central(plan)).by_bearer.sum(axis=(1, 2))
    return np.append(value, 0.0)


def _threshold(inputs: Inputs) -> float:
    row = inputs.rows.by_name.get(THRESHOLD)
    if row is None or row.central is None:
        at = Place(inputs.place.file)
        raise InputError([Problem(at, f"no row {THRESHOLD}", "Give --threshold, or add the row.")])
    return row.central


def _shared(cohort: CohortRead, seen: Observed, threshold: float) -> SharedProfile:
    words, people = cohort.words, len(seen.histories.people)
    if people < threshold and not words.synthetic:
        at = Place(words.id, 0, "offenders.csv")
        what = f"lists fewer than {threshold:g} people"
        raise InputError([Problem(at, what, "A profile of so few would be about persons.")])
    first, last = (date(1970, 1, 1) + timedelta(days=d) for d in (seen.from_day, seen.to_day - 1))
    label = words.label or (worded("profiled.synthetic") if words.synthetic else "")
    days = worded("profiled.window", first=str(first), last=str(last))
    found = profile(seen, words.id, words.title, label, words.synthetic, days)
    return disclose_profile(found, threshold)
