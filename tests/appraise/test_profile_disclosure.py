"""What a profile tells of few people: nothing that is a share or a mean of them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.broken.real_case import COHORT, PEOPLE, offences, write_real
from tests.broken.running import run

ACTIVE = 8


def test_means_on_fewer_than_ten_people_are_hidden(tmp_path: Path) -> None:
    """Sixty people, eight of whom hold 152 offences in as many crimes."""
    write_real(tmp_path)
    lines = offences().splitlines()
    ids = sorted({line.split(",")[2] for line in lines[1:]})
    for n, line in enumerate(lines[1:], start=1):
        lines[n] = line.replace(line.split(",")[2], ids[n % ACTIVE])
    (tmp_path / COHORT / "offences.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ran = run("cohort", "profile", COHORT, "--json", inside=tmp_path)
    assert ran.code == 0, ran.err
    tables = json.loads(ran.out)["tables"]
    rows = {row["label"]: row.get("values") for row in tables["counts"]["rows"]}
    assert rows["People listed"][0] == PEOPLE
    assert rows["Mean offenders per crime in the window"] is None
    for id in ("concentration", "mix", "trend"):
        columns = tables[id]["columns"]
        shares = [n for n, column in enumerate(columns) if column["unit"] == "share"]
        assert shares, id
        for row in tables[id]["rows"]:
            told = [row["values"][n] for n in shares] if "values" in row else []
            assert not any(told), (id, row)


def test_no_share_gives_a_hidden_type_back(tmp_path: Path) -> None:
    """However many of the offences of two small types are burglaries, the profile is the same."""
    told = set()
    for burglaries in (1, 4, 9):
        root = tmp_path / str(burglaries)
        case = write_real(root, burglaries).relative_to(root)
        files = ("profile.json", "profile.csv", "profile.svg")
        ran = run("cohort", "profile", str(case), "--out", "out", inside=root)
        assert ran.code == 0, ran.err
        told.add((ran.out, *((root / "out" / name).read_bytes() for name in files)))
    assert len(told) == 1
    assert "Shares of cost are left out" in ran.out
