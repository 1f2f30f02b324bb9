"""YAML by its plainest part: what else there is in the language is refused, on its line."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iomcba.read.yaml_nodes import YamlFault, read_nodes


def fault(text: str) -> tuple[int, str]:
    with pytest.raises(YamlFault) as found:
        read_nodes(text)
    return found.value.line, found.value.what


def test_values_and_their_lines() -> None:
    found = read_nodes("# top\na: 1\nb:\n  c: [x, y]\n  d:\n    - e: 2.5\n      f: yes\n")
    assert found.value == {"a": 1, "b": {"c": ["x", "y"], "d": [{"e": 2.5, "f": "yes"}]}}
    assert found.line(("a",)) == 2
    assert found.line(("b", "c", 1)) == 4
    assert found.line(("b", "d", 0, "f")) == 7
    assert found.line(("b", "d", 0, "missing")) == 6
    assert found.line(("nothing",)) == 1


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("12", 12),
        ("-3", -3),
        ("0.035", 0.035),
        ("1e3", 1000.0),
        ("2011-04-01", date(2011, 4, 1)),
        ("", None),
        ("~", None),
        ("null", None),
        # What YAML 1.1 makes switches, octals, sums of sixties: texts.
        *((text, text) for text in ("yes", "no", "on", "off", "y", "n", "True", "NO")),
        *((text, text) for text in ("012", "0o7", "0x1F", "0b1", "1_000", "1:30", "1,000")),
        *((text, text) for text in (".inf", "-.inf", ".nan", "1e309", "9" * 30, "+", "=")),
        *((text, text) for text in ("2011-02-30", "2011-4-1", "2011-04-01T00:00:00", "0001-01-01")),
        ("'12'", "12"),
        ('"true"', "true"),
        ('"\\u0175"', "ŵ"),
    ],
)
def test_a_scalar_is_what_it_looks_like(written: str, value: object) -> None:
    found = read_nodes(f"a: {written}\n").value
    assert found == {"a": value}
    assert type(found["a"]) is type(value)  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: &x 1\nb: 2\n", 1, "anchors and aliases"),
        ("a: 1\nb: *x\n", 2, "anchors and aliases"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "tags"),
        ("a: 1\nb: !!str 12\n", 2, "tags"),
        ("a: !x {}\n", 1, "tags"),
        ("a: 1\n<<: {b: 2}\n", 2, "merge keys"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a: 1\nb: 2\na: 3\n", 3, "duplicate key 'a', first on line 1"),
        ("? [a]\n: 1\n", 1, "a key is a list"),
        ("a: " + "[" * 100 + "]" * 100, 1, "nested more than"),
        ("a: [1\n", 2, "is not valid YAML"),
        ("a: b: c\n", 1, "is not valid YAML"),
        ("a: %x\n", 1, "is not valid YAML"),
        ('a: 1\nb: "\\e[31m"\n', 2, "holds U+001B"),
        ('a: "\\u202e"\n', 1, "holds U+202E, which turns the direction"),
        ('a: "\\ud800"\n', 1, "holds U+D800, which is no character"),
        ('a: "\\uFFFE"\n', 1, "holds U+FFFE, which is no character"),
    ],
)
def test_the_rest_of_yaml_is_refused_on_its_line(text: str, line: int, words: str) -> None:
    assert fault(text)[0] == line
    assert words in fault(text)[1]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('a: 1\nb: "x\nc: 1\nd: 2\n', 2, "a quote opens and is never closed. Close it"),
        ("a: 1\nb: 'x\nc: 1\n", 2, "a quote opens and is never closed. Close it"),
        ("a: x: y\n", 1, 'not allowed here. Put a text that holds ": " in quotes'),
        ("a:\tb\n", 1, "any token. Put the text in quotes; write spaces, not tabs."),
        ("a: [1, 2\nb: 3\n", 2, "Close the bracket, or put the text in quotes."),
        ("a: 1\nb\n", 3, "Write a key, a colon and a space, then the value."),
        ("a:\n  - b\n - c\n", 3, "Indent what belongs together alike"),
    ],
)
def test_what_is_no_yaml_is_told_with_what_to_write(text: str, line: int, words: str) -> None:
    with pytest.raises(YamlFault) as found:
        read_nodes(text)
    assert found.value.line == line
    assert words in f"{found.value.what}. {found.value.remedy}"


@pytest.mark.parametrize(
    "bomb",
    [
        "a: " + "[" * 200_000,
        "a: " + "{a: " * 100_000,
        "- " * 100_000,
        "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a,*a]\n" for n in range(1000)),
        "[" + "1," * 200_000 + "]",
        "? " * 100_000,
    ],
    ids=["brackets", "braces", "dashes", "laughs", "many", "queries"],
)
def test_bombs_are_refused_at_once(bomb: str) -> None:
    began = time.process_time()
    fault(bomb)
    assert time.process_time() - began < 15


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab:-[]{},#&*!|>'\"%@ \n?0") | st.characters(), max_size=30))
def test_any_text_is_values_or_a_fault(text: str) -> None:
    with suppress(YamlFault):
        read_nodes(text)
