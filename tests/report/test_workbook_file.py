"""The file of the workbook: what a spreadsheet, a screen reader and a reviewer ask of it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
import python_calamine

from iomcba.report.workbook.naming import defined_names
from iomcba.report.workbook.render import render
from iomcba.terms.findings import OptionLabel, SharedCase
from iomcba.terms.plan import Plan
from iomcba.terms.records import decode, encode
from tests.report.pages import ENGLISH
from tests.report.spreadsheets import read
from tests.report.workbook_plans import (
    PLANS,
    assumption,
    compared,
    engine,
    live,
    shared_case,
    tables_of,
)

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def file_of(shared: SharedCase, stamp: str = "") -> bytes:
    made = render(shared, ENGLISH, stamp)
    assert made is not None
    return made


@pytest.fixture(scope="module")
def shared() -> SharedCase:
    return shared_case(PLANS["outcomes"])


@pytest.fixture(scope="module")
def content(shared: SharedCase) -> bytes:
    return file_of(shared)


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def sheets(content: bytes) -> dict[str, ElementTree.Element]:
    found = parts(content)
    names = re.findall(r'<sheet name="([^"]*)"', found["xl/workbook.xml"])
    return {
        name: ElementTree.fromstring(found[f"xl/worksheets/sheet{number}.xml"])
        for number, name in enumerate(names, start=1)
    }


def test_two_renders_are_the_same_bytes(shared: SharedCase, content: bytes) -> None:
    assert file_of(shared) == content


def test_a_case_read_back_gives_the_same_bytes(shared: SharedCase, content: bytes) -> None:
    """Whether a report is made by the appraisal or from its results, it is the same file."""
    assert file_of(decode(SharedCase, encode(shared))) == content


def test_formulas_are_such_as_every_spreadsheet_reads(content: bytes) -> None:
    """Heads in double brackets, no sign in them that would need an escape, no formula too long."""
    tables = [t for name, t in parts(content).items() if name.startswith("xl/tables/")]
    for table in tables:
        heads = re.findall(r'<tableColumn id="\d+" name="([^"]*)"', table)
        assert len({head.lower() for head in heads}) == len(heads)
        assert not any(set(head) & set("[]#'@") for head in heads)
    for sheet in sheets(content).values():
        for formula in {cell.text or "" for cell in sheet.iter(f"{MAIN}f")}:
            assert len(formula) < 8_192
            assert not re.search(r"\w\[[^\[]", formula), formula


def test_the_date_is_the_one_given(shared: SharedCase, content: bytes) -> None:
    assert "1980-01-01T00:00:00Z" in parts(content)["docProps/core.xml"]
    assert "2026-03-01T00:00:00Z" in parts(file_of(shared, "2026-03-01"))["docProps/core.xml"]


def test_every_sheet_but_the_cover_holds_one_named_table(content: bytes) -> None:
    found = parts(content)
    tables = [text for name, text in found.items() if name.startswith("xl/tables/")]
    assert len(sheets(content)) == len(tables) + 1
    names = re.findall(r' displayName="(\w+)"', "".join(tables))
    assert len(set(names)) == len(tables)


def test_terms_that_the_sheets_use_are_explained(shared: SharedCase) -> None:
    """Each term listed stands on some other sheet, and one that stands on none is not listed."""
    tables = tables_of(shared).tables
    (glossary,) = (table for table in tables if table.name == "Glossary")
    terms = [str(cell) for cell in glossary.columns[0].cells]
    others = "\n".join(
        text.lower()
        for table in tables
        if table.name not in ("Glossary", "Contents")
        for text in (table.title, *table.notes, *(str(c.head) for c in table.columns))
    )
    assert any(term.startswith("Present value") for term in terms)
    assert "optimism bias" in others
    assert any(term.startswith("Optimism bias") for term in terms)
    assert not any(term.startswith("Backtest") for term in terms)


def test_titles_freeze_and_merge(content: bytes) -> None:
    book = python_calamine.load_workbook(io.BytesIO(content))
    for name, sheet in sheets(content).items():
        assert len(name) <= 31
        assert isinstance(book.get_sheet_by_name(name).to_python()[0][0], str)
        assert not sheet.findall(f".//{MAIN}mergeCell")
        if name != "Cover":
            pane = sheet.find(f".//{MAIN}pane")
            assert pane is not None
            assert pane.get("state") == "frozen"


def test_no_row_of_a_table_is_blank_and_every_column_has_a_head(
    shared: SharedCase, content: bytes
) -> None:
    for table, rows in read(content, tables_of(shared)).tables.items():
        assert rows, table
        for row in rows:
            assert any(value != "" for value in row.values())
            assert all(row)


def test_names_are_valid_and_lead_to_cells_in_use(shared: SharedCase, content: bytes) -> None:
    pairs = re.findall(
        r'<definedName name="([^"]+)"(?: [^>]*)?>([^<]+)<', parts(content)["xl/workbook.xml"]
    )
    own = {name: where for name, where in pairs if not name.startswith("_xlnm")}
    tables = tables_of(shared)
    assert set(own) == {name.name for name in tables.names}
    assert len({name.lower() for name in own}) == len(own)
    for name in own:
        assert re.fullmatch(r"[A-Za-z_]\w{0,254}", name, re.ASCII)
        assert not re.fullmatch(r"[A-Za-z]{1,3}\d+|[RrCc]", name)
    for name in ("parameter_discount_rate", "effect_some", "team_npsv", "scenario_number"):
        assert name in own


def test_names_that_could_be_mistaken_are_told_apart() -> None:
    names = defined_names(["a.b-c", "a-b.c", "A.b.c", "ab12", "r1c1", "2-posts.npsv", "x" * 300])
    assert len({word.lower() for word in names.values()}) == len(names)
    assert names["ab12"] == "_ab12"
    assert len(names["x" * 300]) <= 255


def test_values_kept_with_the_formulas_are_the_engines(shared: SharedCase, content: bytes) -> None:
    """A viewer that works nothing out shows the right figures."""
    kept = read(content, tables_of(shared)).figures()
    wanted = engine(PLANS["outcomes"])
    assert list(compared({n: v for n, v in kept.items() if not isinstance(v, bool)}, wanted)) == []
    assert len(kept) > 200


HOSTILE = ("=1+1", "+44 20", "-cmd|' /C calc'!A0", "@SUM(A1)", '=HYPERLINK("x")', "\t=1")


def test_words_of_users_are_never_formulas() -> None:
    plain = shared_case(PLANS["small"])
    rows = tuple(
        replace(assumption(row.name, row.mean or 0.0), note=said, source=said, owner=said)
        for row, said in zip(plain.case.assumptions, HOSTILE * 20, strict=False)
    )
    options = tuple(
        OptionLabel(o.id, said, o.role, said)
        for o, said in zip(plain.case.options, HOSTILE, strict=False)
    )
    shared = shared_case(
        PLANS["small"], title=HOSTILE[0], decision=HOSTILE[2], assumptions=rows, options=options
    )
    formulas = set()
    for sheet in sheets(file_of(shared)).values():
        formulas |= {cell.text or "" for cell in sheet.iter(f"{MAIN}f")}
    for said in HOSTILE:
        assert not any(said.strip("=+-@\t") in formula for formula in formulas if len(said) > 4)
    texts = parts(file_of(shared))["xl/sharedStrings.xml"]
    assert "=HYPERLINK(&quot;x&quot;)" in texts or '=HYPERLINK("x")' in texts
    assert 'quotePrefix="1"' in parts(file_of(shared))["xl/styles.xml"]


def test_long_and_strange_words_are_taken() -> None:
    said = "x" * 40_000
    shared = shared_case(PLANS["small"], decision=said, area="\x00\x1f\U0001f600 <&>")
    assert len(file_of(shared)) > 1000


OBSERVED = {"burglary": 40.0, "wounding": 4.0, "not-costed": 6.0}


def disclosed(plan: Plan = PLANS["small"]) -> SharedCase:
    return shared_case(plan, observed=OBSERVED, policy="standard")


def said(file: bytes) -> set[str]:
    """Every value, formula and text of a workbook's cells."""
    found = (re.findall(r"<(?:v|f|t)(?: [^>]*)?>([^<]*)<", part) for part in parts(file).values())
    return {word for words in found for word in words}


