"""A case → its workbook's sheets: the case's own rows, and those rows of its sets that it uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal, get_args, get_origin

from pydantic import BaseModel

from iomcba import __version__
from iomcba.errors import Place, Problems
from iomcba.keep.scalars import Path as Keys
from iomcba.keep.scalars import scalars
from iomcba.pipeline.desk.register import entries
from iomcba.read.columns import COMMON, Column, TableForm
from iomcba.read.located import read_lines
from iomcba.read.tables import FORM_OF
from iomcba.read.workspace import Workspace
from iomcba.report.desk import entries as in_words
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.desk import (
    ABOUT,
    CASE_WORDS,
    INPUT,
    KEY,
    OPTION_WORDS,
    REASON,
    VALUE,
    DeskBook,
    DeskColumn,
    DeskRow,
    DeskSheet,
)
from iomcba.terms.inputs import Inputs
from iomcba.terms.register import Entry
from iomcba.terms.words import CaseWords, OptionWords

FIGURE = ("central", "distribution", "low", "high", "interval", "unit", "price_base")
WHY, ASSUMPTION, STANDS, MEAN, FEEDS = "reason", "name", "stands", "mean", "feeds"
# Words that name folders and ids: other files hang on them, so that they are changed by hand.
FIXED = ("id", "folder", "role", "effect")
LISTED = {
    "bearer": "bearer",
    "employer": "bearer",
    "optimism": "optimism-bias",
    "source": "source",
}
KIND_OF: Mapping[type, str] = {int: "number", float: "number", date: "date"}
KINDS: Mapping[str | int, str] = {"start": "year", "price_base": "year", "go_live": "month"}


def lay_out(
    workspace: Workspace, inputs: Inputs, everything: bool, today: date, words: Catalogue
) -> DeskBook:
    """The workbook of a case; with `everything` the rows too that enter nothing."""
    by_name = {entry.name: entry for entry in entries(inputs, today)}
    tables = dict.fromkeys(row.table for row in inputs.rows)
    sheets = [
        DeskSheet(
            words.text("desk-sheet.case-words"),
            CASE_WORDS,
            words.text("desk.case-prose"),
            WORDS,
            tuple(_case_words(workspace, inputs)),
        ),
        DeskSheet(
            words.text("desk-sheet.option-words"),
            OPTION_WORDS,
            words.text("desk.options-prose"),
            WORDS,
            tuple(_option_words(workspace, inputs)),
        ),
    ]
    for form in (form for name, form in FORM_OF.items() if name in tables):
        rows = tuple(_rows(workspace, inputs, form, by_name, everything))
        if rows:
            title = words.text(f"desk-sheet.{form.name}")
            sheets.append(DeskSheet(title, form.name, form.prose, columns(form), rows))
    own = [row for row in inputs.rows if row.origin == inputs.words.id]
    return DeskBook(
        case=inputs.words.id,
        title=inputs.words.title,
        folder=inputs.place.file.rpartition("/")[0] or ".",
        version=__version__,
        files=tuple((_short(name), sha) for name, sha in inputs.files),
        sheets=tuple(sheets),
        lists={
            "bearer": tuple(row.keys[0] for row in inputs.table("bearer")),
            "optimism-bias": tuple(
                dict.fromkeys(row.keys[0] for row in inputs.table("optimism-bias"))
            ),
            "source": tuple(row.keys[0] for row in own if row.table == "source"),
        },
    )


def _short(name: str) -> str:
    """A file by its folder and name, which stay when the whole case is moved."""
    return "/".join(name.split("/")[-2:])


def columns(form: TableForm) -> tuple[DeskColumn, ...]:
    """The columns of a table's sheet: keys, label, figure, other words, evidence, reason."""
    figure = [column for column in COMMON if form.carries_figure and column.name in FIGURE]
    evidence = [column for column in COMMON if form.carries_figure and column.name not in FIGURE]
    label = [column for column in form.attributes if column.name == "label"]
    words = [column for column in form.attributes if column.name != "label"]
    return (
        *(_column(column, KEY) for column in form.keys),
        *(_column(column, INPUT) for column in (*label, *figure, *words, *evidence)),
        DeskColumn(WHY, "Reason for change", REASON),
        DeskColumn(ASSUMPTION, "Name", ABOUT),
        *(
            (DeskColumn(MEAN, "Mean in the case's prices", ABOUT, "number"),)
            if form.carries_figure
            else ()
        ),
        *((DeskColumn(FEEDS, "Feeds", ABOUT),) if form.carries_figure else ()),
        DeskColumn(STANDS, "Stands in", ABOUT),
    )


