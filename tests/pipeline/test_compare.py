"""`compare` on edited copies: every change named, parts that add up, nothing made of words."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from iomcba.appraise.headlines import headlines
from iomcba.errors import InputError
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import draw
from iomcba.pipeline.compare import compare, compare_sides
from iomcba.pipeline.comparison.changes import changes
from iomcba.pipeline.comparison.coalitions import BlockValues, best_shares, game
from iomcba.pipeline.comparison.players import players
from iomcba.pipeline.comparison.sides import Side, read_side
from iomcba.read.catalogue import catalogue
from iomcba.report.compare.screen import text
from iomcba.terms.bridge import COUNTERFACTUAL, DEFLATOR, HIDDEN, UNITS, Bridge, Comparison
from iomcba.terms.plan import Array
from tests.broken.running import run
from tests.strategies import copied_case, made_uncertain, set_cells

ROOT = Path(__file__).parents[2]
DRAWS = 16 * 1024


class Edited:
    """A copy of the hand-worked case, made uncertain if asked, to be changed cell by cell."""

    def __init__(self, folder: Path, uncertain: bool = True) -> None:
        self.case = copied_case(folder)
        if uncertain:
            made_uncertain(self.case)

    def set(self, table: str, row: str, **cells: str) -> Edited:
        path = self.case / f"{table}.csv"
        found = path if path.is_file() else self.case.parent / "certain-costs" / f"{table}.csv"
        set_cells(found, row, **cells)
        return self

    def add(self, table: str, row: str, **cells: str) -> Edited:
        """Add a row like the one that begins so, with other cells."""
        path = self.case / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        like = next(each for each in rows if ",".join(each.values()).startswith(row))
        self._write(path, [*rows, {**like, **cells}])
        return self

    def remove(self, table: str, row: str) -> Edited:
        path = self.case / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        kept = [each for each in rows if not ",".join(each.values()).startswith(row)]
        assert len(kept) == len(rows) - 1
        self._write(path, kept)
        return self

    def _write(self, path: Path, rows: list[dict[str, str]]) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def words(self, old: str, new: str, file: str = "case.yaml") -> Edited:
        path = self.case / file
        said = path.read_text(encoding="utf-8")
        assert said.count(old) == 1
        path.write_text(said.replace(old, new), encoding="utf-8")
        return self

    @property
    def side(self) -> Side:
        return read_side(str(self.case))


@lru_cache(maxsize=2)
def original(uncertain: bool = True) -> Side:
    with TemporaryDirectory() as folder:
        return Edited(Path(folder), uncertain).side


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    return Edited(tmp_path)


def compared(b: Edited, a: Side | None = None) -> Comparison:
    found = compare_sides(a or original(), b.side).found
    holds_together(found)
    return found


def holds_together(found: Comparison) -> None:
    """Every bridge adds up in whole units, and every player has a part in it."""
    for each in found.bridges:
        units = UNITS[each.measure]
        parts = sum(round(part.value * units) for part in each.parts)
        assert parts == round(each.end * units) - round(each.start * units), each.option
        assert {part.player for part in each.parts} == set(found.players)


def of_team(found: Comparison, measure: str = "npsv") -> Bridge:
    each = found.bridge("team", measure)
    assert each is not None
    return each


def part(found: Comparison, player: str, measure: str = "npsv") -> float:
    (value,) = (p.value for p in of_team(found, measure).parts if p.player == player)
    return value


# What is unchanged.


def test_a_case_compared_with_itself_is_unchanged() -> None:
    found = compare_sides(original(), original()).found
    assert found.unchanged
    assert found.changes == () == found.players
    assert "Nothing differs" in text(
        compare_sides(original(), original()), catalogue(), False, 80, False
    )


@pytest.mark.parametrize("column", ["note", "owner", "source", "quality", "review_by", "status"])
def test_a_change_in_words_is_named_and_moves_exactly_nothing(edited: Edited, column: str) -> None:
    new = {
        "note": "Asked again.",
        "owner": "somebody",
        "source": "hand",
        "quality": "green",
        "review_by": "2098-12-31",
        "status": "judgement",
    }[column]
    if column == "source":
        edited.add("source", "invented", source="hand")
    edited.set("salary", "officer", **{column: new})
    edited.set("cost", "team,treatment", central="600")
    found = compared(edited)
    words = next(change for change in found.changes if change.name == "salary.officer")
    assert [(cell.column, cell.new) for cell in words.cells] == [(column, new)]
    assert words.places[1].endswith("salary.csv:2")
    assert (words.player, words.why) == ("", "words only")
    assert found.players == ("cost.team.treatment",)
    assert part(found, "cost.team.treatment") == of_team(found).difference != 0


# Known answers.


def test_two_changes_that_multiply_in_closed_form(tmp_path: Path) -> None:
    """Treatment at 500 a person engaged becomes 600, and retention 0.75 becomes 0.85.

    Its cost is a r E, E = 1.15 x 100/80 (1.8 x 0.5 / 1.02 + 2.4 x 0.8 / 1.02^3 + 2.4 / 1.02^5):
    optimism bias, prices of 2010-11, and places or those who take one up times the ramp, discounted
    at 4.04% from the middle of each year. Of the product each factor has its change times the mean
    of the other: 100 x 0.8 E and 0.1 x 550 E.
    """
    b = Edited(tmp_path, uncertain=False)
    b.set("cost", "team,treatment", central="600")
    b.set("engagement", "team,retention", central="0.85")
    found = compared(b, original(uncertain=False))
    e = 1.15 * 100 / 80 * (1.8 * 0.5 / 1.02 + 2.4 * 0.8 / 1.02**3 + 2.4 / 1.02**5)
    assert part(found, "cost.team.treatment", "pvc") == pytest.approx(80 * e, abs=0.01)
    assert part(found, "engagement.team.retention", "pvc") == pytest.approx(55 * e, abs=0.01)
    whole = (600 * 0.85 - 500 * 0.75) * e
    assert of_team(found, "pvc").difference == pytest.approx(whole, abs=0.01)


def test_it_does_not_matter_in_which_order_changes_are_made(tmp_path: Path) -> None:
    """From A by one file or the other; and from B to A every part is the same the other way."""
    a, b = (Edited(tmp_path / letter) for letter in "ab")
    b.set("cost", "team,treatment", central="600")
    b.set("engagement", "team,retention", central="0.85")
    b.set("parameter", "detection-factor", central="0.6", low="0.4", high="0.78")
    there, back = (compare_sides(*sides).found for sides in ((a.side, b.side), (b.side, a.side)))
    for each in there.bridges:
        other = back.bridge(each.option, each.measure)
        assert other is not None
        for forth in each.parts:
            value = next(p.value for p in other.parts if p.player == forth.player)
            assert value == pytest.approx(-forth.value, abs=2 / UNITS[each.measure])


def test_both_ends_are_what_each_side_comes_to_by_itself(edited: Edited) -> None:
    """Evaluated whole, each on its own draws: the columns of unchanged rows are the same."""
    edited.set("effect", "invented", central="0.7", low="0.55", high="0.89")
    edited.set("salary", "officer", central="50000", low="45000", high="55000")
    b = edited.side
    found = compare_sides(original(), b, DRAWS).found
    for side, place in ((original(), 1), (b, 2)):
        blocks = [
            headlines(side.plan, evaluate(side.plan, draw(side.plan, n), headlines=True))
            for n in range(16)
        ]
        for end in found.ends:
            name, value = end[0], end[place]
            alone = float(np.mean([block.means[name].mean() for block in blocks]))
            assert value == pytest.approx(alone, rel=1e-9, abs=1e-9), name


def test_pieces_evaluated_apart_make_the_whole(edited: Edited) -> None:
    """Every coalition of a block: common part and options apart are all at once, but for the order
    in which a few numbers are added."""
    edited.set("cost", "team,treatment", central="600")
    edited.set("engagement", "team,dose", central="0.6")
    edited.remove("cost", "team,room").set("staff", "team,officer", post="funded")
    b = edited.side
    who, _ = players(original(), b, changes(original(), b))
    play = game(original().plan, b.plan, who)
    values = BlockValues(play, 3, {}, {})
    every = list(range(1 << len(who.names)))
    assert len(every) == 16
    shares: dict[int, dict[str, Array]] = {c: {} for c in every}
    means = {}
    for option in play.options:
        means[option], drawn = values.values(option, every, every)
        for coalition, npsv in drawn.items():
            shares[coalition][option] = npsv
    for coalition in every:
        plan, drawn_ = values.plan(coalition), values.draws(coalition)
        whole = headlines(plan, evaluate(plan, drawn_, headlines=True))
        for option in play.options:
            for measure, mean in means[option][coalition].items():
                whole_mean = float(whole.means[f"{option}.{measure}"].mean())
                assert mean == pytest.approx(whole_mean, rel=1e-13), measure
        for option, share in best_shares(plan, shares[coalition]):
            assert share == float(whole.means[f"{option}.p-best"].mean())


# What stands on one side only is neutral on the other.


def test_a_line_that_is_added_costs_what_it_costs_and_nothing_before(edited: Edited) -> None:
    """Its own pounds times what all alike share: 100 is half of the room's 200."""
    room = compared(edited.remove("cost", "team,room"))
    assert part(room, "cost.team.room", "pvc") < 0
    edited.add("cost", "team,treatment", line="desk", label="A desk", heading="operating")
    found = compared(edited)
    added = next(change for change in found.changes if change.name == "cost.team.desk")
    assert (added.kind, added.places[0]) == ("added", "")
    assert added.player == "cost.team.desk"
    room_again = part(found, "cost.team.room", "pvc")
    assert room_again == pytest.approx(part(room, "cost.team.room", "pvc"), abs=0.01)
    assert part(found, "cost.team.desk", "pvc") > 0


