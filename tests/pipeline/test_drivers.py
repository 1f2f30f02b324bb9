"""Sensitivity, break-even and value of information from a run folder alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from iomcba.errors import InputError
from iomcba.pipeline import drivers
from iomcba.pipeline.decision import study, units
from iomcba.pipeline.simulate import simulate
from iomcba.read.catalogue import catalogue
from iomcba.report.decision import screen
from iomcba.terms.decision import BREAKS_EVEN
from iomcba.terms.uncertainty import point
from tests.broken.running import run

DOSE, EFFECT = "engagement.do-minimum.dose", "effect.iom-default"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    ran = run("appraise", "bedfordshire-2011", "--out", "run", "--formats", "html", inside=home)
    assert ran.code == 0, ran.err
    return home / "run"


@pytest.fixture(scope="module")
def found(folder: Path) -> drivers.Asked:
    return drivers.asked(str(folder))


def test_a_break_even_value_put_back_into_the_model_leaves_nothing(found: drivers.Asked) -> None:
    shared = drivers.breakeven(found, "do-minimum", 0.5, largest=3)
    assert shared.case.analysis is not None
    turns = [t for t in shared.case.analysis.switching if t.question == BREAKS_EVEN]
    made = study(found.plan, units(found.full))
    place = made.sample.options.index("do-minimum")
    solved = [turn for turn in turns if turn.value is not None]
    assert solved
    for turn in solved:
        assert turn.value is not None
        assert abs(made.reply(turn.name, turn.value).npsv[place]) < 1.0


def test_a_break_even_value_written_into_its_row_leaves_nothing_in_a_new_run(
    found: drivers.Asked,
) -> None:
    """The whole engine, chance included, on the shipped case with the row certain at the value."""
    shared = drivers.breakeven(found, "do-minimum", 0.5, largest=2)
    assert shared.case.analysis is not None
    for turn in shared.case.analysis.switching:
        if turn.question != BREAKS_EVEN or turn.name not in found.plan.quantities:
            continue
        assert turn.value is not None
        there = found.plan.with_quantity(turn.name, point(turn.value))
        there = replace(there, beside=tuple(sorted({*there.beside, turn.name})))
        again = simulate(there, shared.case.analysis.draws, lambda *_: None)
        assert abs(float(again.draws("do-minimum.npsv", False).mean())) < 1.0, turn.name


def test_a_map_is_flat_along_what_the_option_does_not_use(found: drivers.Asked) -> None:
    grid = drivers.two_way(found, "do-minimum", EFFECT, "engagement.virtual-team.dose")
    assert all(len(set(cells)) == 1 for cells in grid.npsv)
    assert len({cells[0] for cells in grid.npsv}) == len(grid.first_at)


def test_a_map_read_the_other_way_is_the_same_map(found: drivers.Asked) -> None:
    one = drivers.two_way(found, "do-minimum", EFFECT, DOSE)
    other = drivers.two_way(found, "do-minimum", DOSE, EFFECT)
    assert one.npsv == tuple(zip(*other.npsv, strict=True))


def test_texts_are_never_wider_than_asked_and_say_what_they_show(found: drivers.Asked) -> None:
    texts = (
        screen.sensitivity(found.shared, catalogue(), "do-minimum", 80, False),
        screen.voi(found.shared, catalogue(), 80, False),
        screen.breakeven(found.shared, catalogue(), "do-minimum", 80, False),
    )
    for text in texts:
        assert max(map(len, text.splitlines())) <= 80
        assert text.startswith("SYNTHETIC DATA")
    assert "Effect on" in texts[0]
    assert "worth at most" in texts[1]


def test_names_that_lead_nowhere_are_refused_with_the_nearest(found: drivers.Asked) -> None:
    with pytest.raises(InputError, match="no uncertain assumption"):
        drivers.two_way(found, "do-minimum", "effect.iom-defalt", DOSE)
    with pytest.raises(InputError, match="Did you mean virtual-team"):
        drivers.option_of(found, "virtual-taem")


def test_a_case_with_nothing_to_choose_is_refused(
    found: drivers.Asked, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = replace(found.shared, case=replace(found.shared.case, analysis=None))
    kept = replace(drivers.read_run(folder), shared=bare)
    monkeypatch.setattr(drivers, "read_run", lambda _: kept)
    with pytest.raises(InputError, match="business as usual alone"):
        drivers.asked(str(folder))


def test_the_map_and_the_shares_are_asked_for_by_name(folder: Path) -> None:
    home = folder.parent
    mapped = run("sensitivity", "run", "--map", "--out", "map.svg", inside=home)
    assert mapped.code == 0, mapped.err
    assert "cells pay" in mapped.out
    assert (home / "map.svg").read_text(encoding="utf-8").count('class="point"') == 25
    assert run("sensitivity", "run", "--map", "--out", "map.svg", inside=home).code == 2
    shares = run("sensitivity", "run", "--sobol", inside=home)
    assert shares.code == 0, shares.err
    assert "Sobol’ indices" in shares.out
    for asked in (
        ("--map", "--sobol"),
        ("--out", "new.svg"),
        ("--each",),
        ("--two-way", EFFECT, "rehabilitation-gateway.pvc"),
        ("--two-way", EFFECT, EFFECT),
    ):
        refused = run("sensitivity", "run", *asked, "--option", "do-minimum", inside=home)
        assert refused.code == 2, asked
        assert "Traceback" not in refused.err


def test_what_an_option_does_not_use_moves_it_by_nothing(found: drivers.Asked) -> None:
    analysis = found.full.analysis
    assert analysis is not None
    own = [r for r in analysis.one_way if r.name.startswith("engagement.virtual-team.")]
    assert own
    for row in own:
        assert row.swing("do-minimum") == row.errors["do-minimum"] == 0.0
    assert any(row.swing("virtual-team") > 0 for row in own)


@pytest.mark.parametrize("command", ["sensitivity", "breakeven", "voi"])
def test_every_command_works_from_the_run_alone(command: str, folder: Path) -> None:
    more = ("--largest", "2") if command == "breakeven" else ()
    ran = run(command, "run", *more, inside=folder.parent)
    assert ran.code == 0, ran.err
    assert "Bedfordshire" in ran.out
    assert ran.err == ""
