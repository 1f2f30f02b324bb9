"""The register: every row once, what it replaced, what it feeds, what is amiss with it first."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from iomcba.appraise.feeds import feeds
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import central
from iomcba.pipeline.decision import study, units
from iomcba.pipeline.desk.register import found, register, searched
from iomcba.pipeline.plan import make_plan
from iomcba.pipeline.stand_in import stand_in
from iomcba.read.inputs import read_inputs
from iomcba.read.run import read_run
from iomcba.read.workspace import find_case
from iomcba.terms.plan import Plan
from iomcba.terms.register import CONCERNS
from tests.broken.running import run
from tests.broken.small_case import at, table, write

CASES = ("bedfordshire-2011", "example-2026")
TODAY = date(2026, 11, 25)
POUNDS = {"unit": "GBP per crime", "price_base": "2010-11"}


def plan_of(case: str) -> Plan:
    inputs = read_inputs(find_case(case))
    return make_plan(inputs, stand_in(inputs, cohort_size=60), 0.0, 1)[0]


@pytest.mark.parametrize("case", CASES)
def test_every_quantity_of_the_plan_feeds_something(case: str) -> None:
    assert [name for name, fed in feeds(plan_of(case)).items() if not fed] == []


def test_what_an_assumption_feeds_moves_and_what_it_does_not_feed_stands() -> None:
    """Structure against arithmetic: a tenth more of a figure moves those options it feeds."""
    plan = plan_of("example-2026")
    fed, at_means = feeds(plan), central(plan)
    before = evaluate(plan, at_means)
    for name in plan.quantities:
        value = at_means.columns[name]
        moved = evaluate(plan, at_means.with_column(name, value * 1.1 + 0.01))
        figures = {feed.figure for feed in fed[name]}
        if any(figure.startswith("case.") for figure in figures):
            continue
        for option in plan.options:
            was, now = before.options[option.id], moved.options[option.id]
            changed = any(
                not (getattr(was, field) == getattr(now, field)).all()
                for field in ("costs", "avoided", "other", "engaged", "cash_costs", "transfers")
            )
            assert not changed or any(f.startswith(f"{option.id}.") for f in figures), name


@pytest.mark.parametrize("case", CASES)
def test_every_row_with_a_figure_stands_in_it_once(case: str) -> None:
    whole = register(case, TODAY)
    names = [entry.name for entry in whole.entries]
    assert len(set(names)) == len(names)
    inputs = read_inputs(find_case(case))
    figures = {row.name for row in inputs.rows if row.status}
    assert set(names) == figures
    used = {entry.name for entry in whole.used}
    assert {name for name in plan_of(case).quantities if name in inputs.rows} <= used


def test_overdue_then_weak_then_unsourced_come_first() -> None:
    whole = register("example-2026", date(2027, 8, 1))
    ranks = [
        next((place for place, c in enumerate(CONCERNS) if c in entry.concerns), len(CONCERNS))
        for entry in whole.used
    ]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1, 2, 3}
    first = whole.entries[0]
    assert date.fromisoformat(first.row.review_by) < date(2027, 8, 1)
    feeding = [bool(entry.feeds) for entry in whole.entries]
    assert feeding == sorted(feeding, reverse=True)


def test_an_overriding_row_keeps_what_it_replaced(tmp_path: Path) -> None:
    write(tmp_path)
    case = tmp_path / "assumptions" / "small-case"
    name = next(e.name for e in register(str(case), TODAY).used if e.row.table == "unit-cost")
    (before,) = found(register(str(case), TODAY), name)
    keys = ",".join(before.row.keys)
    rows = table("offence,component", (keys, at("1234", **POUNDS)))
    (case / "unit-cost.csv").write_text(rows)
    (after,) = found(register(str(case), TODAY), name)
    assert after.row.central == 1234
    assert after.row.origin == "small-case"
    assert (after.row.place.file.rsplit("/", 1)[-1], after.row.place.line) == ("unit-cost.csv", 2)
    (earlier,) = after.replaced
    assert replace(earlier, distribution=before.row.distribution, factor=before.row.factor) == (
        before.row
    )
    ran = run("assumptions", "show", "assumptions/small-case", name, inside=tmp_path)
    assert (
        f"Replaces    {earlier.origin}, assumptions/tiny-costs/unit-cost.csv:2: £3,000" in ran.out
    )


def test_search_takes_all_words_in_any_case() -> None:
    whole = register("example-2026", TODAY)
    hits = searched(whole, ("BURGLARY", "response"))
    assert {entry.name for entry in hits} == {
        "unit-cost.domestic-burglary.response",
        "unit-cost.commercial-burglary.response",
    }
    assert searched(whole, ("no-such-word-at-all",)) == ()


def test_the_list_is_no_wider_than_asked_and_holds_every_name(tmp_path: Path) -> None:
    listed = run("assumptions", "list", "example-2026", "--ascii", inside=tmp_path)
    assert listed.code == 0
    assert max(len(line) for line in listed.out.splitlines()) <= 80
    assert not set("▁▂▃▄▅▆▇█") & set(listed.out)
    for entry in register("example-2026", date.today()).used:
        assert f"  {entry.name}" in listed.out


def test_machines_get_every_field(tmp_path: Path) -> None:
    found_as_json = run("assumptions", "list", "example-2026", "salary", "--json", inside=tmp_path)
    rows = json.loads(found_as_json.out)["assumptions"]
    assert {row["name"] for row in rows} == {
        row.name for row in read_inputs(find_case("example-2026")).table("salary")
    }
    as_csv = run("assumptions", "list", "example-2026", "salary", "--csv", inside=tmp_path)
    same = list(csv.DictReader(io.StringIO(as_csv.out)))
    assert [row["name"] for row in same] == [row["name"] for row in rows]
    for row, other in zip(rows, same, strict=True):
        assert float(other["central"]) == row["central"]
        assert other["unit"] == row["unit"]
        assert int(other["line"]) == row["line"]


def test_an_unknown_name_is_told_the_nearest(tmp_path: Path) -> None:
    ran = run("assumptions", "show", "example-2026", "salary.polise-officer", inside=tmp_path)
    assert ran.code == 2
    assert "Did you mean salary.police-officer?" in ran.err


# --- what an assumption is worth ---


@pytest.mark.slow
def test_worth_stands_on_the_run_and_orders_the_list(tmp_path: Path) -> None:
    kept = run("appraise", "example-2026", "--out", "run", "--draws", "16384", inside=tmp_path)
    assert kept.code == 0, kept.err
    listed = run("assumptions", "list", "example-2026", "--run", "run", "--json", inside=tmp_path)
    rows = {row["name"]: row for row in json.loads(listed.out)["assumptions"]}
    analysis = json.loads((tmp_path / "run" / "results.json").read_text())["case"]["analysis"]
    evppi = {each["name"]: each["value"] for each in analysis["evppi"]}
    told = {name: row for name, row in rows.items() if row["variance_share"] is not None}
    assert told
    for name, row in told.items():
        assert row["evppi"] == evppi[name]
        assert 0 <= row["variance_share"] <= 1
    assert all(rows[name]["distribution"] != "point" for name in told)
    # The effect decides the options that stand on it: it explains most of what varies.
    assert max(told, key=lambda name: told[name]["variance_share"]) == "effect.iom-default"
    # By itself: the squared correlation of a quantity that acts almost in a straight line.
    drawn = read_run(tmp_path / "run")
    sample = study(drawn.plan, units(drawn.full)).sample
    effect = told["effect.iom-default"]
    npsv = sample.npsv[sample.options.index(effect["option"])]
    straight = np.corrcoef(sample.column("effect.iom-default"), npsv)[0, 1] ** 2
    assert effect["variance_share"] == pytest.approx(straight, abs=0.05)
    weak = [row for row in rows.values() if row["concerns"][:1] == ["weak"]]
    worths = [row["evppi"] or 0.0 for row in weak if "unsourced" not in row["concerns"]]
    assert worths == sorted(worths, reverse=True)


def test_a_run_of_another_case_says_nothing_of_this_one(tmp_path: Path) -> None:
    folder = write(tmp_path)
    assert (
        run("appraise", str(folder), "--out", "run", "--draws", "1024", inside=tmp_path).code == 0
    )
    ran = run("assumptions", "show", "example-2026", "salary", "--run", "run", inside=tmp_path)
    assert ran.code == 2
    assert "is a run of 'small-case', not of 'example-2026'" in ran.err
