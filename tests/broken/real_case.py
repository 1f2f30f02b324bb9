"""A small case on 60 people who count as real: a few cells of its observed tables are small."""

from __future__ import annotations

from pathlib import Path

from tests.broken.small_case import FILES, write

PEOPLE = 60
ACTIVE, SMALL, THEFTS = 41, 21, 131  # people with an offence; offences of the two small types
COHORT = "cohorts/four-people"
SURNAME = (
    "Featherstonehaugh"  # stands in every id of a person, so that it is found wherever one goes
)


def _id(person: int) -> str:
    return f"{SURNAME}-{person:03d}"


def offences(burglaries: int = 4) -> str:
    """The offences of the window; any number of burglaries, with what is not costed 21 in all."""
    lines = ["offence_id,crime_id,offender_id,offence_date,offence_code"]
    for n in range(SMALL + THEFTS):
        day = f"200{8 + n % 2}-{5 + n % 7:02d}-{1 + n % 27:02d}"
        code = "45" if n >= SMALL else "28A" if n < burglaries else "92D"
        lines.append(f"P{n},C{n},{_id(n % ACTIVE)},{day},{code}")
    return "\n".join(lines) + "\n"


def write_real(root: Path, burglaries: int = 4) -> Path:
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
    (cohort / "offences.csv").write_text(offences(burglaries), encoding="utf-8")
    (cohort / "custody.csv").write_text("offender_id,start,end\n", encoding="utf-8")
    return case
