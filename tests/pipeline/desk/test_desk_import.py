"""A workbook that came back: known again, merged or refused by cell, never silently."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from iomcba.errors import InputError
from iomcba.pipeline.desk.export import export
from iomcba.pipeline.desk.import_ import propose, write
from iomcba.read.catalogue import catalogue
from iomcba.read.workbook import MOST_BYTES, read_workbook
from iomcba.terms.desk import ABOUT_SHEET, AS_EXPORTED
from tests.broken.running import run
from tests.broken.small_case import write as write_small
from tests.pipeline.desk.books import Raw, Written, edited, error, find, formula, per_cent

TODAY = date(2026, 11, 25)
ROOM, HARM = "cost.team.room", "unit-cost.burglary.harm"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_small(tmp_path)


@pytest.fixture
def book(folder: Path, tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    export(str(folder), path, False, False, TODAY, catalogue())
    return path


def changed(
    book: Path, cells: dict[tuple[str, str, str], Written], reason: str | None = "because"
) -> Path:
    """The book with cells changed, by sheet, assumption and header, and a reason in each row."""
    read = read_workbook(book).sheets
    found: dict[tuple[str, str], Written] = {}
    for (sheet, name, header), value in cells.items():
        found[sheet, find(read[sheet], name, header)] = value
        if reason is not None:
            found[sheet, find(read[sheet], name, "Reason for change")] = reason
    return edited(book, found, book.parent / "edited.xlsx")


def refused(path: Path, case: Path | str) -> list[str]:
    with pytest.raises(InputError) as error:
        propose(path, str(case), TODAY)
    return [str(problem) for problem in error.value.problems]


def test_a_figure_of_a_set_is_overridden_in_the_case_and_the_set_stays(
    folder: Path, book: Path
) -> None:
    sets = {
        p: p.read_bytes()
        for p in folder.parent.rglob("*")
        if p.is_file() and folder not in p.parents
    }
    found = propose(changed(book, {("Unit costs", HARM, "Central"): 3300}), str(folder), TODAY)
    write(found, "", "2026-11-25")
    assert {p: p.read_bytes() for p in sets} == sets
    assert (folder / "unit-cost.csv").read_text() == (
        "offence,component,central,distribution,low,high,interval,unit,price_base,status,source,"
        "quality,impact,owner,review_by,note\n"
        "burglary,harm,3300,,,,,GBP,2010-11,judgement,review,red,low,tests,2099-12-31,"
        "Changed at review: central was 3000. because\n"
    )
    assert (
        (folder / "source.csv")
        .read_text()
        .endswith("\nreview,Changed at review; the reason stands in the row's note,,,,,,,\n")
    )
    # A second change is one of the case's own row.
    export(str(folder), book, False, True, TODAY, catalogue())
    again = propose(changed(book, {("Unit costs", HARM, "Central"): 3400}), str(folder), TODAY)
    assert [path.name for path in again.files] == ["unit-cost.csv"]
    write(again, "", "2026-11-25")
    assert len((folder / "unit-cost.csv").read_text().splitlines()) == 2


def test_a_row_whose_figure_stays_keeps_its_source_which_the_case_then_has(
    folder: Path, book: Path
) -> None:
    source = folder / "source.csv"
    source.write_text(source.read_text().replace("Invented for a test", "Something else"))
    export(str(folder), book, False, True, TODAY, catalogue())
    found = propose(changed(book, {("Unit costs", HARM, "Owner"): "The force"}), str(folder), TODAY)
    (edit,) = found.edits
    follows = {column: now for column, _, now in edit.follows}
    assert follows["source"] == "tiny-costs-made-up"
    assert "status" not in follows
    assert b"\ntiny-costs-made-up,Invented for a test" in found.files[source]


def test_a_reason_is_needed_for_every_change(folder: Path, book: Path) -> None:
    path = changed(book, {("Costs", ROOM, "Central"): 1010}, reason=None)
    (problem,) = refused(path, folder)
    cell = find(read_workbook(book).sheets["Costs"], ROOM, "Reason for change")
    assert problem.startswith(f"edited.xlsx!Costs!{cell}: is blank, but {ROOM} was changed")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("as \u202eagreed", "holds U+202E, which turns the direction of the text"),
        ("a" * 30_000, "holds 30,000 characters, more than a table's cell can"),
    ],
    ids=["turn", "long"],
)
def test_a_reason_that_no_table_takes_is_told_of_its_cell(
    folder: Path, book: Path, reason: str, said: str
) -> None:
    path = changed(book, {("Costs", ROOM, "Central"): 1010}, reason=reason)
    (problem,) = refused(path, folder)
    cell = find(read_workbook(book).sheets["Costs"], ROOM, "Reason for change")
    assert problem.startswith(f"edited.xlsx!Costs!{cell}: {said}")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (formula("A1*2"), "holds the formula =A1*2"),
        (error("#DIV/0!"), "is the error"),
        (date(2026, 1, 5), "is the day 2026-01-05, where a number is wanted"),
        (per_cent(0.07), "is shown as 7%, but holds 0.07"),
        ("39,000", "is the text '39,000'. Write 39000"),
        ("£1,200.50", "is the text '£1,200.50'. Write 1200.50"),
        ("7%", "Write a share as 0.07"),
        ("twelve", "is 'twelve', not a number"),
        (Raw(' t="b"', "<v>1</v>"), "is 'TRUE', not a number"),
        (5e9, "high 1200 must rise"),
        (None, "is blank"),
    ],
    ids=[
        "formula",
        "error",
        "day",
        "percent",
        "commas",
        "pounds",
        "text%",
        "words",
        "switch",
        "beyond",
        "blank",
    ],
)
def test_a_cell_that_holds_no_number_is_told_apart(
    value: Written, said: str, folder: Path, book: Path
) -> None:
    path = changed(book, {("Costs", ROOM, "Central"): value})
    cell = find(read_workbook(book).sheets["Costs"], ROOM, "Central")
    (problem,) = refused(path, folder)
    assert problem.startswith(f"edited.xlsx!Costs!{cell}: ")
    assert said in problem


def test_a_year_that_became_a_day_is_told(folder: Path, book: Path) -> None:
    path = changed(book, {("Costs", ROOM, "Price base"): date(2011, 12, 1)})
    (problem,) = refused(path, folder)
    assert "was taken for the day 2011-12-01. Format the cell as Text and write 2025-26" in problem


def test_words_of_yaml_are_checked_by_their_cell(folder: Path, book: Path) -> None:
    path = changed(
        book,
        {
            ("Case", "case.years", "Words or switch"): 0,
            ("Case", "case.discounting", "Words or switch"): "sometimes",
            ("Case", "case.cohort.selection.top", "Words or switch"): "many",
        },
    )
    said = refused(path, folder)
    sheets = read_workbook(book).sheets
    for sheet, name in (
        ("Case", "case.years"),
        ("Case", "case.discounting"),
        ("Case", "case.cohort.selection.top"),
    ):
        cell = find(sheets[sheet], name, "Words or switch")
        assert any(problem.startswith(f"edited.xlsx!{sheet}!{cell}: ") for problem in said), name
    unnamed = changed(book, {("Options", "options.team.label", "Words or switch"): None})
    cell = find(sheets["Options"], "options.team.label", "Words or switch")
    (problem,) = refused(unnamed, folder)
    assert problem.startswith(f"edited.xlsx!Options!{cell}: ")
    window = changed(
        book, {("Case", "case.cohort.selection.first_day", "Words or switch"): date(1999, 4, 1)}
    )
    cell = find(sheets["Case"], "case.cohort.selection.first_day", "Words or switch")
    (problem,) = refused(window, folder)
    assert problem.startswith(f"edited.xlsx!Case!{cell}: the window 1999-04-01")


# --- another version of the case ---


def test_rows_that_nobody_else_touched_are_merged(folder: Path, book: Path) -> None:
    path = changed(book, {("Costs", ROOM, "Central"): 1010})
    salary = folder / "salary.csv"
    salary.write_text(salary.read_text().replace(",30000,", ",31000,"))
    found = propose(path, str(folder), TODAY)
    assert found.merged
    assert [p.name for p in found.files] == ["cost.csv"]
    write(found, "", "2026-11-25")
    assert ",31000," in salary.read_text()
    assert ",1010,pert," in (folder / "cost.csv").read_text()


def test_the_same_row_changed_on_both_sides_is_refused_by_cell(folder: Path, book: Path) -> None:
    path = changed(book, {("Costs", ROOM, "Central"): 1010, ("Costs", ROOM, "Owner"): "me"})
    cost = folder / "cost.csv"
    cost.write_text(cost.read_text().replace(",1000,", ",1020,"))
    before = cost.read_bytes()
    first, second = refused(path, folder)
    sheet = read_workbook(book).sheets["Costs"]
    assert first.startswith(f"edited.xlsx!Costs!{find(sheet, ROOM, 'Central')}: ")
    assert "was '1000' when exported, is '1020' in " in first
    assert "cost.csv:2 now and '1010' here" in first
    assert second.startswith(f"edited.xlsx!Costs!{find(sheet, ROOM, 'Owner')}: ")
    assert "its row was changed in " in second
    assert cost.read_bytes() == before


def test_the_same_change_on_both_sides_is_no_conflict(folder: Path, book: Path) -> None:
    path = changed(book, {("Costs", ROOM, "Central"): 1010})
    cost = folder / "cost.csv"
    cost.write_text(cost.read_text().replace(",1000,", ",1010.0,"))
    found = propose(path, str(folder), TODAY)
    assert (found.edits, found.already) == ((), 1)


def test_a_row_that_is_gone_is_refused_only_where_it_was_changed(folder: Path, book: Path) -> None:
    bias = folder / "optimism-bias.csv"
    text = bias.read_text()
    bias.write_text(text + text.splitlines()[1].replace("plain", "other") + "\n")
    export(str(folder), book, False, True, TODAY, catalogue())
    path = changed(book, {("Optimism bias", "optimism-bias.other", "Central"): 0.2})
    bias.write_text(text)
    (problem,) = refused(path, folder)
    assert "optimism-bias.other is no row of the case any more, and was changed here" in problem
    other = changed(book, {("Costs", ROOM, "Central"): 1010})
    assert propose(other, str(folder), TODAY).merged


def test_a_workbook_of_another_case_is_refused(folder: Path, book: Path, tmp_path: Path) -> None:
    words = folder / "case.yaml"
    words.write_text(words.read_text().replace("id: small-case", "id: another"))
    (problem,) = refused(book, folder)
    assert "was exported from 'small-case', not from 'another'" in problem


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "said"),
    [
        ("Costs", "A5", "somebody", "it is a key and locked; it was 'team'"),
        ("Costs", "C4", "Other", "has no column 'Label'"),
        (AS_EXPORTED, "C9", "other", "was changed, so that nobody can tell"),
        (ABOUT_SHEET, "B3", "other", "is no workbook that iomcba exported"),
        ("Costs", "A9", "new", "stands in a row that was not exported"),
    ],
    ids=["key", "header", "copy", "format", "new-row"],
)
def test_what_is_locked_is_held(
    sheet: str, cell: str, value: str, said: str, folder: Path, book: Path
) -> None:
    path = edited(book, {(sheet, cell): value}, book.parent / "edited.xlsx")
    assert any(said in problem for problem in refused(path, folder))


def test_a_name_taken_away_or_doubled_is_told(folder: Path, book: Path) -> None:
    sheet = read_workbook(book).sheets["Engagement"]
    first, second = (find(sheet, f"engagement.team.{q}", "Name") for q in ("places", "ramp"))
    path = edited(book, {("Engagement", second): "engagement.team.places"}, book.parent / "e.xlsx")
    said = refused(path, folder)
    assert (
        f"e.xlsx!Engagement!{second}: is 'engagement.team.places', which stands in row" in said[1]
    )
    assert "the row of engagement.team.ramp is missing" in said[0]
    assert first


# --- hostile files ---


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def parts_of(book: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(book) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_a_bomb_is_refused_before_it_is_unpacked(folder: Path, book: Path) -> None:
    bomb = book.parent / "bomb.xlsx"
    bomb.write_bytes(archive({**parts_of(book), "xl/media/a.bin": bytes(MOST_BYTES)}))
    assert bomb.stat().st_size < MOST_BYTES / 100
    (problem,) = refused(bomb, folder)
    assert "unpacks to more than 32 MB" in problem


def test_a_far_cell_is_refused_before_room_is_made_for_it(folder: Path, book: Path) -> None:
    parts = parts_of(book)
    name = "xl/worksheets/sheet2.xml"
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts[name] = parts[name].replace(b"</sheetData>", far)
    path = book.parent / "far.xlsx"
    path.write_bytes(archive(parts))
    (problem,) = refused(path, folder)
    assert "has a cell XFD1048576" in problem


def test_entities_are_refused(folder: Path, book: Path) -> None:
    parts = parts_of(book)
    name = "xl/worksheets/sheet2.xml"
    head = b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet'
    parts[name] = parts[name].replace(b"<worksheet", head, 1)
    path = book.parent / "entity.xlsx"
    path.write_bytes(archive(parts))
    (problem,) = refused(path, folder)
    assert "holds a document type" in problem


@pytest.mark.parametrize(
    "content",
    [b"", b"not a workbook", b"PK\x03\x04 broken", archive({"a.xml": b"<a/>"}),
     archive({"xl/workbook.xml": b"<workbook", "xl/_rels/workbook.xml.rels": b"<a/>"}),
     bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)],
    ids=["empty", "text", "cut", "no-workbook", "cut-xml", "password"],
)  # fmt: skip
def test_what_is_no_workbook_is_said_to_be_none(content: bytes, folder: Path) -> None:
    path = folder.parent / "none.xlsx"
    path.write_bytes(content)
    (problem,) = refused(path, folder)
    assert problem.startswith("none.xlsx: is no ")


# --- writing ---


def test_a_shipped_case_is_not_changed(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    export("example-2026", book, False, False, TODAY, catalogue())
    path = changed(book, {("Salaries", "salary.police-officer", "Owner"): "me"})
    found = propose(path, "example-2026", TODAY)
    with pytest.raises(InputError, match="iomcba init my-case --from example-2026"):
        write(found, "", "2026-11-25")


def test_a_case_that_changes_while_it_is_looked_at_is_left_alone(folder: Path, book: Path) -> None:
    found = propose(changed(book, {("Costs", ROOM, "Central"): 1010}), str(folder), TODAY)
    cost = folder / "cost.csv"
    cost.write_text(cost.read_text().replace(",1000,", ",1020,"))
    before = cost.read_bytes()
    with pytest.raises(InputError, match="was changed while the workbook was being looked at"):
        write(found, "", "2026-11-25")
    assert cost.read_bytes() == before
    assert not (folder / "changes.csv").exists()


def test_the_command_shows_and_writes_only_when_asked(book: Path, folder: Path) -> None:
    path = changed(book, {("Costs", ROOM, "Central"): 1010})
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    inside = folder.parents[1]
    lost = run("assumptions", "import", path.name, inside=inside)
    assert "which is not here. Name the case after the workbook" in lost.err
    case = "assumptions/small-case"
    shown = run("assumptions", "import", path.name, case, "--draws", "1024", inside=inside)
    assert shown.code == 0, shown.err
    assert "central: 1000 → 1010" in shown.out
    assert "Net value of A team" in shown.out
    assert "Nothing is written" in shown.err
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before
    done = run("assumptions", "import", path.name, case, "--no-effect", "--write", inside=inside)
    assert done.code == 0
    assert "Written: " in done.err
    assert ",1010,pert," in (folder / "cost.csv").read_text()


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-x", "@SUM(A1)", "\uff1d1"])
def test_a_text_that_begins_like_a_formula_is_refused(text: str, folder: Path, book: Path) -> None:
    """It would stand in a table of the case, which people open in a spreadsheet."""
    path = changed(book, {("Unit costs", HARM, "Owner"): text})
    assert any("begins like a formula" in problem for problem in refused(path, folder))


@pytest.mark.parametrize("written", ["1e400", "-1e400", "NaN", "inf"])
def test_a_number_that_is_not_finite_is_named_by_its_cell(
    written: str, folder: Path, book: Path
) -> None:
    path = changed(book, {("Unit costs", HARM, "Central"): Raw("", f"<v>{written}</v>")})
    cell = find(read_workbook(book).sheets["Unit costs"], HARM, "Central")
    at = f"edited.xlsx!Unit costs!{cell}"
    said = f"{at}: holds no finite number. Type the number anew, in digits."
    assert refused(path, folder) == [said]
    ran = run("assumptions", "import", path.name, str(folder), inside=path.parent)
    assert ran.code == 2, ran
    assert said in ran.err
