"""A set in other prices: the index by hand, both figures in each row, the same answer as before."""

from __future__ import annotations

import csv
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from iomcba.pipeline.check import check
from iomcba.read.inputs import read_inputs
from iomcba.read.workspace import find_case, shipped
from tests.broken.running import run
from tests.broken.small_case import write as write_small

SET = shipped() / "assumptions" / "home-office-2026"
NOTE = r"Uprated from (\S+) prices \(central (\S+)\) by (\S+)/(\S+) \("
PUBLISHED = Path(__file__).parents[2] / "published" / "evidence" / "gdp_deflator.csv"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def uprated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("area")
    ran = run(
        *("assumptions", "uprate", "home-office-2026", "--to", "2025/26"),
        *("--out", "home-office-2026"),
        inside=folder,
    )
    assert ran.code == 0, ran.err
    return folder / "home-office-2026"


def pairs_of(uprated: Path) -> list[tuple[dict[str, str], dict[str, str]]]:
    both = (rows_of(folder / "unit-cost.csv") for folder in (SET, uprated))
    return list(zip(*both, strict=True))


def published_index(year: str) -> float:
    rows = rows_of(PUBLISHED)
    years = next(key for key in rows[0] if "year" in key)
    found = [row for row in rows if row[years].replace("/", "-") == year]
    return float(next(v for k, v in found[0].items() if k.startswith("index")))


def test_each_figure_is_the_old_one_by_the_published_index(uprated: Path) -> None:
    factor = published_index("2025-26") / published_index("2019-20")
    pairs = pairs_of(uprated)
    assert len(pairs) == 57
    for old, new in pairs:
        assert float(new["central"]) == pytest.approx(float(old["central"]) * factor, rel=5e-5)
        assert new["price_base"] == "2025-26"
        assert new["status"] == "derived"
        kept = ("offence", "component", "unit", "source", "quality", "impact", "owner", "review_by")
        assert [new[c] for c in kept] == [old[c] for c in kept]


def test_each_row_holds_both_figures_and_both_indices(uprated: Path) -> None:
    for old, new in pairs_of(uprated):
        said = re.search(NOTE, new["note"])
        assert said is not None
        assert said.groups()[:2] == (old["price_base"], old["central"])
        again = float(said[2]) * float(said[3]) / float(said[4])
        assert float(new["central"]) == pytest.approx(again, rel=5e-5)
        assert new["note"].startswith(old["note"])


def test_what_is_no_money_stays_byte_for_byte(uprated: Path) -> None:
    for path in sorted(SET.iterdir()):
        same = (uprated / path.name).read_bytes() == path.read_bytes()
        assert same == (path.name not in ("unit-cost.csv", "set.yaml")), path.name
    assert b"HM Treasury" in (uprated / "set.yaml").read_bytes()


def test_a_case_on_the_new_prices_is_the_same_case(uprated: Path, tmp_path: Path) -> None:
    assert run("init", "case", inside=tmp_path).code == 0
    shutil.copytree(uprated, tmp_path / "home-office-2026")
    case = str(tmp_path / "case")
    assert not check(case, date(2026, 11, 25)).problems
    before, after = (read_inputs(find_case(name)) for name in ("example-2026", case))
    assert len(after.table("unit-cost")) == 57
    for row in after.table("unit-cost"):
        was = before.rows[row.name].distribution
        assert row.distribution is not None
        assert was is not None
        assert row.factor == 1.0
        assert row.distribution.mean == pytest.approx(was.mean, rel=5e-5)


def test_uprating_to_its_own_prices_changes_no_figure(tmp_path: Path) -> None:
    ran = run(
        *("assumptions", "uprate", "home-office-2026", "--to", "2019-20", "--out", "same"),
        inside=tmp_path,
    )
    assert ran.code == 0
    assert "57 rows of money stood in 2019-20 prices already" in ran.out
    assert (tmp_path / "same/unit-cost.csv").read_bytes() == (SET / "unit-cost.csv").read_bytes()


def test_ranges_and_open_rows_move_with_their_row(tmp_path: Path) -> None:
    write_small(tmp_path)
    path = tmp_path / "assumptions/tiny-costs/unit-cost.csv"
    text = path.read_text()
    text = text.replace(
        "burglary,harm,3000,,,,,GBP,2010-11,judgement",
        "burglary,harm,3000,pert,2400,3600,p10-p90,GBP,2010-11,judgement",
    ).replace("theft,harm,800,,,,,GBP,2010-11,judgement", "theft,harm,,,,,,GBP,2010-11,open")
    path.write_text(text)
    ran = run(
        *("assumptions", "uprate", "assumptions/tiny-costs", "--to", "2012-13"),
        *("--out", "new/tiny-costs", "--deflators", "assumptions/tiny-prices"),
        inside=tmp_path,
    )
    assert ran.code == 0, ran.err
    first, _, third, _ = rows_of(tmp_path / "new/tiny-costs/unit-cost.csv")
    assert (first["central"], first["low"], first["high"]) == ("3120", "2496", "3744")
    assert (third["central"], third["status"], third["price_base"]) == ("", "open", "2012-13")
    assert "(central 3000, low 2400, high 3600) by 104/100" in first["note"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("tiny-costs", "2040-41", "new"), ["--to: tiny-prices has no deflator for 2040-41"]),
        (("old-costs", "2012-13", "new"),
         ["unit-cost.csv:2: price_base: tiny-prices has no deflator for 1990-91",
          "unit-cost.csv:3: price_base: tiny-prices has no deflator for 1990-91"]),
        (("tiny-prices", "2012-13", "new"), ["is a set of deflators"]),
        (("tiny-cost", "2012-13", "new"), ["is neither a folder with set.yaml nor a shipped"]),
        (("tiny-costs", "2012-13", "assumptions"), ["exists already"]),
        (("tiny-costs", "2012-13", "£"), ["gives no id"]),
    ],
    ids=["to", "of", "deflators", "unknown", "taken", "no-id"],
)  # fmt: skip
def test_what_cannot_be_uprated_is_refused_and_nothing_written(
    arguments: tuple[str, str, str], said: list[str], tmp_path: Path
) -> None:
    write_small(tmp_path)
    costs = tmp_path / "assumptions/tiny-costs"
    old = tmp_path / "assumptions/old-costs"
    old.mkdir()
    for path in costs.iterdir():
        text = path.read_text()
        text = text.replace("2010-11", "1990-91", 2) if path.name == "unit-cost.csv" else text
        (old / path.name).write_text(text)
    before = sorted(tmp_path.rglob("*"))
    name, to, out = arguments
    ran = run(
        *("assumptions", "uprate", f"assumptions/{name}", "--to", to, "--out", out),
        *("--deflators", "assumptions/tiny-prices"),
        inside=tmp_path,
    )
    assert ran.code == 2
    assert all(words in ran.err for words in said), ran.err
    assert sorted(tmp_path.rglob("*")) == before
