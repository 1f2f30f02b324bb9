"""`compare` on edited copies: every change named, parts that add up, nothing made of words."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from iomcba.appraise.headlines import headlines
from iomcba.errors import InputError
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import draw
from iomcba.pipeline.compare import compare_sides
from iomcba.pipeline.comparison.changes import changes
from iomcba.pipeline.comparison.coalitions import BlockValues, best_shares, game
from iomcba.pipeline.comparison.players import players
from iomcba.pipeline.comparison.sides import Side, read_side
from iomcba.terms.bridge import UNITS, Comparison
from iomcba.terms.plan import Array

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "assumptions" / "example-2026"


@lru_cache(maxsize=1)
def example() -> Side:
    return read_side(str(EXAMPLE))


def edited(folder: Path, **edits: tuple[str, str]) -> Side:
    """The example with (old, new) text in tables, each named by its file without `.csv`."""
    case = folder / "assumptions" / "example-2026"
    shutil.copytree(EXAMPLE, case)
    for name, (old, new) in edits.items():
        path = case / (name.replace("_", "-") + ".csv")
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, text.count(old))
        path.write_text(text.replace(old, new), encoding="utf-8")
    return read_side(str(case))


def compared(b: Side) -> Comparison:
    return compare_sides(example(), b).found


def holds_together(found: Comparison) -> None:
    """Every bridge adds up in whole units, and every player has a part in it."""
    for each in found.bridges:
        units = UNITS[each.measure]
        parts = sum(round(part.value * units) for part in each.parts)
        assert parts == round(each.end * units) - round(each.start * units), each.option
        assert [part.player for part in each.parts] == list(found.players)


def test_a_case_compared_with_itself_is_unchanged() -> None:
    found = compared(example())
    assert found.unchanged
    assert found.changes == () == found.players
    holds_together(found)


def test_a_changed_comment_is_named_and_moves_exactly_nothing(tmp_path: Path) -> None:
    b = edited(
        tmp_path,
        salary=("team-manager,,54000", "team-manager,,55000"),
        engagement=("Everyone picked stands on the joint list", "Everybody picked is listed"),
    )
    found = compared(b)
    holds_together(found)
    note = next(c for c in found.changes if c.name == "engagement.do-minimum.places")
    assert [(c.column, c.new) for c in note.cells] == [("note", "Everybody picked is listed")]
    assert note.places[1].endswith("engagement.csv:2")
    assert note.player == ""
    assert found.players == ("salary.team-manager",)
    moved = found.bridge("pathway-team", "npsv")
    assert moved is not None
    assert moved.parts[0].value == moved.difference != 0


def test_both_ends_are_what_each_case_comes_to_by_itself(tmp_path: Path) -> None:
    """Evaluated whole, each on its own draws: the columns of unchanged rows are the same."""
    b = edited(
        tmp_path,
        parameter=(
            "\nrecorded-crimes-per-proven-offence,1,",
            "\nrecorded-crimes-per-proven-offence,2,",
        ),
        cost=("managed-team,closure", "managed-team,winding-up"),
    )
    found = compared(b)
    for side, place in ((example(), 1), (b, 2)):
        blocks = [
            headlines(side.plan, evaluate(side.plan, draw(side.plan, n), headlines=True))
            for n in range(16)
        ]
        for end in found.ends:
            name, value = end[0], end[place]
            alone = float(np.mean([block.means[name].mean() for block in blocks]))
            assert value == pytest.approx(alone, rel=1e-9, abs=1e-9), name


EDITS = {
    "engagement": ("managed-team,places,,45", "managed-team,places,,55"),
    "outcome": ("managed-team,homelessness,optimism", "managed-team,homelessness,drop-off"),
    "cost": ("pathway-team,premises,", "pathway-team,rent,"),
    "staff": (
        "pathway-team,team-manager,council,funded,2026-07",
        "pathway-team,team-manager,police,seconded,2026-10",
    ),
}


def test_pieces_evaluated_apart_make_the_whole(tmp_path: Path) -> None:
    """Every coalition of one block: option by option and common part = all at once."""
    b = edited(tmp_path, **EDITS)
    who, _ = players(example(), b, changes(example(), b))
    play = game(example().plan, b.plan, who)
    values = BlockValues(play, 3, {})
    every = list(range(1 << len(who.names)))
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
                assert mean == float(whole.means[f"{option}.{measure}"].mean())
        for option, share in best_shares(plan, shares[coalition]):
            assert share == float(whole.means[f"{option}.p-best"].mean())
    holds_together(compared(b))


def test_an_option_that_neither_side_has_is_refused() -> None:
    with pytest.raises(InputError, match="Did you mean managed-team"):
        compare_sides(example(), example(), option="manged-team")
