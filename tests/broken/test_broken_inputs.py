"""One faulty input per message: it names file, line, column, what was found, what is allowed.

Each breakage is an edit of a good small case; the words its message must hold are written by hand.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.broken.real_case import write_real
from tests.broken.running import Ran, run
from tests.broken.small_case import FILES, write

CASE = "assumptions/small-case"
COSTS = "assumptions/tiny-costs"
COHORT = "cohorts/four-people"


@dataclass(frozen=True)
class Fault:
    """An edit of one file (text replaced by another) and the words its message must hold."""

    id: str
    file: str
    old: str
    new: str
    words: tuple[str, ...]

    def plant(self, root: Path) -> None:
        path = root / self.file
        text = path.read_text(encoding="utf-8")
        assert self.old in text, f"{self.id}: {self.old!r} is not in {self.file}"
        path.write_text(text.replace(self.old, self.new, 1), encoding="utf-8", newline="")


def line_of(file: str, text: str) -> int:
    """Line on which a text of the good case stands."""
    before, found, _ = FILES[file].partition(text)
    assert found
    return before.count("\n") + 1


def case(id: str, old: str, new: str, *words: str) -> Fault:
    return Fault(id, f"{CASE}/case.yaml", old, new, words)


def row(id: str, file: str, old: str, new: str, *words: str) -> Fault:
    """A fault in a row of a table: the message names the file and the row's line."""
    path = f"{CASE}/{file}" if "/" not in file else file
    return Fault(id, path, old, new, (f"{path}:{line_of(path, old)}: ", *words))


def header(id: str, file: str, old: str, new: str, *words: str) -> Fault:
    path = f"{CASE}/{file}" if "/" not in file else file
    return Fault(id, path, old, new, (f"{path}:1: ", *words))


RATE = "discount-rate,0.035,,,,,per year,,judgement,made-up,red,low,tests,2099-12-31"
ROOM = "per-year,2011-12,2012-13,cash,plain,1000,pert,800,1200,min-max,GBP,2010-11"
CASHABLE = "cashable-share,0.1"
EFFECT = "judgement,0.93,lognormal,0.78,1.11,95%"