@pytest.mark.parametrize(
    ("table", "like", "cells"),
    [
        ("parameter", "backfill-share", {"parameter": "vacancy-rate", "central": "0"}),
        ("parameter", "backfill-share", {"parameter": "crime-benefit-optimism", "central": "0"}),
        ("engagement", "team,displacement", {"quantity": "custody-ratio", "central": "1"}),
    ],
)
def test_a_factor_that_is_added_at_its_neutral_value_moves_nothing(
    edited: Edited, table: str, like: str, cells: dict[str, str]
) -> None:
    found = compared(edited.add(table, like, **cells))
    (player,) = found.players
    assert part(found, player) == part(found, player, "pvc") == 0.0
    assert found.changes[0].kind == "added"


def test_a_year_of_its_own_takes_the_place_of_the_row_for_all_years(edited: Edited) -> None:
    """The general row of places serves two years; one of its own for the last moves only that."""
    edited.add("engagement", "team,places,,", financial_year="2014-15", central="1")
    found = compared(edited)
    assert found.players == ("engagement.team.places.2014-15",)
    assert of_team(found, "pvc").difference < 0


def test_an_option_that_is_added_is_a_player_and_has_a_chance_of_being_best(
    edited: Edited,
) -> None:
    extra = edited.case / "options" / "list.yaml"
    said = (edited.case / "options" / "team.yaml").read_text(encoding="utf-8")
    said = said.replace("id: team", "id: list").replace("A small team", "A list")
    extra.write_text(said, encoding="utf-8")
    edited.words("  - team\n", "  - team\n  - list\n")
    for row in ("team,places,,", "team,ramp,,", "team,take-up", "team,retention", "team,dose"):
        edited.add("engagement", row, option="list")
    edited.add("engagement", "team,displacement", option="list")
    found = compared(edited)
    assert found.players == ("options/list.yaml",)
    assert found.bridge("list", "npsv") is None
    best = found.bridge("list", "p-best")
    assert best is not None
    assert best.start == 0.0
    assert of_team(found).difference == 0.0
    assert of_team(found, "p-best").difference <= 0.0
    assert {c.player for c in found.changes if c.name.startswith("engagement.list")} == {
        "options/list.yaml"
    }


