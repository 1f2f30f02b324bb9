"""Offence codes and types that the shipped evidence sets know, where no case names one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from iomcba.errors import Problems
from iomcba.read.frames import OFFENCES, read_frame
from iomcba.read.rows import read_rows
from iomcba.read.tables import FORM_OF
from iomcba.read.workspace import shipped, source
from iomcba.read.yamls import read_yaml
from iomcba.terms.rows import Row
from iomcba.terms.words import CohortWords


class KnownCodes(NamedTuple):
    """Home Office codes, offence types of the crime-cost sets, and the words of the codes."""

    home_office: frozenset[str]
    categories: frozenset[str]
    labels: tuple[tuple[str, str], ...]

    def by_spelling(self) -> Mapping[str, frozenset[str]]:
        """What is known under each value of `codes` in cohort.yaml."""
        return {"home-office": self.home_office, "category": self.categories}


def read_known_codes() -> KnownCodes:
    """Read the offence tables of every shipped set."""
    codes, types = _rows("offence-code"), _rows("offence")
    labels = {row.keys[0]: row.word("label") for row in (*types, *codes)}
    return KnownCodes(
        frozenset(row.keys[0] for row in codes),
        frozenset(row.keys[0] for row in types),
        tuple(labels.items()),
    )


def _rows(table: str) -> list[Row]:
    problems, rows = Problems(), list[Row]()
    for path in sorted((shipped() / "assumptions").glob(f"*/{table}.csv")):
        rows += read_rows(FORM_OF[table], source(path), problems)
    problems.raise_if_any()
    return rows


def read_codes(folder: Path) -> tuple[str, ...]:
    """Distinct codes of a cohort as written, sorted; none if the files cannot be read."""
    unreported = Problems()  # whoever reads the cohort next reports them
    words = read_yaml(CohortWords, source(folder / "cohort.yaml"), unreported)
    frame = read_frame(source(folder / "offences.csv"), OFFENCES, unreported)
    if words is None or frame is None:
        return ()
    column = "offence_code" if words.codes == "home-office" else "category"
    return tuple(sorted(frame[column].unique().tolist())) if column in frame else ()
