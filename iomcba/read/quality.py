"""A cohort's folder → `QualityReport`: every fault found, in counts and line numbers.

Anything is read as far as it goes: a folder that no appraisal would accept still gets its report.
What `read_cohort` refuses is `must fix` here, and nothing else is (a test holds the two together).
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from iomcba.errors import InputError, Place, Problem, Problems
from iomcba.read.cohort import hold_label, hold_observed, parse_days, read_custody
from iomcba.read.findings import NO_LINES, Findings, Known
from iomcba.read.frames import (
    CUSTODY,
    KNOWN,
    OFFENCES,
    OFFENDERS,
    read_frame,
    unknown_columns,
)
from iomcba.read.quality_offences import UNDATED, offence_findings
from iomcba.read.quality_people import people_findings
from iomcba.read.quality_spells import Spells, inside_spells, spell_findings
from iomcba.read.workspace import resolved, source
from iomcba.read.yamls import read_keyed
from iomcba.terms.histories import Ints
from iomcba.terms.quality import LOOK, NOTE, REFUSED, Finding, QualityReport
from iomcba.terms.words import CohortWords

if TYPE_CHECKING:
    import pandas as pd

WORDS = "cohort.yaml"


def check_cohort(folder: Path, known: Mapping[str, frozenset[str]]) -> QualityReport:
    """Find everything wrong with a cohort's folder.

    `known` holds what some mapping knows: offence codes under `home-office`, offence types under
    `category`.
    """
    files = {name: Findings(source(folder / name).name) for name in (WORDS, *KNOWN)}
    words = _words(folder, files[WORDS])
    people = _frame(folder, "offenders.csv", OFFENDERS, files)
    committed = _frame(folder, "offences.csv", OFFENCES, files)
    custody = _frame(folder, "custody.csv", CUSTODY, files)
    listed = None
    if people is not None:
        listed = people_findings(files["offenders.csv"], people, words)
    person = day = NO_LINES
    if committed is not None:
        codes = _known_codes(committed, words, known)
        person, day = offence_findings(files["offences.csv"], committed, listed, words, codes)
        _hold_listing(files["offenders.csv"], listed, person, words)
    if custody is not None:
        spells = spell_findings(files["custody.csv"], custody, listed, words)
        if not len(custody):
            remedy = "The share of time in custody is then an assumption of the case."
            files["custody.csv"].whole(NOTE, "", "holds no spell", remedy)
        if committed is not None:
            _hold_free(files["offences.csv"], committed, person, day, spells)
    read = (("offenders.csv", people), ("offences.csv", committed), ("custody.csv", custody))
    return QualityReport(
        cohort=words.id if words else resolved(folder).name,
        label=words.label if words else "",
        files=tuple((source(folder / n).name, 0 if f is None else len(f)) for n, f in read),
        findings=tuple(finding for gathered in files.values() for finding in gathered.found),
    )


def _words(folder: Path, found: Findings) -> CohortWords | None:
    if not os.path.lexists(folder / WORDS):
        needed = ", ".join(n for n, f in CohortWords.model_fields.items() if f.is_required())
        remedy = f"It needs: {needed}. Run the check with --init to have one written."
        found.whole(REFUSED, "", "is missing, so that the days observed are not known", remedy)
        return None
    problems = Problems()
    words, keys = read_keyed(CohortWords, source(folder / WORDS), problems)
    if words is not None:
        hold_observed(words, keys, problems)
        hold_label(words, keys, problems)
    _add(found, problems)
    if words is not None and (words.end < words.start or words.extract_date < words.end):
        return None  # nothing can be held against such days
    return words


def _frame(
    folder: Path, name: str, required: tuple[str, ...], files: dict[str, Findings]
) -> pd.DataFrame | None:
    problems, found, frame = Problems(), files[name], None
    with suppress(InputError):  # more problems than are gathered
        if name == "custody.csv":
            frame = read_custody(folder / name, problems)
        else:
            frame = read_frame(source(folder / name), required, problems)
    _add(found, problems)
    if frame is None:
        return None
    unknown = unknown_columns(source(folder / name))
    if unknown:
        named = ", ".join(column or "(no name)" for column in unknown)
        what = f"{len(unknown)} column{'s' if len(unknown) > 1 else ''} that nothing reads: {named}"
        found.whole(NOTE, "", what, "Dropped; leave out of the extract whatever names a person.")
    return frame


def _add(found: Findings, problems: Iterable[Problem]) -> None:
    """Problems of reading as findings: those alike become one, with their lines."""
    alike: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for problem in problems:
        alike[problem.place.column, problem.what, problem.remedy].append(problem.place.line)
    for (column, what, remedy), at in alike.items():
        lines = np.array([line for line in at if line], dtype=np.int64)
        found.found.append(Finding(found.file, column, REFUSED, what, len(lines), lines, remedy))


def _known_codes(
    committed: pd.DataFrame, words: CohortWords | None, known: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    if words is not None:
        return known[words.codes]
    return known["home-office" if "offence_code" in committed else "category"]


def _hold_listing(
    found: Findings, listed: Known | None, person: Ints, words: CohortWords | None
) -> None:
    """Whom cohort.yaml says the file lists, against the people who have no offence."""
    if listed is None or words is None:
        return
    without = len(listed.ids) - len(np.unique(person[person >= 0]))
    if without and words.lists == "only-with-an-offence":
        what = "people have no offence, but cohort.yaml says lists: only-with-an-offence"
        found.whole(LOOK, "offender_id", what, "Correct one of the two.", without)
    elif not without and words.lists == "everyone-at-risk" and len(listed.ids):
        what = "everyone has an offence, but cohort.yaml says lists: everyone-at-risk"
        remedy = "If people without an offence were left out, write lists: only-with-an-offence."
        found.whole(LOOK, "offender_id", what, remedy)


def _hold_free(
    found: Findings, committed: pd.DataFrame, person: Ints, day: Ints, spells: Spells
) -> None:
    dated = day != UNDATED
    inside = np.zeros(len(committed), dtype=bool)
    if dated.any():
        inside[dated] = inside_spells(person[dated], day[dated], spells)
    what = "the person was in custody on that day"
    remedy = "An offence inside prison, or a wrong date, or a day of release not recorded."
    found.rows(LOOK, "offence_date", what, committed, inside, remedy)


def words_as_seen(folder: Path, problems: Problems) -> CohortWords | None:
    """The words that a cohort's tables suggest; None after reporting why they cannot be read."""
    people = read_frame(source(folder / "offenders.csv"), OFFENDERS, problems)
    committed = read_frame(source(folder / "offences.csv"), OFFENCES, problems)
    if people is None or committed is None:
        return None
    days = parse_days(committed["offence_date"]).dropna()
    if days.empty:
        at = Place(source(folder / "offences.csv").name, 0, "offence_date")
        problems.add(at, "holds no date", "Write dates as 2009-03-31.")
        return None
    active = people["offender_id"].isin(committed["offender_id"])
    name = re.sub(r"[^a-z0-9]+", "-", resolved(folder).name.lower()).strip("-") or "cohort"
    return CohortWords(
        id=name,
        title=f"Offence histories in {resolved(folder).name}",
        synthetic=False,
        area="not stated",
        start=days.min().date(),
        end=days.max().date(),
        extract_date=days.max().date(),
        lists="only-with-an-offence" if active.all() else "everyone-at-risk",
        codes="home-office" if "offence_code" in committed else "category",
    )
