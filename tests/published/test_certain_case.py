"""The case of `certain-case/hand.md`, worked by hand, reproduced to the penny by every path.

The expected figures are read from that page, so that page and test cannot part.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from iomcba.cli.main import cli
from iomcba.pipeline.appraise import Appraised, appraise
from iomcba.terms.findings import BusinessCase, Figure, SharedCase
from iomcba.terms.records import decode

FOLDER = Path(__file__).parent / "certain-case"
CASE = FOLDER / "assumptions" / "certain-case"
ROW = re.compile(r"^\| `(?P<figure>[^`]+)` \| (?P<value>-?[\d,.]+) \|$", re.MULTILINE)
PENNY, MILLIONTH = Decimal("0.01"), Decimal("0.000001")

pounds_part, numbers_part = (
    (FOLDER / "hand.md")
    .read_text(encoding="utf-8")
    .split("## The figures asked of the tool")[1]
    .split("Counts, shares and ratios")
)


def by_hand(part: str) -> dict[str, Decimal]:
    """Figures of one of the page's last two tables."""
    return {row["figure"]: Decimal(row["value"].replace(",", "")) for row in ROW.finditer(part)}


POUNDS, NUMBERS = by_hand(pounds_part), by_hand(numbers_part)
NO_DRAWS = ("case.cohort-size", "case.observed-offences", "case.offenders-per-crime")


@pytest.fixture(scope="module")
def found() -> Appraised:
    return appraise(str(CASE), None, None, lambda done, of: None, date(2026, 1, 1))


def rounded(value: float | None, unit: Decimal) -> Decimal:
    assert value is not None
    # far below a penny, so that a half penny by hand is a half penny here
    return Decimal(f"{value:.9f}").quantize(unit, ROUND_HALF_UP)


def test_the_page_has_its_tables() -> None:
    assert len(POUNDS) == 77
    assert len(NUMBERS) == 35


@pytest.mark.parametrize("name", POUNDS)
def test_pounds_to_the_penny(found: Appraised, name: str) -> None:
    figure = found.full.figure(name)
    assert rounded(figure.central, PENNY) == POUNDS[name]
    assert rounded(figure.mean, PENNY) == POUNDS[name]


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers(found: Appraised, name: str) -> None:
    figure = found.full.figure(name)
    assert rounded(figure.central, MILLIONTH) == NUMBERS[name]
    if not name.startswith((*NO_DRAWS, "case.share-of-offences")):
        assert rounded(figure.mean, MILLIONTH) == NUMBERS[name]


def test_it_does_not_pay_back_in_cash(found: Appraised) -> None:
    assert found.full.figure("team.payback-year-cash").central is None
    assert found.full.figure("team.payback-year-cash").mean is None


def test_every_interval_of_the_expected_value_collapses(found: Appraised) -> None:
    with_interval = [f for f in found.full.figures.values() if f.interval_expected is not None]
    assert len(with_interval) > 40
    for figure in with_interval:
        assert figure.interval_expected is not None
        assert figure.interval_expected.low95 == figure.interval_expected.high95
        assert figure.interval_expected.median == pytest.approx(figure.central, rel=1e-14)


def test_the_mean_is_the_central_case_and_its_error_is_nought(found: Appraised) -> None:
    means = [f for f in found.full.figures.values() if f.mean is not None and f.central is not None]
    assert len(means) > 150
    for figure in means:
        assert figure.mean == pytest.approx(figure.central, rel=1e-14, abs=1e-12)
        assert (figure.se or 0.0) == pytest.approx(0.0, abs=1e-9)


def test_only_chance_is_left_in_the_headline(found: Appraised) -> None:
    """Var(NPSV) = sum over years of v² · avoided · E[value²]: a compound Poisson sum (F17).

    Value of a burglary behind one proven offence: 3.96 (480 + 1,800 + 960) + 4.95 × 288 = 14,256.
    Wounding: 1.98 (96 + 60 + 3,600 + 720) + 2.475 × 192 = 9,337.68. Not costed: 0.
    """
    square = 0.6 * 14_256**2 + 0.3 * 9_337.68**2
    variance = square * (0.972 / 1.02**2 + 1.5552 / 1.02**6 + 1.62 / 1.02**10)
    drawn = found.summary.draws("team.npsv", headline=True)
    assert len(drawn) == 16_384
    # the sd of a normal sample of 16,384 has a standard error of 0.6%
    assert drawn.std(ddof=1) == pytest.approx(variance**0.5, rel=0.024)
    assert drawn.mean() == pytest.approx(8_345.13, abs=4 * variance**0.5 / 128)


def test_the_command_line_finds_the_same(tmp_path: Path) -> None:
    run = tmp_path / "run"
    asked = ["appraise", str(CASE), "--out", str(run), "--json"]
    told = CliRunner().invoke(cli, asked, catch_exceptions=False)
    assert told.exit_code == 0
    json.loads(told.stdout)
    assert_by_hand(decode(SharedCase, (run / "results.json").read_text()).case.figures)
    full = decode(BusinessCase, (run / "analyst" / "results-full.json").read_text())
    assert_by_hand(full.figures)
    assert b"8,345" in (run / "business-case.html").read_bytes()


def assert_by_hand(figures: Mapping[str, Figure]) -> None:
    assert {n: rounded(figures[n].central, PENNY) for n in POUNDS} == POUNDS
    assert {n: rounded(figures[n].central, MILLIONTH) for n in NUMBERS} == NUMBERS


def test_rows_read_are_rows_used(found: Appraised) -> None:
    assert [(r.read, r.used) for r in found.full.reconciliation] == [(3, 3), (40, 40), (0, 0)]