YAML_FAULTS = (
    case("duplicate key", "years: 2\n", "years: 2\nyears: 3\n", "case.yaml:8", "duplicate key"),
    case(
        "unknown key",
        "years: 2",
        "yeers: 2",
        "case.yaml:7: yeers",
        "unknown key",
        "Did you mean years?",
    ),
    case("missing key", "title: A small case\n", "", "case.yaml:1: title: is missing"),
    case("tab", "  folder: four-people", "\tfolder: four-people", "case.yaml:16", "tab", "spaces"),
    case(
        "anchor",
        "area: Nowhere",
        "area: &here Nowhere",
        "case.yaml:3",
        "anchors and aliases are refused",
    ),
    case("broken brackets", "years: 2", "years: [2", "case.yaml:", "is not valid YAML"),
    case(
        "no such day",
        "2010-03-31",
        "2010-02-31",
        "case.yaml:21: cohort.selection.last_day: is '2010-02-31', not a date",
        "February 2010 has 28 days",
    ),
    case("control character", "area: Nowhere", "area: No\x07where", "case.yaml:3: holds U+0007"),
    case(
        "bad start year",
        "start: 2011-12",
        "start: 2011-13",
        "case.yaml:6: start",
        "is '2011-13', not a financial year",
    ),
    case(
        "unknown method",
        "method: naive",
        "method: naïve",
        f"case.yaml:{line_of(f'{CASE}/case.yaml', 'method:')}",
        "is 'naïve'. It holds U+00EF (Latin small letter i with diaeresis)",
        "Did you mean naive? Allowed: population, ",
    ),
    case(
        "unknown rule",
        "rule: count",
        "rule: counts",
        "case.yaml:18: cohort.selection.rule",
        "is 'counts'. Did you mean count? Allowed: ",
    ),
    case(
        "unknown set",
        "- tiny-costs",
        "- tiny-cost",
        "case.yaml:14: sets: names 'tiny-cost'",
        "Did you mean tiny-costs?",
    ),
    case(
        "set twice",
        "- tiny-costs",
        "- tiny-costs\n  - tiny-costs",
        "case.yaml:15: sets: names 'tiny-costs' twice",
    ),
    case(
        "two crime-cost sets",
        "- tiny-costs",
        "- tiny-costs\n  - iom-toolkit-2011",
        "case.yaml:10: sets: names 2 crime-cost sets (tiny-costs, iom-toolkit-2011)",
        "exactly one",
    ),
    case("no crime-cost set", "  - tiny-costs\n", "", "0 crime-cost sets (none)", "exactly one"),
    case(
        "unknown option file",
        "- team",
        "- teem",
        "case.yaml:26: options: names 'teem'",
        "no options/teem.yaml",
        "Did you mean team?",
    ),
    case(
        "no business as usual first",
        "  - as-now\n  - team",
        "  - team\n  - as-now",
        "case.yaml:25: options: begins with 'team'",
        "first",
    ),
    case(
        "unknown cohort",
        "folder: four-people",
        "folder: five-people",
        "case.yaml:16: cohort.folder: names 'five-people'",
        "no cohort.yaml",
    ),
    case(
        "window outside the data",
        "first_day: 2008-04-01",
        "first_day: 1998-04-01",
        "case.yaml:20: cohort.selection.first_day: the window",
        "1998-04-01 to 2010-03-31 leaves the days observed. They are 2006-04-01 to 2010-03-31.",
    ),
    case(
        "window backward",
        "first_day: 2008-04-01",
        "first_day: 2010-04-01",
        "case.yaml:21: cohort.selection.last_day: last_day 2010-03-31 lies before first_day 2010",
    ),
    case(
        "window after the data",
        "last_day: 2010-03-31",
        "last_day: 2019-03-31",
        "case.yaml:21: cohort.selection.last_day: the window 2008-04-01 to 2019-03-31 leaves",
    ),
    case(
        "more picked than people",
        "top: 2",
        "top: 5",
        "case.yaml:19: cohort.selection.top: top is 5, but the cohort lists 4 people. Write 4",
    ),
    case(
        "neither top nor share",
        "    top: 2\n",
        "",
        "case.yaml:17: cohort.selection: needs exactly one of top and share. Write how many",
    ),
    case(
        "unknown flag",
        "rule: count",
        "rule: flag\n    flag: known",
        "case.yaml:19: cohort.selection.flag: flag is 'known', which offenders.csv has not",
        "Add a column flag_known of yes and no.",
    ),
    case(
        "both top and share",
        "top: 2",
        "top: 2\n    share: 0.5",
        "case.yaml:20: cohort.selection.share: needs exactly one of top and share",
    ),
    case("share above 1", "top: 2", "share: 1.5", "cohort.selection.share", "1.5"),
    Fault(
        "a flag for a family",
        "cohorts/four-people/offenders.csv",
        "need_drugs",
        "flag_family_a",
        ("flag_family_a", "groups people by family or by where they live", "Leave the column out"),
    ),
    Fault(
        "going live without a ramp by months",
        f"{CASE}/options/team.yaml",
        "effect: some",
        "effect: some\ngo_live: 2011-10",
        ("go_live: is 2011-10, but the option has no row months-to-full", "leave go_live out"),
    ),
    Fault(
        "option of another id",
        f"{CASE}/options/team.yaml",
        "id: team",
        "id: teem",
        ("team.yaml:1: id: is 'teem'", "'team'"),
    ),
    Fault(
        "unknown effect",
        f"{CASE}/options/team.yaml",
        "effect: some",
        "effect: none-such",
        ("no row effect.none-such",),
    ),
    Fault(
        "a banner that nobody is real",
        f"{COHORT}/cohort.yaml",
        "synthetic: true",
        "label: Synthetic data\nsynthetic: false",
        ("cohort.yaml", "label: says synthetic, but the cohort is not", "Write synthetic: true"),
    ),
    Fault(
        "days backward",
        f"{COHORT}/cohort.yaml",
        "end: 2010-03-31",
        "end: 2005-03-31",
        ("cohort.yaml:6: end", "2005-03-31 lies before start 2006-04-01"),
    ),
    Fault(
        "extract before the end",
        f"{COHORT}/cohort.yaml",
        "extract_date: 2010-09-30",
        "extract_date: 2010-01-01",
        ("cohort.yaml:7: extract_date", "2010-01-01 lies before end 2010-03-31"),
    ),
    Fault(
        "unknown spelling of codes",
        f"{COHORT}/cohort.yaml",
        "codes: home-office",
        "codes: ho",
        ("cohort.yaml:9: codes", "is 'ho'. Allowed: home-office, category."),
    ),
)

