"""YAML files of words, dates and switches, checked by a schema; problems keep line and field."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from iomcba.characters import clipped
from iomcba.errors import Place, Problems, nearest
from iomcba.read.days import why_no_day
from iomcba.read.figures import why_no_number
from iomcba.read.located import Source, read_text
from iomcba.read.yaml_nodes import Read, YamlFault, read_nodes
from iomcba.terms.words import Words

Schema = TypeVar("Schema", bound=Words)
SHOWN = 80  # characters of a value in a message


def read_yaml(schema: type[Schema], source: Source, problems: Problems) -> Schema | None:
    """Read and check a YAML file; None after reporting every problem in it."""
    found = load_yaml(source, problems)
    if found is None:
        return None
    if not isinstance(found.value, dict):
        remedy = f"It needs: {', '.join(schema.model_fields)}."
        problems.add(Place(source.name, 1), "holds no keys", remedy)
        return None
    try:
        return schema.model_validate(found.value, strict=True)
    except ValidationError as error:
        for detail in error.errors():
            what, remedy = _fault(
                schema, detail["loc"], detail["type"], detail["msg"], detail["input"]
            )
            field = ".".join(str(step) for step in detail["loc"])
            problems.add(Place(source.name, found.line(detail["loc"]), field), what, remedy)
        return None


def load_yaml(source: Source, problems: Problems) -> Read | None:
    """The values of a YAML file with their lines; None after reporting why there are none."""
    text = read_text(source, problems)
    if text is None:
        return None
    for line, written in enumerate(text.split("\n"), start=1):
        if "\t" in written[: len(written) - len(written.lstrip())]:
            problems.add(Place(source.name, line), "indents with a tab", "Indent with spaces.")
            return None
    try:
        return read_nodes(text)
    except YamlFault as fault:
        problems.add(Place(source.name, fault.line), fault.what, fault.remedy)
    return None


def _fault(
    schema: type[BaseModel], where: tuple[int | str, ...], kind: str, message: str, given: object
) -> tuple[str, str]:
    """What is wrong with a value, and what to write."""
    if kind == "extra_forbidden":
        return "unknown key", nearest(str(where[-1]), _keys_beside(schema, where))
    if kind == "missing":
        return "is missing", ""
    if given is None:
        return "is blank", "Give a value, or leave the key out if it is not needed."
    if kind == "date_type" and isinstance(given, str | int | float):
        return why_no_day(str(given))
    if kind in ("int_type", "float_type") and isinstance(given, str):
        return why_no_number(given)
    short = clipped(str(given), SHOWN) if isinstance(given, str) else given
    named = short if isinstance(short, str | int | float | bool) else type(given).__name__
    return f"is {named!r}: {message[0].lower()}{message[1:]}", _REMEDIES.get(kind, "")


_REMEDIES = {
    "bool_type": "Write true or false.",
    "string_type": "Put it in quotes to make it a text.",
    "int_type": "Write digits only, such as 12.",
    "less_than_equal": "It may be no larger; a share lies between 0 and 1: 0.035 for 3.5%.",
}


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