WORDS = (
    DeskColumn("key", "What", KEY),
    DeskColumn(VALUE, "Words or switch", INPUT),
    DeskColumn(WHY, "Reason for change", REASON),
    DeskColumn("allowed", "Allowed", ABOUT),
    DeskColumn(ASSUMPTION, "Name", ABOUT),
    DeskColumn(STANDS, "Stands in", ABOUT),
)


def _column(column: Column, role: str) -> DeskColumn:
    return DeskColumn(
        column.name,
        column.name.replace("_", " ").capitalize(),
        role,
        column.kind,
        column.choices,
        column.prose,
        LISTED.get(column.name, "") if role == INPUT else "",
    )


def _rows(
    workspace: Workspace,
    inputs: Inputs,
    form: TableForm,
    by_name: Mapping[str, Entry],
    everything: bool,
) -> Iterator[DeskRow]:
    """Rows of a table: the case's own all, those of its sets where they carry a used figure."""
    written = _written(workspace, inputs, form.name)
    for row in inputs.rows:
        own = row.origin == inputs.words.id
        entry = by_name.get(row.name)
        if row.table != form.name or not (own or (entry and (entry.feeds or everything))):
            continue
        texts = dict(written[row.place.file, row.place.line])
        texts[ASSUMPTION] = row.name
        texts[STANDS] = f"{row.place} ({row.origin})"
        if entry is not None:
            texts[MEAN] = f"{row.distribution.mean:.6g}" if row.distribution else ""
            texts[FEEDS] = "; ".join(in_words.feeds(entry))
        yield DeskRow(row.name, row.place, row.origin, own, texts)


def _written(
    workspace: Workspace, inputs: Inputs, table: str
) -> dict[tuple[str, int], dict[str, str]]:
    """Every row of a table as its cells were written, by file and line."""
    folders = [found for id in inputs.words.sets if (found := workspace.evidence(id)) is not None]
    cells = {}
    for folder in (*folders, workspace.case):
        path = folder / f"{table}.csv"
        if not workspace.holds(path):
            continue
        source = workspace.source(path)
        lines = read_lines(source, Problems())
        assert lines is not None, "the case was read"
        for line, row in lines.rows:
            cells[source.name, line] = dict(zip(lines.header, row, strict=True))
    return cells


def _case_words(workspace: Workspace, inputs: Inputs) -> Iterator[DeskRow]:
    yield from _words(workspace, inputs, "case.yaml", "case", CaseWords)


def _option_words(workspace: Workspace, inputs: Inputs) -> Iterator[DeskRow]:
    for option in inputs.options:
        name = f"options/{option.id}.yaml"
        yield from _words(workspace, inputs, name, f"options.{option.id}", OptionWords)


def _words(
    workspace: Workspace, inputs: Inputs, file: str, prefix: str, schema: type[BaseModel]
) -> Iterator[DeskRow]:
    """Every single word of a YAML file that may be changed here."""
    source = workspace.source(workspace.case / file)
    for keys, text in scalars(source.read()).items():
        if keys[-1] in FIXED or keys[0] in ("sets", "options"):
            continue
        field = ".".join(str(key) for key in keys)
        kind, choices = _of_schema(schema, keys)
        texts = {
            "key": field,
            VALUE: text,
            "allowed": ", ".join(choices),
            ASSUMPTION: f"{prefix}.{field}",
            STANDS: f"{source.name}: {field}",
        }
        place = Place(source.name, 0, field)
        yield DeskRow(f"{prefix}.{field}", place, inputs.words.id, True, texts, kind, choices)


def _of_schema(schema: type[BaseModel], keys: Keys) -> tuple[str, tuple[str, ...]]:
    """Kind and allowed words of a value, from the schema that reads it."""
    found: object = schema
    for key in keys:
        if isinstance(key, int):
            found = _bare(next(iter(get_args(found)), str))
        elif isinstance(found, type) and issubclass(found, BaseModel):
            found = _bare(found.model_fields[key].annotation)
    if keys[-1] in KINDS:
        return KINDS[keys[-1]], ()
    if get_origin(found) is Literal:
        return "choice", tuple(str(word) for word in get_args(found))
    if found is bool:
        return "choice", ("true", "false")
    return (KIND_OF.get(found, "text") if isinstance(found, type) else "text"), ()


def _bare(annotation: object) -> object:
    """An annotation without its None and its constraints."""
    parts = [part for part in get_args(annotation) if part is not type(None)]
    if get_origin(annotation) in (list, Literal, None) or not parts:
        return annotation
    return _bare(parts[0])