TABLE_FAULTS = (
    header(
        "unknown column",
        "cost.csv",
        "funding",
        "fundings",
        "unknown column 'fundings'",
        "Did you mean funding?",
    ),
    header("missing column", "cost.csv", "funding", "fundings", "column 'funding' is missing"),
    header(
        "column twice", "salary.csv", "role,central", "role,role", "role: the column appears twice"
    ),
    row("NaN", "parameter.csv", "0.035", "NaN", "central: is 'NaN', not a number", "digits"),
    row(
        "digits that matter",
        "cost.csv",
        "1000,pert,800",
        "1000,pert,1000.0000001",
        "low 1000.0000001, central 1000, high 1200 must rise",
    ),
    row("infinity", "parameter.csv", "0.035", "inf", "central: is 'inf', not a number"),
    row("too large", "parameter.csv", "0.035", "1e999", "central: is '1e999', not a number"),
    row(
        "pound sign", "salary.csv", "30000", "£30000", "central: is '£30000', not a number", "no £"
    ),
    row(
        "share above 1",
        "parameter.csv",
        CASHABLE,
        "cashable-share,1.1",
        "a share reaches 1.1",
        "between 0 and 1",
    ),
    row("share below 0", "parameter.csv", CASHABLE, "cashable-share,-0.1", "a share reaches -0.1"),
    row(
        "follow-up of no time",
        "effect.csv",
        "calendar,12",
        "calendar,0",
        "follow_up_months: is 0, no length of time",
        "Write months above 0 and at most 600.",
    ),
    row(
        "follow-up in words",
        "effect.csv",
        "calendar,12",
        "calendar,a year",
        "follow_up_months: is 'a year', not a number",
    ),
    row(
        "rate ratio in per cent",
        "effect.csv",
        EFFECT,
        "judgement,93,lognormal,78,111,95%",
        "central: is 111, and must be above 0 and at most 10",
    ),
    row(
        "family that reaches beyond",
        "effect.csv",
        EFFECT,
        "judgement,0.8,normal,0.2,1.4,95%",
        "central: a normal reaches -1.04, and must be above 0",
        "such as pert",
    ),
    row(
        "low above central",
        "cost.csv",
        "pert,800",
        "pert,1100",
        "low 1100, central 1000, high 1200 must rise",
    ),
    row("high below central", "cost.csv", "800,1200", "800,900", "must rise"),
    row(
        "central off by a tenth",
        "effect.csv",
        EFFECT,
        "judgement,0.93,lognormal,0.58,1.11,95%",
        "central 0.93 is off by more than a tenth",
        "lognormal",
    ),
    row(
        "no price base",
        "cost.csv",
        "GBP,2010-11",
        "GBP,",
        "price_base: is blank, but the figure is money",
        "2010-11",
    ),
    row(
        "price base of no money",
        "parameter.csv",
        "per year,,judgement",
        "per year,2010-11,judgement",
        "price_base: is given, but the unit 'per year' is not money",
    ),
    row(
        "bad year",
        "cost.csv",
        "GBP,2010-11",
        "GBP,2010",
        "price_base: is '2010', not a financial year",
        "2011-12",
    ),
    row(
        "price base without deflator",
        "cost.csv",
        "GBP,2010-11",
        "GBP,1950-51",
        "price_base: no deflator for 1950-51",
    ),
    row(
        "bad review date",
        "parameter.csv",
        RATE,
        RATE.replace("2099-12-31", "31/12/2099"),
        "review_by: is '31/12/2099', not a date",
        "Write 2099-12-31",
    ),
    row(
        "bad month",
        "staff.csv",
        "2011-04,2013-03",
        "2011-4,2013-03",
        "start: is '2011-4', not a month",
    ),
    row(
        "unknown source",
        "parameter.csv",
        RATE,
        RATE.replace("made-up", "maid-up"),
        "'maid-up' is not in source.csv",
        "Did you mean made-up?",
    ),
    row(
        "unknown status",
        "parameter.csv",
        "judgement",
        "judgment",
        "status: is 'judgment'",
        "Did you mean judgement?",
    ),
    row(
        "unknown distribution",
        "cost.csv",
        "pert",
        "part",
        "distribution: is 'part'",
        "Did you mean pert?",
    ),
    row(
        "range without distribution",
        "parameter.csv",
        "0.035,,,",
        "0.035,,0.01,",
        "low: is '0.01' in a row without a distribution",
    ),
    row(
        "distribution without range",
        "cost.csv",
        "pert,800,1200,min-max",
        "pert,,1200,min-max",
        "low: is blank, but the row is pert",
    ),
    row(
        "figure in an open row",
        "parameter.csv",
        "per year,,judgement",
        "per year,,open",
        "central: is '0.035' in a row whose status is open",
    ),
    row("blank figure", "parameter.csv", "0.035", "", "central: is blank", "status to open"),
    row("blank owner", "parameter.csv", "tests", "", "owner: is blank, but every row needs it"),
    row(
        "not an id",
        "optimism-bias.csv",
        "plain",
        "Plain Things",
        "class: is 'Plain Things', not an id",
        "lower-case",
    ),
    row(
        "row twice",
        "bearer.csv",
        "victims,Victims",
        "police,Victims",
        "bearer.police stands already on line 2",
    ),
    row(
        "unknown bearer",
        "cost.csv",
        "operating,police",
        "operating,polise",
        "bearer: is 'polise'",
        "Did you mean police?",
    ),
    row(
        "unknown employer",
        "staff.csv",
        "constable,police",
        "constable,army",
        "employer: is 'army'",
        "police",
    ),
    row(
        "unknown option",
        "staff.csv",
        "team,constable",
        "teem,constable",
        "option: is 'teem'",
        "Did you mean team?",
    ),
    row(
        "unknown class",
        "cost.csv",
        "cash,plain",
        "cash,plane",
        "optimism: is 'plane'",
        "Did you mean plain?",
    ),
    row(
        "year outside the appraisal",
        "cost.csv",
        ROOM,
        ROOM.replace("2012-13", "2019-20"),
        "2011-12 to 2019-20",
    ),
    row(
        "wrong cell count",
        "bearer.csv",
        "police,Police,yes",
        "police,Police, yes, and more",
        "cells where the header has 5",
        "comma",
    ),
    row(
        "unclosed quote",
        "bearer.csv",
        "victims,Victims",
        'victims,"Victims',
        'label: a quote (") opens on line 3 at character 9 and is never closed',
    ),
    row(
        "open multiplier",
        f"{COSTS}/multiplier.csv",
        "theft,3,,,,,ratio,,judgement",
        "theft,,,,,,ratio,,open",
        "multiplier.theft is open",
        "lower-bound",
    ),
    Fault(
        "missing engagement row",
        f"{CASE}/engagement.csv",
        "team,take-up,",
        "team,taken,",
        ("no row engagement.team.take-up", "option team needs it"),
    ),
    Fault(
        "missing parameter",
        f"{CASE}/parameter.csv",
        "detection-factor",
        "detecting-factor",
        ("no row parameter.detection-factor",),
    ),
    Fault(
        "missing threshold",
        f"{CASE}/parameter.csv",
        "disclosure-threshold",
        "threshold",
        ("no row parameter.disclosure-threshold",),
    ),
    Fault(
        "missing deflator",
        "assumptions/tiny-prices/deflator.csv",
        "2012-13",
        "2013-14",
        ("no deflator for 2012-13",),
    ),
)

