"""A cohort file as a frame: the cells that were written, on the lines on which they stand."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from iomcba.errors import Problems
from iomcba.read.frames import read_frame
from iomcba.read.guard import REFUSED
from iomcba.read.located import Source

CELLS = st.text(st.characters(codec="utf-8"), max_size=6).filter(
    lambda t: not REFUSED.search(t) and "\r" not in t
)
PLAIN = st.text("abcNA0129 .-", max_size=5)


def frame_of(content: bytes, *required: str) -> tuple[pd.DataFrame | None, list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(content)
        problems = Problems()
        return read_frame(Source(path, "x.csv"), required, problems), [str(p) for p in problems]


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.one_of(*(st.lists(st.tuples(c, c, c), max_size=8) for c in (CELLS, PLAIN))))
def test_what_a_csv_writer_wrote_is_read_back_with_its_lines(
    rows: list[tuple[str, str, str]],
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    lines = []
    for row in [("a", "b", "c"), *rows]:
        lines.append(text.getvalue().count("\n") + 1)
        writer.writerow(row)
    frame, problems = frame_of(text.getvalue().encode(), "a")
    kept = [(line, row) for line, row in zip(lines[1:], rows, strict=True) if any(row)]
    assert problems == []
    assert frame is not None
    assert list(frame.itertuples(index=True, name=None)) == [(n, *row) for n, row in kept]


def test_rows_of_another_width_are_named_and_the_others_read() -> None:
    frame, problems = frame_of(b'a,b\n1,2\n3\n4,5,6\n"7\n8",9\n0,"x"\n')
    assert frame is not None
    assert frame.to_dict("split") == {
        "index": [2, 5, 7],
        "columns": ["a", "b"],
        "data": [["1", "2"], ["7\n8", "9"], ["0", "x"]],
    }
    assert [p.split(". ")[0] for p in problems] == [
        "x.csv:3: 1 cell where the header has 2",
        "x.csv:4: 3 cells where the header has 2",
    ]


def test_na_and_zeros_stay_text() -> None:
    frame, _ = frame_of(b"id,n\nNA,0012\nnull,1e5\n,nan\n")
    assert frame is not None
    assert frame["id"].tolist() == ["NA", "null", ""]
    assert frame["n"].tolist() == ["0012", "1e5", "nan"]


def test_old_mac_and_windows_line_ends_and_blank_lines() -> None:
    for end in (b"\n", b"\r\n", b"\r"):
        frame, problems = frame_of(end.join([b"a,b", b"1,2", b"", b",", b"3,4"]))
        assert problems == []
        assert frame is not None
        assert frame.index.tolist() == [2, 5]