# What moves together, what is reported.


def test_cohort_selection_and_method_are_one_player(edited: Edited) -> None:
    edited.set("counterfactual", "fall,2012-13", central="0.7")
    edited.set("counterfactual", "shock-log-sd", central="0.2").words("top: 3", "top: 2")
    found = compared(edited)
    assert found.players == (COUNTERFACTUAL,)
    assert {change.player for change in found.changes} == {COUNTERFACTUAL}
    assert part(found, COUNTERFACTUAL) == of_team(found).difference != 0


def test_another_deflator_is_a_player_of_its_own(edited: Edited) -> None:
    """It moves a salary in old prices; the salary's own change is told apart from it."""
    edited.set("deflator", "2010-11", central="90")
    edited.set("salary", "officer", central="44000", low="39600", high="48400")
    found = compared(edited)
    assert set(found.players) == {DEFLATOR, "salary.officer"}
    assert part(found, DEFLATOR, "pvc") < 0 < part(found, "salary.officer", "pvc")


def test_words_of_the_case_that_act_are_players(edited: Edited) -> None:
    edited.words("discounting: mid-year", "discounting: end-of-year")
    found = compared(edited.words("title: A case worked by hand", "title: Another name"))
    assert found.players == ("case.yaml: discounting",)
    title = next(change for change in found.changes if change.name == "case.yaml: title")
    assert title.why == "words only"


