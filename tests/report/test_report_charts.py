"""Drawings by hand: ticks, marks in their place, a cheap page."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import ENGLISH

from iomcba.report import charts
from iomcba.report.charts.concentration import at, curve
from iomcba.report.charts.cumulative import Course, cumulative
from iomcba.report.charts.loss import Loss, losses
from iomcba.report.charts.net_value import Spread, net_value
from iomcba.report.charts.past import Window, windows
from iomcba.report.charts.sides import Sides, sides
from iomcba.report.charts.spending import Block, Spending, spending
from iomcba.report.drawing import Drawing, scale, ticks

AMOUNTS = st.floats(-1e9, 1e9, allow_nan=False)


@given(low=AMOUNTS, width=st.floats(1.0, 1e9), most=st.integers(2, 8))
def test_ticks_lie_inside_are_even_and_few(low, width, most):
    high = low + width
    found = ticks(low, high, most)
    slack = 1e-6 * max(abs(low), abs(high))
    assert len(found) <= most + 1
    assert all(low - slack <= tick <= high + slack for tick in found)
    steps = [after - before for before, after in pairwise(found)]
    assert all(math.isclose(step, steps[0], rel_tol=1e-6, abs_tol=slack) for step in steps)
    assert not low < 0 < high or 0.0 in found


@given(low=AMOUNTS, width=st.floats(1.0, 1e9))
def test_scale_carries_ends_to_ends(low, width):
    slope, offset = scale(low, low + width, 20.0, 320.0)
    assert slope * low + offset == pytest.approx(20.0, abs=1e-3 * abs(offset) + 1e-6)
    assert slope * width == pytest.approx(300.0)


def test_no_width_no_ticks():
    assert ticks(3.0, 3.0, 5) == ticks(0.0, math.nan, 5) == ()


def test_net_value_dots_keep_their_order_and_zero_its_place():
    spreads = [
        Spread(f"o{v}", f"o{v}.npsv", v, f"£{v}", (v - 1.0, v + 1.0), None, False)
        for v in (-8.0, 2.0, 5.0)
    ]
    svg = net_value("c", "t", "d", spreads, charts.NARROW)
    dots = [float(x) for x in re.findall(r'<circle cx="([\d.]+)"', svg)]
    zero = float(re.findall(r'<line x1="([\d.]+)" y1="0"[^>]*stroke-width="1.5"', svg)[0])
    assert dots[0] < zero < dots[1] < dots[2]
    # Equal steps of value are equal steps on paper: (5 - 2) / (2 - 0).
    assert (dots[2] - dots[1]) / (dots[1] - zero) == pytest.approx(1.5, rel=1e-2)
    assert all(f'data-figure="o{v}.npsv"' in svg for v in (-8.0, 2.0, 5.0))


def test_bars_are_as_long_as_their_amounts():
    bearers = [
        Sides("Police", 300.0, 100.0, "a.pvc.p", "a.pvb.p", "£300", "£100"),
        Sides("Courts", 0.0, 150.0, "a.pvc.c", "a.pvb.c", "£0", "£150"),
        Sides("Prison", 50.0, -75.0, "a.pvc.j", "a.pvb.j", "£50", "−£75"),
    ]
    svg = sides("c", "t", "d", bearers, charts.WIDE, ENGLISH)
    bars = [float(w) for w in re.findall(r'<rect [^>]*width="([\d.]+)" height="20"', svg)]
    assert [bar / bars[0] for bar in bars] == pytest.approx([1, 1 / 3, 0.5, 1 / 6, 0.25], rel=1e-2)
    assert "a.pvc.c" not in svg  # nothing is drawn for nothing


def test_cumulative_names_its_lines_and_draws_the_band():
    course = Course("A", ("y1", "y2"), (4.0, 6.0), (1.0, 3.0), ((0.0, 2.0), (1.0, 5.0)))
    assert course.ends == (0.0, 6.0)
    svg = cumulative("c", "t", "d", [course], charts.NARROW, ENGLISH)
    assert svg.count("<polygon") == 1
    assert (svg.count(">benefit<"), svg.count(">cost<")) == (1, 1)
    assert svg.count("stroke-dasharray") == 1


def test_the_year_that_pays_back_is_marked_once_and_only_where_there_is_one():
    paid = Course("A", ("y1", "y2"), (4.0, 6.0), (1.0, 8.0), None, 1)
    never = Course("B", ("y1", "y2"), (4.0, 6.0), (1.0, 3.0), None)
    svg = cumulative("c", "t", "d", [paid, never], charts.WIDE, ENGLISH)
    assert svg.count(">paid back<") == 1
    assert svg.count('aria-label="A, by the end of y2: cost £6, benefit £8; paid back"') == 1


def test_a_chance_fills_its_share_of_the_bar():
    options = [Loss("A", "a.p", 0.25, "25%"), Loss("B", "b.p", 1.0, "more than 99%")]
    svg = losses("c", "t", "d", options, charts.WIDE, ENGLISH)
    full, quarter, _, certain = (
        float(w) for w in re.findall(r'<rect [^>]*width="([\d.]+)" height="18"', svg)
    )
    assert quarter == pytest.approx(full / 4, abs=0.01)
    assert certain == full


def test_blocks_of_a_year_lie_end_to_end_and_a_residual_value_on_the_other_side():
    blocks = (Block("Capital", -20.0), Block("Staff", 60.0), Block("Operating", 40.0))
    option = Spending("A", ("Capital", "Staff", "Operating"), (("y1", blocks),))
    svg = spending("c", "t", "d", option, charts.WIDE)
    boxes = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="28"', svg)
    (x1, w1), (x2, w2), (x3, w3) = ((float(x), float(w)) for x, w in boxes)
    assert x1 + w1 == pytest.approx(x2, abs=0.02)  # left of the axis, which is where staff begins
    assert x2 + w2 == pytest.approx(x3, abs=0.02)
    assert [w1 / w2, w3 / w2] == pytest.approx([1 / 3, 2 / 3], rel=1e-3)


def test_shares_between_points_are_on_the_line_between_them():
    assert at((0.0, 0.8, 1.0), 5) == 0.8
    assert at((0.0, 0.8, 1.0), 1) == pytest.approx(0.16)
    assert at((0.0, 0.8, 1.0), 10) == 1.0
    assert "The busiest 50% hold 80% of expected offending" in curve(
        "c", "t", "d", (0.0, 0.8, 1.0), charts.NARROW, ENGLISH
    )


def test_what_happened_is_drawn_where_it_lies_in_the_range():
    found = [Window("2008-04-01", 150.0, 160.0, 100.0, 200.0, 300.0)]
    svg = windows("c", "t", "d", found, charts.WIDE, ENGLISH)
    band = re.findall(r'<line x1="([\d.]+)"[^>]*x2="([\d.]+)"[^>]*stroke-opacity', svg)[-1]
    dot = float(re.findall(r'<circle cx="([\d.]+)"', svg)[-1])
    low, high = (float(end) for end in band)
    assert dot == pytest.approx((low + high) / 2, abs=0.02)


def test_words_are_escaped_and_ids_are_the_chart_s_own():
    sheet = Drawing(10, 10)
    sheet.text((0, 0), "<b> & 'x'", figure='a"b')
    svg = sheet.svg("mine", "<t>", "&")
    assert "<b>" not in svg
    assert 'data-figure="a&quot;b"' in svg
    assert re.findall(r'\bid="([^"]+)"', svg) == ["mine-title", "mine-desc"]


def test_a_page_needs_no_plotting_library():
    """Importing one costs more than the whole page."""
    script = (
        "import sys, invented_cases, pages; from iomcba.report import html;"
        "html.render(invented_cases.largest(), pages.TEMPLATES, pages.ENGLISH);"
        "sys.exit(any(name in sys.modules for name in ('matplotlib', 'pandas', 'scipy')))"
    )
    folder = Path(__file__).parent
    path = os.pathsep.join([str(folder), str(folder.parents[1])])
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": path}, check=False
    )
    assert done.returncode == 0
