"""YAML files of words, dates and switches, checked by a schema; problems keep line and field."""

from __future__ import annotations

from typing import TypeVar

from pydantic import ValidationError

from iomcba.errors import Keys, Place, Problems
from iomcba.read.located import Source, read_text
from iomcba.read.yaml_faults import fault as fault_of
from iomcba.read.yaml_nodes import Read, YamlFault, read_nodes
from iomcba.terms.words import Words

Schema = TypeVar("Schema", bound=Words)


def read_yaml(schema: type[Schema], source: Source, problems: Problems) -> Schema | None:
    """Read and check a YAML file; None after reporting every problem in it."""
    return read_keyed(schema, source, problems)[0]


def read_keyed(
    schema: type[Schema], source: Source, problems: Problems
) -> tuple[Schema | None, Keys]:
    """The same with the lines of its keys, for what is held between keys or against other files."""
    keys = Keys(source.name)
    found = load_yaml(source, problems)
    if found is None:
        return None, keys
    if not isinstance(found.value, dict):
        remedy = f"It needs: {', '.join(schema.model_fields)}."
        problems.add(Place(source.name, 1), "holds no keys", remedy)
        return None, keys
    try:
        words = schema.model_validate(found.value, strict=True)
        return words, Keys(source.name, found.lines)
    except ValidationError as error:
        for detail in error.errors():
            field = ".".join(str(step) for step in detail["loc"])
            place = Place(source.name, found.line(detail["loc"]), field)
            problems.add(place, *fault_of(schema, detail, found))
        return None, keys


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