TABLE_FAULTS += (
    row(
        "beta money",
        "cost.csv",
        "1000,pert,800,1200,min-max",
        "0.5,beta,0.3,0.7,95%",
        "distribution: is 'beta', but the figure is money",
    ),
    row(
        "deflator below 0",
        "assumptions/tiny-prices/deflator.csv",
        "2009-10,98",
        "2009-10,-98",
        "central: is -98, but an index of prices is above 0",
    ),
)

COHORT_FAULTS = (
    row(
        "bad offence date",
        f"{COHORT}/offences.csv",
        "2008-05-01",
        "01/05/2008",
        "offence_date: is '01/05/2008', not a date",
        "may be 2008-05-01 or 2008-01-05",
        "dates: DD/MM/YYYY",
    ),
    row(
        "offence date with a time of day",
        f"{COHORT}/offences.csv",
        "2008-05-01",
        "2008-05-01T00:00:00",
        "offence_date: is '2008-05-01T00:00:00', not a date: it is a date with a time of day",
        "Write the day alone: 2008-05-01.",
    ),
    row(
        "no such offence date",
        f"{COHORT}/offences.csv",
        "2009-02-11,45\nP3",
        "2009-02-30,45\nP3",
        "offence_date: is '2009-02-30', not a date",
    ),
    row(
        "blank offence date",
        f"{COHORT}/offences.csv",
        "2008-05-01",
        "",
        "offence_date",
        "not a date",
    ),
    row(
        "unknown person",
        f"{COHORT}/offences.csv",
        "C3,NA",
        "C3,N/A",
        "offender_id: is not in offenders.csv",
    ),
    row(
        "unknown person in custody",
        f"{COHORT}/custody.csv",
        "0012,2008",
        "012,2008",
        "offender_id: is not in offenders.csv",
    ),
    row(
        "person twice",
        f"{COHORT}/offenders.csv",
        "12,female",
        "0012,female",
        "offender_id: stands already on an earlier line",
        "one row",
    ),
    row("blank person", f"{COHORT}/offenders.csv", "4,male", ",male", "offender_id: is blank"),
    row(
        "bad birth year",
        f"{COHORT}/offenders.csv",
        "1990",
        "90",
        "birth_year: is not a year; written like 99",
        "1980",
    ),
    row(
        "custody ends before it starts",
        f"{COHORT}/custody.csv",
        "2008-09-01",
        "2008-05-01",
        "end: lies before start",
    ),
    row(
        "cell too many",
        f"{COHORT}/custody.csv",
        "2010-01-05,",
        "2010-01-05,,",
        "4 cells where the header has 3",
    ),
    header(
        "cohort column missing",
        f"{COHORT}/offences.csv",
        "offender_id",
        "person",
        "offender_id: the column is missing",
    ),
    header(
        "cohort code missing",
        f"{COHORT}/offences.csv",
        "offence_code",
        "code",
        "offence_code: the column is missing",
        "home-office",
    ),
    header(
        "cohort column twice",
        f"{COHORT}/offenders.csv",
        "birth_year",
        "sex",
        "sex: the column appears twice",
    ),
)

