"""The commands: help with examples, light start, exit codes, nothing overwritten, same bytes."""

from __future__ import annotations

import csv
import json
import os
import stat
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import click
import pytest

from iomcba.cli.cohort import cohort
from iomcba.cli.main import cli
from tests.broken.real_case import write_real
from tests.broken.running import run
from tests.broken.small_case import write

ROOT = Path(__file__).parents[2]
SYNTHETIC = ROOT / "cohorts" / "bedfordshire-synthetic"
CASE, COHORT = "assumptions/small-case", "cohorts/four-people"


def commands() -> list[tuple[str, ...]]:
    context = click.Context(cli)
    top = [(name,) for name in cli.list_commands(context)]
    return [*top, *(("cohort", name) for name in cohort.commands)]


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_help_carries_an_example_of_the_command(command: tuple[str, ...], tmp_path: Path) -> None:
    ran = run(*command, "--help", inside=tmp_path)
    assert ran.code == 0
    assert "Example" in ran.out
    assert f"iomcba {' '.join(command)} " in ran.out


@pytest.mark.parametrize("arguments", [["--help"], ["cohort", "--help"], ["cohort", "synth", "-h"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys; from iomcba.cli.main import cli\n"
        f"cli.main({arguments!r}, standalone_mode=False)\n"
        "heavy = {'pandas', 'numpy', 'scipy', 'matplotlib', 'pydantic', 'jinja2', 'ruamel'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_wrong_command_names_the_nearest(tmp_path: Path) -> None:
    ran = run("cohort", "profil", CASE, inside=tmp_path)
    assert ran.code == 2
    assert "Did you mean profile?" in ran.err


def test_check_as_json_holds_problems_with_their_place(tmp_path: Path) -> None:
    write(tmp_path)
    good = run("check", CASE, "--json", inside=tmp_path)
    assert good.code == 0
    assert json.loads(good.out)["ok"] is True
    path = tmp_path / CASE / "cost.csv"
    path.write_text(path.read_text().replace("operating,police", "operating,polise"))
    ran = run("check", CASE, "--json", inside=tmp_path)
    (problem,) = json.loads(ran.out)["problems"]
    assert ran.code == 2
    place = (problem["file"], problem["line"], problem["column"])
    assert place == (f"{CASE}/cost.csv", 2, "bearer")
    assert ran.err == ""


# --- cohort synth ---


def test_synth_makes_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    ran = run("cohort", "synth", str(SYNTHETIC), "--out", "made", inside=tmp_path)
    assert ran.code == 0, ran.err
    made = {path.name: path.read_bytes() for path in (tmp_path / "made").iterdir()}
    assert made == {path.name: path.read_bytes() for path in SYNTHETIC.iterdir()}


def test_another_seed_stands_in_the_recipe_that_is_written(tmp_path: Path) -> None:
    """The folder makes itself again: its recipe holds the seed that was asked for."""
    ran = run("cohort", "synth", str(SYNTHETIC), "--out", "a", "--seed", "3", inside=tmp_path)
    assert ran.code == 0, ran.err
    assert run("cohort", "synth", "a", "--out", "b", inside=tmp_path).code == 0
    first, again = ({p.name: p.read_bytes() for p in (tmp_path / f).iterdir()} for f in "ab")
    assert first == again
    assert first["offences.csv"] != (SYNTHETIC / "offences.csv").read_bytes()


def test_synth_replaces_nothing_unasked_and_nothing_but_its_own(tmp_path: Path) -> None:
    write(tmp_path)
    before = sorted(path.name for path in (tmp_path / COHORT).iterdir())
    for force in ((), ("--force",)):
        ran = run("cohort", "synth", str(SYNTHETIC), "--out", COHORT, *force, inside=tmp_path)
        assert ran.code == 2
        assert sorted(path.name for path in (tmp_path / COHORT).iterdir()) == before


def test_a_recipe_of_real_people_is_refused(tmp_path: Path) -> None:
    recipe = tmp_path / "recipe"
    recipe.mkdir()
    for path in SYNTHETIC.iterdir():
        (recipe / path.name).write_bytes(path.read_bytes())
    words = recipe / "cohort.yaml"
    words.write_text(words.read_text().replace("synthetic: true", "synthetic: false"))
    shares = recipe / "recipe-mix.csv"
    shares.write_text(shares.read_text().replace(",0.08,", ",1.08,", 1))
    ran = run("cohort", "synth", "recipe", "--out", "made", inside=tmp_path)
    assert ran.code == 2
    assert "cohort.yaml:5: synthetic: is false" in ran.err
    assert "recipe-mix.csv:2: central: a share reaches 1.08" in ran.err
    assert not (tmp_path / "made").exists()


# --- cohort check ---


def test_cohort_check_of_a_folder_without_words_says_what_they_need(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / COHORT / "cohort.yaml").unlink()
    ran = run("cohort", "check", COHORT, inside=tmp_path)
    assert ran.code == 2
    assert "cohort.yaml: is missing" in ran.out
    assert "extract_date" in ran.out
    again = run("cohort", "check", COHORT, "--init", "--out", "q", inside=tmp_path)
    assert again.code == 0, again.out
    words = (tmp_path / COHORT / "cohort.yaml").read_text()
    assert "start: 2007-01-15\nend: 2009-07-30\n" in words  # the first and last offence
    assert "lists: everyone-at-risk\ncodes: home-office\n" in words
    written = sorted(path.name for path in (tmp_path / "q").iterdir())
    assert written == ["data-quality-lines.csv", "data-quality.csv", "data-quality.xlsx"]
    assert (
        run("cohort", "check", COHORT, "--init", inside=tmp_path).code == 2
    )  # nothing overwritten
    assert run("cohort", "check", COHORT, "--out", "q", inside=tmp_path).code == 2
    assert run("cohort", "check", COHORT, "--out", "q", "--force", inside=tmp_path).code == 0


# --- cohort profile ---


def rows(ran_out: str, table: str) -> dict[str, list[float | None]]:
    return {r["label"]: r.get("values", []) for r in json.loads(ran_out)["tables"][table]["rows"]}


def test_profile_counts_what_the_files_hold(tmp_path: Path) -> None:
    """Held against a plain count of the rows of the synthetic cohort."""
    ran = run("cohort", "profile", "bedfordshire-2011", "--json", inside=tmp_path)
    assert ran.code == 0, ran.err
    assert run("cohort", "profile", "bedfordshire-2011", inside=tmp_path).out.startswith(
        "SYNTHETIC DATA"
    )
    with (SYNTHETIC / "offences.csv").open(encoding="utf-8") as file:
        window = [r for r in csv.DictReader(file) if r["offence_date"] >= "2007-04-01"]
    count = Counter(r["offender_id"] for r in window)
    ranked = sorted(count.values(), reverse=True)
    counts, held = rows(ran.out, "counts"), rows(ran.out, "concentration")
    assert counts["People with an offence in the window"][0] == len(count)
    assert counts["Offences in the window"][1] == len(window)
    crimes = len({r["crime_id"] for r in window})
    assert counts["Mean offenders per crime in the window"][2] == pytest.approx(
        len(window) / crimes
    )
    assert held["top 5%"][:2] == [250, pytest.approx(sum(ranked[:250]) / len(window))]
    active = round(0.05 * len(count))
    assert held["top 5%"][2:4] == [active, pytest.approx(sum(ranked[:active]) / len(window))]
    assert held["top 100%"][1::2] == pytest.approx([1, 1])
    mix, trend = rows(ran.out, "mix"), rows(ran.out, "trend")
    assert sum(v[0] or 0 for v in mix.values()) == len(window)
    assert sum(v[3] or 0 for v in mix.values()) == pytest.approx(1)
    assert trend["2009-10"][0] == sum(r["offence_date"] >= "2009-04-01" for r in window)
    with (SYNTHETIC / "custody.csv").open(encoding="utf-8") as file:
        first, last = date(2007, 4, 1), date(2010, 4, 1)
        spells = [
            (max(date.fromisoformat(r["start"]), first), min(date.fromisoformat(r["end"]), last))
            for r in csv.DictReader(file)
        ]
    days = sum(max((end - start).days, 0) for start, end in spells)  # spells never overlap here
    assert rows(ran.out, "custody")["all listed"][1] == days


def test_small_counts_of_real_people_are_hidden(tmp_path: Path) -> None:
    """Sixty people under a threshold of ten: counts of 4, 6 and 3 leave by no way out."""
    write_real(tmp_path)
    ran = run("cohort", "profile", CASE, "--json", "--out", "p", inside=tmp_path)
    assert ran.code == 0, ran.err
    said = json.loads(ran.out)
    for table in said["tables"].values():
        for row in table["rows"]:
            for (_, unit), value in zip(table["columns"], row.get("values", ()), strict=False):
                if unit in ("people", "offences", "crimes") and value is not None:
                    assert value % 5 == 0, (table, row)
                    assert value == 0 or value >= 10, (table, row)
    burglary = next(r for r in said["tables"]["mix"]["rows"] if r["label"] == "Burglary")
    assert "fewer than 10" in burglary["hidden"]
    with (tmp_path / "p" / "profile.csv").open(encoding="utf-8") as file:
        counts = [r for r in csv.DictReader(file) if r["unit"] in ("people", "offences")]
    assert all(not r["value"] or float(r["value"]) % 5 == 0 for r in counts)
    assert (tmp_path / "p" / "profile.json").read_text() == ran.out
    lowered = run("cohort", "profile", CASE, "--threshold", "5", inside=tmp_path)
    assert "Disclosure control is lowered" in lowered.out


def test_fewer_than_ten_real_people_are_not_described(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / COHORT / "cohort.yaml"
    path.write_text(path.read_text().replace("synthetic: true", "synthetic: false"))
    for what in (CASE, COHORT):
        ran = run("cohort", "profile", what, inside=tmp_path)
        assert ran.code == 2
        assert "lists fewer than 10 people" in ran.err
    for command in ("check", "appraise"):
        ran = run(command, CASE, inside=tmp_path)
        assert ran.code == 2
        assert "cohort.selection: picks fewer than 10 people" in ran.err + ran.out


def test_synthetic_people_are_described_in_full(tmp_path: Path) -> None:
    write(tmp_path)
    shown = run("cohort", "profile", CASE, "--json", inside=tmp_path)
    # P1 and P4 are burglaries, P2 and P3 thefts; five offences are four crimes. One burglary is
    # 2.5 crimes of 3,500 pounds over 1.25 offenders, one theft 3 crimes of 900.
    assert rows(shown.out, "mix") == {
        "Burglary": [2, 0.5, pytest.approx(7000), pytest.approx(7000 / 9160)],
        "Theft": [2, 0.5, pytest.approx(2160), pytest.approx(2160 / 9160)],
    }


# --- cohort pseudonymise ---


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pseudonymise(root: Path, *more: str, key: str = "key", out: str = "out") -> None:
    ran = run("cohort", "pseudonymise", COHORT, "--key", key, "--out", out, *more, inside=root)
    assert ran.code == 0, ran.err


def test_pseudonyms_keep_who_did_what_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / COHORT / "offenders.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([f"{lines[0]},surname", *(f"{x},Miller" for x in lines[1:])]) + "\n")
    pseudonymise(tmp_path, "--new-key")
    out = tmp_path / "out"
    people, offences = table(out / "offenders.csv"), table(out / "offences.csv")
    assert list(people[0]) == ["offender_id", "sex", "birth_year", "family_id", "need_drugs"]
    text = "".join(p.read_text() for p in out.iterdir())
    assert "Miller" not in text
    assert "surname" in (out / "pseudonymised.json").read_text()  # named as left out
    ids = [r["offender_id"] for r in people]
    assert ids == sorted(ids)
    assert all(len(i) == 24 and set(i) <= set("0123456789abcdef") for i in ids)
    # 0012 has two offences, NA two (one crime of theirs shared), 12 one, 4 none.
    done = Counter(r["offender_id"] for r in offences)
    assert sorted(done.values()) == [1, 2, 2]
    assert set(done) < set(ids)
    shared = Counter(r["crime_id"] for r in offences)
    assert sorted(shared.values()) == [1, 1, 1, 2]
    by_birth = {r["birth_year"]: r["offender_id"] for r in people}
    spent = {r["offender_id"]: r["start"] for r in table(out / "custody.csv")}
    assert spent == {by_birth["1980"]: "2008-06-01", by_birth["1975"]: "2010-01-05"}
    assert run("cohort", "check", "out", inside=tmp_path).code == 0


def test_same_key_same_pseudonyms_other_key_others(tmp_path: Path) -> None:
    write(tmp_path)
    pseudonymise(tmp_path, "--new-key", out="a")
    pseudonymise(tmp_path, out="b")
    pseudonymise(tmp_path, "--new-key", key="other", out="c")
    a, b, c = ((tmp_path / f / "offenders.csv").read_bytes() for f in "abc")
    assert a == b != c
    first, third = ({r["offender_id"] for r in table(tmp_path / f / "offenders.csv")} for f in "ac")
    assert not first & third


def test_dates_move_by_one_offset_only_if_asked(tmp_path: Path) -> None:
    write(tmp_path)
    pseudonymise(tmp_path, "--new-key", out="a")
    pseudonymise(tmp_path, "--shift-dates", out="b")
    columns = (("offences.csv", "offence_date"), ("custody.csv", "start"))
    offsets = {
        (date.fromisoformat(moved[column]) - date.fromisoformat(kept[column])).days
        for file, column in columns
        for kept, moved in zip(
            table(tmp_path / "a" / file), table(tmp_path / "b" / file), strict=True
        )
    }
    (offset,) = offsets
    assert offset != 0
    assert offset % 7 == 0
    assert (
        str(date.fromordinal(date(2010, 3, 31).toordinal() + offset))
        in (tmp_path / "b" / "cohort.yaml").read_text()
    )
    assert "2010-03-31" in (tmp_path / "a" / "cohort.yaml").read_text()


@pytest.mark.skipif(os.name == "nt", reason="file modes are those of POSIX")
def test_the_key_is_its_owners_alone_and_never_beside_the_data(tmp_path: Path) -> None:
    write(tmp_path)
    pseudonymise(tmp_path, "--new-key")
    key = tmp_path / "key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    text = "".join(p.read_text() for p in (tmp_path / "out").iterdir())
    assert key.read_text().strip() not in text
    before = key.read_bytes()
    for place, new in (("key", True), (f"{COHORT}/k", True), ("out2/k", True), ("absent", False)):
        more = ("--new-key",) if new else ()
        ran = run(
            "cohort",
            "pseudonymise",
            COHORT,
            "--key",
            place,
            "--out",
            "out2",
            *more,
            inside=tmp_path,
        )
        assert ran.code == 2, place
        assert not (tmp_path / "out2").exists()
    assert key.read_bytes() == before


def test_a_cohort_with_free_text_where_words_belong_is_refused(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / COHORT / "offenders.csv"
    path.write_text(path.read_text().replace("12,female", "12,Mrs Miller"))
    ran = run(
        "cohort", "pseudonymise", COHORT, "--key", "k", "--new-key", "--out", "o", inside=tmp_path
    )
    assert ran.code == 2
    assert "offenders.csv:3: sex" in ran.err
    assert "Miller" not in ran.err
    assert not (tmp_path / "k").exists()


# --- report ---


def test_report_of_what_is_no_run_is_refused(tmp_path: Path) -> None:
    ran = run("report", "nothing", inside=tmp_path)
    assert ran.code == 2
    assert "holds no results.json" in ran.err
