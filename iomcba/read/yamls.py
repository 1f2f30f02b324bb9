"""YAML files of words, dates and switches, checked by a schema; problems keep line and field."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from iomcba.errors import Place, Problems, nearest
from iomcba.read.located import Source, read_text
from iomcba.terms.words import Words

Schema = TypeVar("Schema", bound=Words)


def read_yaml(schema: type[Schema], source: Source, problems: Problems) -> Schema | None:
    """Read and check a YAML file; None after reporting every problem in it."""
    text = read_text(source, problems)
    found = None if text is None else _load(text, source, problems)
    if found is None:
        return None
    if not isinstance(found, dict):
        remedy = f"It needs: {', '.join(schema.model_fields)}."
        problems.add(Place(source.name, 1), "holds no keys", remedy)
        return None
    try:
        return schema.model_validate(_plain(found))
    except ValidationError as error:
        for detail in error.errors():
            _report(
                schema,
                found,
                detail["loc"],
                detail["type"],
                detail["msg"],
                detail["input"],
                source,
                problems,
            )
        return None


def _load(text: str, source: Source, problems: Problems) -> object:
    """The text as ruamel's nodes; None after reporting why it is none."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    for number, written in enumerate(text.splitlines(), start=1):
        if "\t" in written[: len(written) - len(written.lstrip())]:
            problems.add(Place(source.name, number), "indents with a tab", "Indent with spaces.")
            return None
    try:
        for event in YAML(typ="rt").parse(text) if "&" in text or "*" in text else ():
            if getattr(event, "anchor", None):
                at = Place(source.name, int(event.start_mark.line) + 1)
                problems.add(at, "anchors and aliases are refused", "Repeat the text.")
                return None
        found: object = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = (error.problem or error.context or "cannot be parsed").splitlines()[0]
        at = Place(source.name, int(mark.line) + 1 if mark else 0)
        problems.add(at, f"is not valid YAML: {what}")
    except (YAMLError, ValueError, TypeError, RecursionError) as error:
        # A control character, a day such as 2009-02-31, a key that is a list, brackets 1,000 deep.
        problems.add(
            Place(source.name),
            f"is not valid YAML: {(str(error) or 'cannot be parsed').splitlines()[0]}",
        )
    else:
        return found if found is not None else ""
    return None


def _plain(node: object) -> object:
    """Ruamel's nodes as plain Python values."""
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return node


def _report(
    schema: type[BaseModel],
    found: object,
    where: tuple[int | str, ...],
    kind: str,
    message: str,
    given: object,
    source: Source,
    problems: Problems,
) -> None:
    place = Place(source.name, _line(found, where), ".".join(str(step) for step in where))
    if kind == "extra_forbidden":
        problems.add(place, "unknown key", nearest(str(where[-1]), _keys_beside(schema, where)))
    elif kind == "missing":
        problems.add(place, "is missing")
    else:
        short = given if isinstance(given, str | int | float | bool) else type(given).__name__
        problems.add(place, f"is {short!r}: {message[0].lower()}{message[1:]}")


def _keys_beside(schema: type[BaseModel], where: tuple[int | str, ...]) -> list[str]:
    """The keys that the schema allows where the unknown key stands."""
    level: type[BaseModel] = schema
    for step in where[:-1]:
        field = level.model_fields.get(str(step))
        inner = field.annotation if field else None
        candidates = [inner, *getattr(inner, "__args__", ())]
        below = [c for c in candidates if isinstance(c, type) and issubclass(c, BaseModel)]
        if below:
            level = below[0]
    return list(level.model_fields)


def _line(node: object, where: tuple[int | str, ...]) -> int:
    """Line of the deepest key or item of `where` that exists, counted from 1."""
    line = 1
    for step in where:
        marks = getattr(node, "lc", None)
        try:
            line = (marks.key(step)[0] if isinstance(node, dict) else marks.item(step)[0]) + 1  # type: ignore[union-attr]
            node = node[step]  # type: ignore[index]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return line
