"""Laws of edits in YAML: the value reads back, comments and every other line stay."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from iomcba.keep.scalars import edit_values, replace_key, scalars, with_comment

SHIPPED = sorted(Path(__file__).parents[2].glob("assumptions/*/case.yaml"))
MIXED = b"""\
# top
plain: a word # why
single: 'it''s'
double: "x"
folded: >-
  one two
  three

# between
list: [3, 5, 10]
nested:
  - id: first
    label: "one"
  - id: second
    count: 7 # seven
last: 2011-04-01
"""


def loaded(content: bytes) -> object:
    return YAML(typ="safe", pure=True).load(content.decode("utf-8-sig"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.parent.name)
def test_writing_every_value_as_it_is_leaves_a_shipped_case_alone(path: Path) -> None:
    content = path.read_bytes()
    words = {
        keys: value
        for keys, value in scalars(content).items()
        if isinstance(at(content, keys), str)
    }
    assert edit_values(content, words) == content


def at(content: bytes, keys: tuple[str | int, ...]) -> object:
    found = loaded(content)
    for key in keys:
        found = found[key]  # type: ignore[index]
    return found


sentences = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp")),
    min_size=1,
    max_size=40,
).map(str.strip)


@given(
    st.sampled_from(["plain", "single", "double", "folded", ("nested", 0, "label")]),
    sentences.filter(bool),
    st.booleans(),
    st.booleans(),
)
def test_any_text_reads_back_and_no_other_line_changes(
    key: str | tuple[str | int, ...], text: str, mark: bool, windows: bool
) -> None:
    content = MIXED.replace(b"\n", b"\r\n") if windows else MIXED
    content = (b"\xef\xbb\xbf" if mark else b"") + content
    keys = key if isinstance(key, tuple) else (key,)
    edited = edit_values(content, {keys: text})
    assert at(edited, keys) == text
    kept = [
        line for line in content.splitlines(keepends=True) if b"#" in line and b"plain" not in line
    ]
    assert [line for line in edited.splitlines(keepends=True) if line in kept] == kept
    others = {k: v for k, v in scalars(content).items() if k != keys}
    assert {k: v for k, v in scalars(edited).items() if k != keys} == others
    assert edited.startswith(b"\xef\xbb\xbf") == mark
    if windows:
        assert edited.count(b"\n") == edited.count(b"\r\n")


def test_numbers_days_and_items_keep_their_comment_and_place() -> None:
    edited = edit_values(
        MIXED, {("list", 1): 6, ("nested", 1, "count"): 8, ("last",): date(2012, 5, 1)}
    )
    assert edited == (
        MIXED.replace(b"[3, 5, 10]", b"[3, 6, 10]")
        .replace(b"count: 7 # seven", b"count: 8 # seven")
        .replace(b"2011-04-01", b"2012-05-01")
    )


def test_a_folded_text_stays_folded_and_the_blank_line_after_it_stays() -> None:
    long = "word " * 40 + "end"
    edited = edit_values(MIXED, {("folded",): long})
    assert b"folded: >-\n  word word" in edited
    assert b"end\n\n# between\n" in edited
    assert max(len(line) for line in edited.splitlines()) <= 100


def test_a_path_that_is_not_there_is_refused() -> None:
    for keys in (("nothing",), ("nested",), ("list", 9)):
        with pytest.raises(KeyError):
            edit_values(MIXED, {keys: "x"})


def test_a_key_is_replaced_with_what_stands_under_it() -> None:
    replaced = replace_key(MIXED, "nested", "# gone\n")
    assert replaced == MIXED[: MIXED.index(b"nested")] + b"# gone\n" + MIXED[MIXED.index(b"last") :]
    assert with_comment(MIXED, "# new\n# top") == MIXED.replace(b"# top", b"# new\n# top")
    with pytest.raises(KeyError):
        replace_key(MIXED, "no-such", "")
