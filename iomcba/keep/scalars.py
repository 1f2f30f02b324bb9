"""Values of a YAML file changed, and every other byte left alone: comments, order, quoting, lines.

A value keeps its style (plain, quoted, folded) where its new text allows it, and is put in double
quotes where not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING, TypeAlias

from iomcba.keep.cells import MARK, line_end_of

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node, ScalarNode

Path: TypeAlias = tuple[str | int, ...]
Value: TypeAlias = str | int | float | bool | date
WIDTH = 100  # columns of a folded text


def edit_values(content: bytes, values: Mapping[Path, Value]) -> bytes:
    """A YAML file with scalar values replaced; each is named by its keys and positions.

    Raises:
        KeyError: if a path leads to no scalar of the file.
        ValueError: if a value cannot be written so that it reads back.
    """
    text = content.decode("utf-8")
    mark = MARK if text.startswith(MARK) else ""
    text = text.removeprefix(MARK)
    end = line_end_of(content)
    for path, value in values.items():
        text = _edited(text, path, value, end)
    return (mark + text).encode("utf-8")


def replace_key(content: bytes, key: str, lines: str) -> bytes:
    """A YAML file with other lines in the place of a topmost key and what stands under it.

    Raises:
        KeyError: if there is no such key.
    """
    text = content.decode("utf-8")
    block = re.compile(
        rf"^{re.escape(key)}:.*(?:(?:\r\n|\r|\n)(?=[ \t-]|\r|\n).*)*(?:\r\n|\r|\n|\Z)", re.M
    )
    found = block.search(text)
    if found is None:
        raise KeyError(key)
    said = "".join(line + line_end_of(content) for line in lines.splitlines())
    return (text[: found.start()] + said + text[found.end() :]).encode("utf-8")


def with_comment(content: bytes, comment: str) -> bytes:
    """A YAML file under another comment: the lines of comment at its top are replaced."""
    text = content.decode("utf-8")
    mark = MARK if text.startswith(MARK) else ""
    top = re.match(r"(?:#.*(?:\r\n|\r|\n))*", text.removeprefix(MARK))
    assert top is not None, "no comment at all is found too"
    said = "".join(line + line_end_of(content) for line in comment.splitlines())
    return (mark + said + text.removeprefix(MARK)[top.end() :]).encode("utf-8")


def scalars(content: bytes) -> dict[Path, str]:
    """Every scalar of a YAML file by its path, as text."""
    text = content.decode("utf-8").removeprefix(MARK)
    return {path: str(node.value) for path, node in _nodes(text)}


def _edited(text: str, path: Path, value: Value, end: str) -> str:
    """The text with one value replaced; a value that it has already leaves it as it is."""
    node = dict(_nodes(text))[path]
    start, stop = node.start_mark.index, node.end_mark.index
    was = text[start:stop]
    plain = _plainly(value)
    wanted = _loaded(text)
    was_loaded = repr(wanted)
    _put(wanted, path, value)
    if repr(wanted) == was_loaded:
        return text
    for new in _ways(was, plain, value, end, str(node.style or "")):
        tried = text[:start] + new + text[stop:]
        if _reads_as(tried, wanted):
            return tried
    raise ValueError(f"{value!r} cannot be written at {'.'.join(map(str, path))}")


def _ways(was: str, plain: str, value: Value, end: str, style: str) -> Iterator[str]:
    """The value in the style it had, then plain, then in double quotes."""
    if isinstance(value, str):
        if style in (">", "|"):
            yield _block(was, value, end)
            yield json.dumps(value, ensure_ascii=False) + end
            return
        if style == "'":
            yield "'" + value.replace("'", "''") + "'"
        if style != '"':
            yield plain
        yield json.dumps(value, ensure_ascii=False)
        return
    yield plain


def _block(was: str, value: str, end: str) -> str:
    """A folded or literal text on lines of its own, as deep as before."""
    header, *lines = was.splitlines(keepends=True)
    body = [line for line in lines if line.strip()]
    indent = body[0][: len(body[0]) - len(body[0].lstrip())] if body else "  "
    trailing = lines[len(lines) - _blank_at_end(lines) :]
    folded = header.startswith(">")
    texts = wrap(value, WIDTH - len(indent), break_long_words=False, break_on_hyphens=False)
    written = texts if folded else value.split("\n")
    return header + "".join(f"{indent}{line}{end}" for line in written) + "".join(trailing)


def _blank_at_end(lines: list[str]) -> int:
    count = 0
    for line in reversed(lines):
        if line.strip():
            break
        count += 1
    return count


def _plainly(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _nodes(text: str) -> Iterator[tuple[Path, ScalarNode]]:
    from ruamel.yaml import YAML
    from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

    def below(node: Node, path: Path) -> Iterator[tuple[Path, ScalarNode]]:
        if isinstance(node, MappingNode):
            for key, value in node.value:
                yield from below(value, (*path, key.value))
        elif isinstance(node, SequenceNode):
            for place, value in enumerate(node.value):
                yield from below(value, (*path, place))
        elif isinstance(node, ScalarNode):
            yield path, node

    root = YAML(typ="safe", pure=True).compose(text)
    if root is not None:
        yield from below(root, ())


def _loaded(text: str) -> object:
    from ruamel.yaml import YAML

    found: object = YAML(typ="safe", pure=True).load(text)
    return found


def _reads_as(text: str, wanted: object) -> bool:
    from ruamel.yaml.error import YAMLError

    try:
        found = _loaded(text)
    except (YAMLError, ValueError):
        return False
    return repr(found) == repr(wanted)


def _put(root: object, path: Path, value: Value) -> None:
    for step in path[:-1]:
        root = root[step]  # type: ignore[index]
    root[path[-1]] = value  # type: ignore[index]
