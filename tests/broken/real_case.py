"""A small case on 60 people who count as real: a few cells of its observed tables are small."""

from __future__ import annotations

from pathlib import Path

from tests.broken.small_case import FILES, write

PEOPLE = 60
# Who did what in the window: (code, offences, people who share them); codes as in tiny-codes.
DONE = (("28A", 4, 3), ("45", 131, 41), ("92D", 17, 9))
COHORT = "cohorts/four-people"
SURNAME = (
    "Featherstonehaugh"  # stands in every id of a person, so that it is found wherever one goes
)


def _id(person: int) -> str:
    return f"{SURNAME}-{person:03d}"


def offences() -> str:
    """The offences of the window, day after day."""
    lines = ["offence_id,crime_id,offender_id,offence_date,offence_code"]
    for code, count, people in DONE:
        for n in range(count):
            day = f"200{8 + n % 2}-{5 + n % 7:02d}-{1 + n % 27:02d}"
            lines.append(f"P{code}{n},C{code}{n},{_id(n % people)},{day},{code}")
    return "\n".join(lines) + "\n"


def write_real(root: Path) -> Path:
    """Write the case under `root`; return its folder."""
    case = write(root)
    words = (case / "case.yaml").read_text(encoding="utf-8")
    text = words.replace("top: 2", "top: 50").replace("draws: 16384", "draws: 1024")
    (case / "case.yaml").write_text(text, encoding="utf-8")
    cohort = root / COHORT
    about = FILES[f"{COHORT}/cohort.yaml"].replace("synthetic: true", "synthetic: false")
    (cohort / "cohort.yaml").write_text(about, encoding="utf-8")
    sexes = ("male", "male", "male", "female", "")
    rows = [f"{_id(i)},{sexes[i % 5]},{1960 + i % 30},F{i // 3},no" for i in range(PEOPLE)]
    head = "offender_id,sex,birth_year,family_id,need_drugs\n"
    (cohort / "offenders.csv").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    (cohort / "offences.csv").write_text(offences(), encoding="utf-8")
    (cohort / "custody.csv").write_text("offender_id,start,end\n", encoding="utf-8")
    return case