FAULTS = (*YAML_FAULTS, *TABLE_FAULTS, *COHORT_FAULTS)


def check(root: Path) -> Ran:
    return run("check", CASE, inside=root)


def unwritten(text: str) -> bool:
    return "Traceback" not in text and "fault of the program" not in text


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_a_fault_is_named_with_place_finding_and_remedy(fault: Fault, tmp_path: Path) -> None:
    write(tmp_path)
    fault.plant(tmp_path)
    ran = check(tmp_path)
    assert ran.code == 2, ran
    assert ran.out == ""
    assert any(all(word in line for word in fault.words) for line in ran.err.splitlines()), ran.err
    assert unwritten(ran.err)


def not_utf8(root: Path) -> str:
    path = root / CASE / "bearer.csv"
    path.write_bytes(path.read_bytes().replace(b"Victims", b"V\xedctimas"))
    return f"bearer.csv:3: byte {path.read_bytes().index(0xED) + 1} (ED) is not UTF-8"


def empty_table(root: Path) -> str:
    (root / CASE / "cost.csv").write_bytes(b"")
    return "cost.csv:1: the file is empty"


def empty_case(root: Path) -> str:
    (root / CASE / "case.yaml").write_bytes(b"")
    return "case.yaml:1: holds no keys"


def cohort_not_utf8(root: Path) -> str:
    path = root / COHORT / "offences.csv"
    path.write_bytes(path.read_bytes().replace(b"P4", b"P\xff"))
    return "offences.csv:5: byte"


