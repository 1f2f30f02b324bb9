"""A new case can be checked and appraised at once, overwrites nothing and copies no histories."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from iomcba.pipeline.check import check
from iomcba.read.inputs import read_inputs
from iomcba.read.workspace import find_case, shipped
from tests.broken.running import run
from tests.broken.small_case import write

TODAY = date(2026, 11, 25)
EXAMPLE = shipped() / "assumptions" / "example-2026"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_example_is_copied_whole_under_another_name(tmp_path: Path) -> None:
    ran = run("init", "my case", inside=tmp_path)
    assert ran.code == 0, ran.err
    made, shown = contents(tmp_path / "my case"), contents(EXAMPLE)
    assert made.keys() == shown.keys()
    assert {name for name in made if made[name] != shown[name]} == {"case.yaml"}
    changed = set(made["case.yaml"].splitlines()) - set(shown["case.yaml"].splitlines())
    assert b"id: my-case" in changed
    assert all(line == b"id: my-case" or line.startswith(b"#") for line in changed)
    assert not check(str(tmp_path / "my case"), TODAY).problems


@pytest.mark.slow
@pytest.mark.parametrize(
    "how",
    [
        ("--start", "2027/28", "--area", 'Wessex, "North": =A1 # and Sons'),
        ("--from-totals", "--start", "2027-28"),
    ],
    ids=["example", "totals"],
)
def test_check_and_appraise_pass_at_once(how: tuple[str, ...], tmp_path: Path) -> None:
    ran = run("init", "area/new", *how, inside=tmp_path)
    assert ran.code == 0, ran.err
    assert run("check", "area/new", inside=tmp_path).code == 0
    appraised = run("appraise", "area/new", "--draws", "1024", inside=tmp_path)
    assert appraised.code == 0, appraised.err


def test_the_start_moves_every_year_of_the_options_and_no_price(tmp_path: Path) -> None:
    assert run("init", "later", "--start", "2027-28", inside=tmp_path).code == 0
    old, new = (
        read_inputs(find_case("example-2026")),
        read_inputs(find_case(str(tmp_path / "later"))),
    )
    assert [str(y) for y in new.words.financial_years] == ["2027-28", "2028-29", "2029-30"]
    assert new.words.price_base == old.words.price_base
    for row in new.table("cost"):
        was = old.rows[row.name]
        assert int(row.word("first_year")[:4]) == int(was.word("first_year")[:4]) + 1
        assert (row.central, row.price_base) == (was.central, was.price_base)
    ends = {row.word("end") for row in new.table("staff")}
    assert ends == {"2030-03"}
    assert "engagement.do-minimum.ramp.2027-28" in new.rows
    assert "engagement.do-minimum.ramp.2026-27" not in new.rows
    live = {option.id: option.go_live for option in new.options}
    assert live["managed-team"] == "2027-10"


def test_a_case_of_totals_is_whole_and_names_no_cohort(tmp_path: Path) -> None:
    assert run("init", "totals", "--from-totals", inside=tmp_path).code == 0
    inputs = read_inputs(find_case(str(tmp_path / "totals")))
    assert inputs.words.cohort is None
    assert (inputs.words.counterfactual.method, inputs.words.disclosure) == ("totals", "standard")
    assert len(inputs.table("past-total")) == 30
    assert {path.suffix for path in (tmp_path / "totals").iterdir()} <= {".csv", ".yaml", ""}
    assert not (tmp_path / "totals" / "backtest.json").exists()


def test_the_area_is_named_wherever_the_examples_was(tmp_path: Path) -> None:
    assert run("init", "wessex", "--area", "Wessex", inside=tmp_path).code == 0
    words = b"".join(
        content
        for name, content in contents(tmp_path / "wessex").items()
        if name != "backtest.json"
    )
    assert b"Exampleshire" not in words
    assert b"Wessex Police" in words


def test_a_copy_finds_the_sets_and_the_histories_of_the_case_it_is_made_from(
    tmp_path: Path,
) -> None:
    case = write(tmp_path)
    for record in ("reviews.csv", "changes.csv"):
        (case / record).write_text("the record of another case\n")
    before = contents(tmp_path)
    made = run("init", "elsewhere/copy", "--from", "assumptions/small-case", inside=tmp_path)
    assert made.code == 0, made.err
    assert run("check", "elsewhere/copy", inside=tmp_path).code == 0
    after = contents(tmp_path)
    assert {name: after[name] for name in before} == before
    new = set(after) - set(before)
    assert not [
        name
        for name in new
        if "offen" in name.rsplit("/", 1)[-1].replace("offence.", "")
        and name.endswith(("offenders.csv", "offences.csv"))
    ]
    assert "elsewhere/tiny-costs/set.yaml" in new
    assert not {"elsewhere/copy/reviews.csv", "elsewhere/copy/changes.csv"} & new
    old, copied = (
        read_inputs(find_case(str(tmp_path / f)))
        for f in ("assumptions/small-case", "elsewhere/copy")
    )
    assert [(r.name, r.central) for r in copied.rows if r.status] == [
        (r.name, r.central) for r in old.rows if r.status
    ]


def test_another_set_of_the_same_name_is_not_taken_for_it(tmp_path: Path) -> None:
    write(tmp_path)
    other = tmp_path / "elsewhere" / "tiny-costs"
    other.mkdir(parents=True)
    (other / "set.yaml").write_text("id: tiny-costs\n")
    ran = run("init", "elsewhere/copy", "--from", "assumptions/small-case", inside=tmp_path)
    assert ran.code == 2
    assert "is another set than tiny-costs" in ran.err
    assert not (tmp_path / "elsewhere" / "copy").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("taken",), "exists already"),
        (("file",), "exists already"),
        ((".",), "exists already"),
        (("£%",), "gives no id"),
        (("late", "--start", "2040-41"), "no deflator for 2040-41"),
        (("bad", "--start", "2027"), "is no financial year"),
        (("bad", "--from", "no-such-case"), "is neither a folder nor a shipped case"),
        (("bad", "--from", "example-2026", "--from-totals"), "leave --from out"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_is_refused_and_nothing_written(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    before = contents(tmp_path)
    ran = run("init", *arguments, inside=tmp_path)
    assert ran.code == 2
    assert said in ran.err
    assert contents(tmp_path) == before
    assert {path.name for path in tmp_path.iterdir()} == {"taken", "file"}
