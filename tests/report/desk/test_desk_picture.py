"""The small picture says where a distribution lies."""

from __future__ import annotations

import numpy as np
import pytest

from iomcba.report.desk.picture import BLOCKS, PLAIN, drawing, heights, picture
from iomcba.terms.uncertainty import fit, point

SKEWED = fit("lognormal", 1.0, 0.4, 2.5, "95%")


@pytest.mark.parametrize("ascii", [False, True])
def test_a_picture_is_as_wide_as_asked_and_in_its_alphabet(ascii: bool) -> None:
    for distribution in (SKEWED, fit("uniform", 0.5, 0, 1, "min-max"), point(3.0), None):
        drawn = picture(distribution, 12, ascii)
        assert len(drawn) == 12
        assert set(drawn) <= set(PLAIN if ascii else BLOCKS)


def test_plain_characters_are_plain() -> None:
    assert PLAIN.isascii()
    assert len(PLAIN) == len(BLOCKS)


def test_the_highest_part_holds_the_mode_and_the_tail_is_on_its_side() -> None:
    drawn = heights(SKEWED, 20)
    assert drawn.argmax() < 8
    assert drawn[-1] < drawn[0] < 1
    symmetric = heights(fit("normal", 0.0, -1.0, 1.0, "95%"), 20)
    np.testing.assert_allclose(symmetric, symmetric[::-1], atol=0.02)


def test_a_certain_figure_is_one_mark_and_an_open_one_none() -> None:
    assert picture(point(2.0), 9, False).strip() == "█"
    assert picture(None, 9, False).strip() == ""


def test_a_drawing_stands_on_its_lowest_line() -> None:
    lines = drawing(SKEWED, 30, 5, ascii=False)
    assert len(lines) == 5
    assert " " not in lines[-1]
    filled = [sum(mark != " " for mark in line) for line in lines]
    assert filled == sorted(filled)