def cohort_of_zero_bytes(root: Path) -> str:
    (root / COHORT / "offences.csv").write_bytes(b"")
    return "offences.csv:1: the file is empty"


def cohort_file_missing(root: Path) -> str:
    (root / COHORT / "offenders.csv").unlink()
    return "offenders.csv: is missing from the cohort's folder"


def zero_byte(root: Path) -> str:
    path = root / COHORT / "offenders.csv"
    path.write_bytes(path.read_bytes().replace(b"1990", b"19\x0090"))
    return "offenders.csv:5: holds a NUL byte"


def table_of_no_name(root: Path) -> str:
    (root / CASE / "costs.csv").write_text("a,b\n1,2\n")
    return "costs.csv: 'costs' is no table of a case or set. Did you mean cost?"


def no_such_case(root: Path) -> str:
    (root / CASE).rename(root / "assumptions" / "moved")
    return "is neither a folder nor a shipped case"


def folder_without_case(root: Path) -> str:
    (root / CASE / "case.yaml").unlink()
    return "is a folder without case.yaml"


@pytest.mark.parametrize(
    "harm",
    [
        not_utf8,
        empty_table,
        empty_case,
        cohort_not_utf8,
        cohort_of_zero_bytes,
        cohort_file_missing,
        zero_byte,
        table_of_no_name,
        no_such_case,
        folder_without_case,
    ],
)
def test_a_harmed_file_is_named(harm: Callable[[Path], str], tmp_path: Path) -> None:
    write(tmp_path)
    words = harm(tmp_path)
    ran = check(tmp_path)
    assert ran.code == 2, ran
    assert any(words in line for line in ran.err.splitlines()), ran.err
    assert unwritten(ran.err)


def test_problems_of_every_stage_come_at_once(tmp_path: Path) -> None:
    """Words, tables of a set and of the case, a reference, and three files of the cohort."""
    write(tmp_path)
    planted = [
        next(f for f in FAULTS if f.id == id)
        for id in (
            "option of another id",
            "share below 0",
            "open multiplier",
            "unknown bearer",
            "bad offence date",
            "blank person",
            "bad birth year",
            "custody ends before it starts",
        )
    ]
    for fault in planted:
        fault.plant(tmp_path)
    ran = check(tmp_path)
    assert ran.code == 2
    for fault in planted:
        found = [ln for ln in ran.err.splitlines() if all(w in ln for w in fault.words)]
        assert len(found) == 1, (fault.id, ran.err)
    assert ran.err.splitlines()[0] == f"{len(planted)} problems in the input:"


