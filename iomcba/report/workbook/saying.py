"""Ids of columns and words in formulas → the heads and words that the catalogue has for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from iomcba.report.workbook.grid import Cell, Column, Formula, Model, Name, Table
from iomcba.report.workbook.reading import TOKEN


def said(model: Model, word: Callable[[str], str]) -> Model:
    """The workbook with its formulas and defined names in the words of its heads."""
    heads = {
        (table.name, column.id): column.head for table in model.tables for column in table.columns
    }

    def table(old: Table) -> Table:
        @cache
        def formula(text: str) -> Formula:
            return Formula(TOKEN.sub(lambda found: _in_words(found, old.name, heads, word), text))

        def cells(column: Column) -> Sequence[Cell]:
            return [formula(c.text) if type(c) is Formula else c for c in column.cells]

        columns = tuple(replace(column, cells=cells(column)) for column in old.columns)
        return replace(old, columns=columns)

    def name(old: Name) -> Name:
        return replace(old, head=heads[old.table, old.head])

    return Model(tuple(map(table, model.tables)), tuple(map(name, model.names)))


def _in_words(
    found: re.Match[str],
    table: str,
    heads: dict[tuple[str, str], str],
    word: Callable[[str], str],
) -> str:
    if found["word"]:
        return f'"{word(found["word"])}"'
    if found["table"]:
        return f"{found['table']}[{heads[found['table'], found['column']]}]"
    if found["above"]:
        return f"[^{heads[table, found['above']]}]"
    return f"[{heads[table, found['here']]}]" if found["here"] else found[0]