def holds(words: set[str], share: float) -> bool:
    """Whether a share stands among the words, in whatever digits, also as a percentage."""
    numbers = [float(w) for w in words if re.fullmatch(r"-?\d+(\.\d+)?([eE]-?\d+)?", w)]
    wanted = (share, share * 100.0)
    return any(abs(n - w) < 1e-9 * w for n in numbers for w in wanted)


def test_hidden_figures_stay_hidden() -> None:
    """Neither the hidden offence, nor its share, nor its prices stand anywhere in the workbook."""
    odd = np.array([41.77, 23.31, 17.93])  # shares that nothing else could have
    plan = replace(PLANS["small"], counterfactual=replace(PLANS["small"].counterfactual, mix=odd))
    shared = disclosed(plan)
    assert "case.observed-offences.wounding" in shared.hidden
    tables = tables_of(shared)
    for name in ("Without", "Values"):
        assert "wounding" not in tables.table(name).columns[0].cells
    assert not any("wounding" in str(c) for c in tables.table("Assumptions").columns[0].cells)
    found = live(tables)
    assert found["case.counterfactual-crimes.wounding"] == "hidden"
    assert found["team.crimes-avoided.wounding"] == "hidden"
    text = said(file_of(shared))
    shares = [float(share) for share in odd / odd.sum()]
    assert not any(holds(text, share) for share in shares[1:])
    plain = said(file_of(shared_case(plan, observed=OBSERVED)))
    assert holds(plain, shares[1])


def test_the_rest_of_a_disclosed_workbook_is_live_and_agrees() -> None:
    shared = disclosed()
    found, wanted = live(tables_of(shared)), engine(PLANS["small"])
    assert list(compared(found, wanted)) == []
    missing = {name for name in wanted if name not in found}
    assert missing == {f"{o}.npsv-without-severe" for o in ("as-now", "team", "list")}


def test_the_concentration_is_coarse_where_counts_are_hidden() -> None:
    plan = PLANS["months of the highest rates"]
    curve = tables_of(shared_case(plan, observed=OBSERVED, policy="standard")).table(
        "Concentration"
    )
    heads = [cell for cell in curve.columns[0].cells if isinstance(cell, float)]
    assert heads[0] == 0.0
    assert heads[-1] == 1.0
    full = tables_of(shared_case(plan)).table("Concentration").columns[0].cells
    assert set(full) - set(heads)


def test_no_workbook_where_the_cohort_itself_is_hidden() -> None:
    few = replace(
        PLANS["small"], counterfactual=replace(PLANS["small"].counterfactual, cohort_size=6)
    )
    shared = shared_case(few, observed=OBSERVED, policy="standard")
    assert shared.case.workings is None
    assert render(shared, ENGLISH) is None