def test_twenty_problems_are_shown_with_their_number(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / COHORT / "offences.csv"
    path.write_text(path.read_text() + "".join(f"Q{n},,12,never,28A\n" for n in range(30)))
    ran = check(tmp_path)
    assert ran.code == 2
    assert "30 problems in the input:" in ran.err.splitlines()
    assert sum("offence_date: is not a date" in line for line in ran.err.splitlines()) == 20
    assert "10 more" in ran.err.splitlines()[-1]


def test_a_message_names_no_person(tmp_path: Path) -> None:
    write(tmp_path)
    secret = "Winnie-the-Pooh"
    path = tmp_path / COHORT / "offences.csv"
    path.write_text(path.read_text() + f"Q1,,{secret},2009-01-01,28A\n")
    for arguments in (("check", CASE), ("cohort", "check", COHORT)):
        ran = run(*arguments, inside=tmp_path)
        assert ran.code == 2
        assert secret not in ran.out + ran.err


# --- good cases: what looks odd and is right ---


def test_the_good_case_is_good(tmp_path: Path) -> None:
    write(tmp_path)
    ran = check(tmp_path)
    assert ran.code == 0, ran.err
    assert ran.err == ""
    assert "No problem" in ran.out
    assert "offenders.csv: 4 read = 4 used" in ran.out


def test_0012_and_12_and_na_are_three_people(tmp_path: Path) -> None:
    """P1 and P2 are 0012's and P5 is 12's: of two picked the first is 0012, never 12."""
    write(tmp_path)
    ran = run("cohort", "profile", CASE, "--threshold", "0", "--json", inside=tmp_path)
    assert ran.code == 0, ran.err
    rows = {r["label"]: r["values"] for r in json.loads(ran.out)["tables"]["counts"]["rows"]}
    assert rows["People listed"][0] == 4
    assert rows["People with an offence in the window"][0] == 2  # 0012 and NA
    assert rows["Offences in the window of those picked"][1] == 4


def test_an_unknown_code_is_named_counted_and_used(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / COHORT / "offences.csv"
    path.write_text(path.read_text() + "P6,C6,4,2009-01-01,99Z\nP7,C7,4,2009-01-02,99Z\n")
    ran = check(tmp_path)
    assert ran.code == 0, ran.err
    assert "99Z: 2 offences" in ran.out
    assert "offences.csv: 7 read = 7 used" in ran.out


def test_a_day_outside_is_set_aside_with_its_reason(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / COHORT / "offences.csv"
    path.write_text(path.read_text() + "P6,C6,4,1999-01-01,28A\n")
    ran = check(tmp_path)
    assert ran.code == 0, ran.err
    assert "6 read = 5 used + 1 set aside (outside the days observed)" in ran.out


def test_an_unknown_cohort_column_is_named_and_dropped(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / COHORT / "custody.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([f"{lines[0]},prison", *(f"{line},X" for line in lines[1:])]) + "\n")
    ran = check(tmp_path)
    assert ran.code == 0, ran.err
    assert "custody.csv: prison" in ran.out


def test_an_empty_custody_file_is_no_custody(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / COHORT / "custody.csv").write_bytes(b"")
    ran = check(tmp_path)
    assert ran.code == 0, ran.err
    assert "custody.csv: 0 read = 0 used" in ran.out


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    write(tmp_path)
    plain = check(tmp_path)
    for name in FILES:
        path = tmp_path / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    ran = check(tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, plain.out, "")


def test_the_good_case_is_appraised(tmp_path: Path) -> None:
    """What check lets through, appraise takes."""
    write(tmp_path)
    ran = run("appraise", CASE, inside=tmp_path)
    assert ran.code == 0, ran.err


def test_real_people_are_never_hidden_by_nothing(tmp_path: Path) -> None:
    """The policy 'synthetic' is refused for a cohort that is not."""
    case = write_real(tmp_path)
    words = (case / "case.yaml").read_text(encoding="utf-8")
    changed = words.replace("disclosure: standard", "disclosure: synthetic")
    (case / "case.yaml").write_text(changed, encoding="utf-8")
    ran = run("check", str(case), inside=tmp_path)
    assert ran.code == 2
    assert "disclosure: is 'synthetic', but the cohort is not" in ran.out + ran.err
