"""Totals of real people that a user wrote are printed as written: small ones are pointed out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.broken.running import run

INVENTED, OWN = ",illustrative,illustration,", ",judgement,house-rule,"


def small_totals(inside: Path, *lines: tuple[int, str]) -> list[str]:
    """What `check` says of small totals where some lines of the table hold other figures."""
    assert run("init", "case", "--from-totals", inside=inside).code == 0
    table = inside / "case" / "past-total.csv"
    rows = table.read_text(encoding="utf-8").splitlines()
    for line, figure in lines:
        assert INVENTED in rows[line - 1]
        cells = rows[line - 1].split(",")
        rows[line - 1] = ",".join([*cells[:2], figure, *cells[3:]]).replace(INVENTED, OWN)
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    ran = run("check", "case", "--json", inside=inside)
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)["warnings"]
    return [each["text"] for each in found if each["id"] == "small-totals"]


@pytest.mark.parametrize("figure", ["1", "9"])
def test_a_total_that_would_be_hidden_is_named(figure: str, tmp_path: Path) -> None:
    (told,) = small_totals(tmp_path, (2, figure))
    assert told.startswith("1 past total is above 0 and below 10")
    assert "past-total.violence-with-injury.2023-24" in told


def test_several_are_named_together(tmp_path: Path) -> None:
    (told,) = small_totals(tmp_path, (2, "4"), (3, "7"))
    assert told.startswith("2 past totals are above 0")


def test_none_or_ten_tell_nobody_and_invented_ones_are_nobodys(tmp_path: Path) -> None:
    assert small_totals(tmp_path, (2, "0"), (3, "10")) == []