def test_a_correlation_is_a_player(edited: Edited) -> None:
    """It moves chances and not the mean of a cost that it does not touch."""
    figures = "0.9,,,,,ratio,,judgement,invented,red,low,nobody,2099-12-31,"
    header = (edited.case / "parameter.csv").read_text(encoding="utf-8").splitlines()[0]
    (edited.case / "correlation.csv").write_text(
        f"{header.replace('parameter', 'first,second', 1)}\n"
        f"effect.invented,parameter.detection-factor,{figures}\n",
        encoding="utf-8",
    )
    found = compared(edited)
    assert found.players == ("correlation",)
    assert of_team(found, "pvc").difference == pytest.approx(0, abs=1)
    assert of_team(found).difference != 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("price_base: 2011-12", "price_base: 2012-13", "Prices are of 2011-12 in A"),
        ("years: 3", "years: 2", "A appraises 2012-13 to 2014-15, B 2012-13 to 2013-14"),
    ],
)
def test_horizon_and_price_base_are_reported_and_not_bridged(
    edited: Edited, old: str, new: str, said: str
) -> None:
    edited.words(old, new)
    if "years" in old:
        for table, row in (("cost", "team,room"), ("cost", "team,treatment")):
            edited.set(table, row, last_year="2013-14")
    found = compare_sides(original(), edited.side).found
    assert found.bridges == ()
    assert found.unbridged[0].startswith(said)
    assert {name for name, *_ in found.ends} >= {"team.npsv", "team.pvc"}
    assert not found.unchanged


@pytest.mark.slow
def test_more_changes_than_can_be_ordered_every_way_are_sampled(edited: Edited) -> None:
    """Eleven players in one option: parts add up still, and say their error."""
    edited.set("cost", "team,treatment", central="600").set("cost", "team,room", central="300")
    edited.set("cost", "team,fit-out", central="9000", low="8000", high="12000")
    for role in ("officer", "coordinator"):
        edited.set("staff", f"team,{role}", central="0.15")
    edited.set("salary", "coordinator", central="31000")
    edited.set("parameter", "on-cost-rate", central="0.25")
    edited.set("parameter", "real-pay-growth", central="0.01")
    edited.set("engagement", "team,retention", central="0.8")
    edited.set("engagement", "team,take-up", central="0.7")
    edited.set("engagement", "team,dose", central="0.6")
    edited.set("effect", "invented", central="0.7", low="0.55", high="0.89")
    found = compared(edited)
    each = of_team(found)
    assert len(found.players) == 12
    assert each.orders >= 40
    assert max(p.sampling for p in each.parts) > 0
    assert max(p.sampling for p in each.parts) < 0.02 * abs(each.difference)


def test_rows_of_a_table_can_play_as_one(edited: Edited) -> None:
    edited.set("cost", "team,treatment", central="600").set("cost", "team,room", central="300")
    edited.set("salary", "coordinator", central="31000").remove("cost", "team,fit-out")
    found = compare_sides(original(), edited.side, by_table=True).found
    holds_together(found)
    assert set(found.players) == {"cost", "salary"}
    assert {c.player for c in found.changes if c.name.startswith("cost.")} == {"cost"}


# Disclosure.


def test_a_part_that_would_give_a_count_back_is_shown_with_others_only(edited: Edited) -> None:
    edited.set("unit-cost", "burglary,police", central="600")
    edited.set("unit-cost", "wounding,police", central="120")
    edited.set("cost", "team,treatment", central="600")
    a, b = original(), edited.side
    hidden = [replace(s, policy="standard", few=frozenset({"burglary"})) for s in (a, b)]
    found = compare_sides(*hidden).found
    holds_together(found)
    assert HIDDEN in found.players
    assert "unit-cost.burglary.police" not in found.players
    assert len(found.players) == 2
    alone = compare_sides(*(replace(s, few=frozenset({"burglary", "wounding"})) for s in hidden))
    assert set(alone.found.players) == {HIDDEN, "cost.team.treatment"}


def test_a_change_that_alone_would_give_a_count_back_has_no_bridge(edited: Edited) -> None:
    b = edited.set("unit-cost", "burglary,police", central="600").side
    hidden = [replace(s, policy="standard", few=frozenset({"burglary"})) for s in (original(), b)]
    found = compare_sides(*hidden).found
    assert found.bridges == () == found.ends
    assert "counts are hidden" in found.unbridged[0]
    assert len(found.changes) == 1


