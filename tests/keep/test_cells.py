"""Laws of cell edits: what is asked changes, and not one other byte."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomcba.keep.cells import CellEdit, edit_cells, line_end_of, new_table

SHIPPED = sorted(Path(__file__).parents[2].glob("assumptions/*/*.csv"))
texts = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\ufeff", exclude_categories=("Cs",)),
    max_size=12,
).filter(lambda text: "\r" not in text)
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(texts, min_size=width, max_size=width), min_size=1, max_size=4
    ).map(lambda rows: [[f"c{n}" for n in range(width)], *rows])
)


def written(rows: list[list[str]], end: str, quoting: int, mark: bool) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end, quoting=quoting).writerows(rows)
    return (("\ufeff" if mark else "") + out.getvalue()).encode("utf-8")


def read(content: bytes) -> list[tuple[int, list[str]]]:
    """Rows with their lines, by Python's own reader."""
    reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    found, line = [], 1
    for row in reader:
        found.append((line, row))
        line = reader.line_num + 1
    return found


@given(
    tables,
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.booleans(),
    st.data(),
)
def test_one_cell_changes_and_nothing_else(
    rows: list[list[str]], end: str, quoting: int, mark: bool, data: st.DataObject
) -> None:
    content = written(rows, end, quoting, mark)
    numbered = read(content)
    place = data.draw(st.integers(1, len(rows) - 1))
    column = data.draw(st.integers(0, len(rows[0]) - 1))
    new = data.draw(texts)
    edited = edit_cells(content, [CellEdit(numbered[place][0], f"c{column}", new)])
    wanted = [list(row) for row in rows]
    wanted[place][column] = new
    assert [row for _, row in read(edited)] == wanted
    # The bytes before and after the cell are the old ones.
    common = 0
    while common < min(len(content), len(edited)) and content[common] == edited[common]:
        common += 1
    tail = 0
    while (
        tail < min(len(content), len(edited)) - common and content[-1 - tail] == edited[-1 - tail]
    ):
        tail += 1
    changed = content[common : len(content) - tail].decode("utf-8", "replace")
    assert len(changed) <= len(rows[place][column]) * 2 + 2


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_writing_every_cell_as_it_is_leaves_a_shipped_table_alone(path: Path) -> None:
    content = path.read_bytes()
    (_, header), *rows = read(content)
    edits = [
        CellEdit(line, column, text)
        for line, row in rows
        for column, text in zip(header, row, strict=True)
    ]
    assert edit_cells(content, edits) == content


def test_quotes_stay_where_they_were_and_come_only_where_they_must() -> None:
    content = b'a,b,c\r\n"x",2,plain\r\n"y",3,"a, b"\r\n'
    edited = edit_cells(
        content, [CellEdit(2, "a", "z"), CellEdit(2, "c", "now, two"), CellEdit(3, "c", "one")]
    )
    assert edited == b'a,b,c\r\n"z",2,"now, two"\r\n"y",3,"one"\r\n'


def test_a_row_is_put_below_the_last_in_the_files_own_line_ends() -> None:
    content = "\ufeffa,b\r\n1,2".encode()
    added = edit_cells(content, [], [{"b": "x,y"}])
    assert added == '\ufeffa,b\r\n1,2\r\n,"x,y"\r\n'.encode()
    assert line_end_of(content) == "\r\n"
    assert new_table(["a", "b"], [{"a": "1"}], "\r\n") == b"a,b\r\n1,\r\n"


def test_cells_over_several_lines_are_found_by_the_line_on_which_their_row_starts() -> None:
    content = b'a,b\n1,"two\nlines"\n\n3,4\n'
    assert edit_cells(content, [CellEdit(5, "b", "5")]) == b'a,b\n1,"two\nlines"\n\n3,5\n'
    with pytest.raises(KeyError):
        edit_cells(content, [CellEdit(3, "b", "5")])
    with pytest.raises(KeyError):
        edit_cells(content, [CellEdit(2, "no-such", "5")])