def test_a_side_that_hides_less_is_named_beside_the_policy(edited: Edited) -> None:
    a = replace(original(), policy="standard", threshold=10.0)
    usual = compare_sides(a, replace(edited.side, policy="standard", threshold=10.0))
    lowered = compare_sides(a, replace(edited.side, policy="standard", threshold=5.0))
    assert "lowered" not in usual.policy
    assert "Disclosure control is lowered: counts below 5 are hidden" in lowered.policy


# Runs, folders, the command.


@pytest.mark.slow
def test_two_runs_say_what_two_cases_say(edited: Edited, tmp_path: Path) -> None:
    """A run keeps rows and plan: the same parts, and words of rows read off the plan."""
    before = tmp_path / "before" / "assumptions" / "certain-case"
    shutil.copytree(edited.case.parent, before.parent)
    shutil.copytree(edited.case.parent.parent / "cohorts", before.parent.parent / "cohorts")
    edited.set("cost", "team,treatment", central="600")
    edited.set("staff", "team,officer", post="funded").remove("cost", "team,room")
    for case, out in ((before, "a"), (edited.case, "b")):
        assert run("appraise", str(case), "--out", out, inside=tmp_path).code == 0
    cases = compare(str(before), str(edited.case)).found
    runs = compare(str(tmp_path / "a"), str(tmp_path / "b")).found
    holds_together(runs)
    assert set(runs.players) == set(cases.players)
    for each in cases.bridges:
        other = runs.bridge(each.option, each.measure)
        assert other is not None
        assert {(p.player, p.value) for p in other.parts} == {
            (p.player, p.value) for p in each.parts
        }
    post = next(c for c in runs.changes if c.name == "staff.team.officer")
    assert ("funding", "backfill", "cash") in [(c.column, c.old, c.new) for c in post.cells]
    own = dict(runs.sides[0].own)
    assert own["team.npsv"] == pytest.approx(of_team(runs).start, abs=0.01)


def test_an_assumptions_folder_stands_for_the_case_in_it(edited: Edited, tmp_path: Path) -> None:
    edited.set("cost", "team,treatment", central="600")
    found = compare_sides(original(), read_side(str(edited.case.parent), original())).found
    assert found.players == ("cost.team.treatment",)
    with pytest.raises(InputError, match="holds neither a case nor a run"):
        read_side(str(tmp_path), original())


def test_an_option_that_neither_side_has_is_refused() -> None:
    with pytest.raises(InputError, match="Did you mean team"):
        compare_sides(original(), original(), option="taem")


def test_the_command_prints_writes_and_overwrites_nothing(edited: Edited, tmp_path: Path) -> None:
    other = Edited(tmp_path / "other").case
    edited.set("cost", "team,treatment", central="600")
    asked = ("compare", str(other), str(edited.case))
    ran = run(*asked, "--out", "out", inside=tmp_path)
    assert ran.code == 0, ran.err
    assert "cost.csv:4" in ran.out
    assert "figure: 500 GBP" in ran.out
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "comparison.html",
        "comparison.json",
        "comparison.xlsx",
    ]
    assert run(*asked, "--out", "out", inside=tmp_path).code == 2
    machine = run(*asked, "--json", inside=tmp_path)
    found = json.loads(machine.out)["found"]
    assert found["players"] == ["cost.team.treatment"]
    assert machine.out.encode() == (tmp_path / "out" / "comparison.json").read_bytes()
    assert run("compare", "nowhere", "nothing", inside=tmp_path).code == 2


@pytest.mark.slow
def test_the_shipped_example_with_eight_changes(tmp_path: Path) -> None:
    """The reviewer's story of the manual, on the case as shipped."""
    case = tmp_path / "assumptions" / "example-2026"
    shutil.copytree(ROOT / "assumptions" / "example-2026", case)
    set_cells(case / "salary.csv", "police-officer", central="46000")
    set_cells(case / "engagement.csv", "managed-team,places", central="55")
    set_cells(case / "parameter.csv", "on-cost-rate", central="0.35")
    set_cells(case / "cost.csv", "pathway-team,mentoring", central="25000", low="20000")
    set_cells(case / "staff.csv", "pathway-team,team-manager", start="2026-10")
    set_cells(case / "cost.csv", "managed-team,rooms", bearer="police")
    set_cells(case / "parameter.csv", "detection-factor", central="0.9")
    set_cells(case / "cost.csv", "pathway-team,premises", note="Asked again.")
    found = compare("example-2026", str(case)).found
    holds_together(found)
    assert len(found.changes) == 8
    assert len(found.players) == 7
    assert all(each.orders == 0 for each in found.bridges)
