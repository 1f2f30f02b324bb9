"""A formula template → the text a spreadsheet reads, and → its value, for the figures kept with it.

A viewer that does not recalculate shows the kept figures. Both come from the one template, so that
there is no second copy of the model; a spreadsheet's own recalculation is held to them by a test.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import numpy as np

from iomcba.report.workbook.grid import Formula, Model, Table

TOKEN = re.compile(
    r'(?P<text>"[^"]*")'
    r"|@(?P<word>[a-z-]+)"
    r"|(?P<table>[A-Za-z]\w*)\[(?P<column>[^\]]+)\]"
    r"|\[\^(?P<above>[^\]]+)\]"
    r"|\[(?P<here>[^\]]+)\]"
    r"|(?P<function>[A-Z]+)(?=\()"
    r"|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<sign><>|<=|>=|=|\^)"
)
_SIGNS = {"=": "==", "<>": "!=", "^": "**"}


def letters(column: int) -> str:
    """A column's letters. `letters(27)` is 'AB'."""
    text = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        text = chr(ord("A") + rest) + text
        column -= 1
    return text


def names_read(tables: Iterable[Table]) -> set[str]:
    """Defined names that formulas of some tables read."""
    texts = {
        cell.text
        for table in tables
        for column in table.columns
        for cell in column.cells
        if isinstance(cell, Formula)
    }
    return {found["name"] for text in texts for found in TOKEN.finditer(text) if found["name"]}


def spreadsheet_text(formula: Formula, table: Table, at: int) -> str:
    """The formula as a cell in row `at` (from 0) of the sheet holds it, sign of equality first."""
    text = _own_table(formula.text, table.name)
    if "[^" not in text:
        return text

    def above(found: re.Match[str]) -> str:
        return f"{letters(table.place(found[1]))}{at}"

    return re.sub(r"\[\^([^\]]+)\]", above, text)


@lru_cache(maxsize=4096)
def _own_table(text: str, table: str) -> str:
    # Heads hold brackets, commas and signs: a spreadsheet then asks for them in double brackets.
    def written(found: re.Match[str]) -> str:
        if found["here"]:
            return f"{table}[[#This Row],[{found['here']}]]"
        return f"{found['table']}[[{found['column']}]]" if found["table"] else found[0]

    return "=" + TOKEN.sub(written, text)


class Values:
    """Values of all cells, worked out when asked for."""

    def __init__(self, model: Model) -> None:
        self._tables = {table.name: table for table in model.tables}
        self._places = {
            table.name: {column.head: column for column in table.columns} for table in model.tables
        }
        self._names = {name.name: name for name in model.names}
        self._known: dict[tuple[str, str, int], float | str] = {}
        self._columns: dict[tuple[str, str], Any] = {}

    def cell(self, table: str, head: str, row: int) -> float | str:
        """The value of one cell; blank cells are an empty text.

        Raises:
            KeyError: for a table, column or name that the workbook does not have.
        """
        key = (table, head, row)
        if key in self._known:
            return self._known[key]
        content = self._places[table][head].cells[row]
        if isinstance(content, Formula):
            found = _reading(content.text)(
                lambda other: self.cell(table, other, row),
                lambda other: self.cell(table, other, row - 1),
                self.column,
                self.name,
            )
            found = found if isinstance(found, str) else float(found)
        else:
            found = "" if content is None else content
        self._known[key] = found
        return found

    def column(self, table: str, head: str) -> Any:
        """All values of a column as an array."""
        key = (table, head)
        if key not in self._columns:
            rows = range(self._tables[table].size)
            self._columns[key] = np.array([self.cell(table, head, row) for row in rows])
        return self._columns[key]

    def name(self, name: str) -> float | str:
        """The value of a defined name."""
        found = self._names[name]
        return self.cell(found.table, found.head, found.row)


def _in_code(found: re.Match[str]) -> str:
    if found["table"]:
        return f"column({found['table']!r}, {found['column']!r})"
    if found["text"]:
        return repr(found["text"][1:-1])
    for kind in ("above", "here", "name"):
        if found[kind]:
            return f"{kind}({found[kind]!r})"
    return _SIGNS.get(found[0], found[0])


class _LazyIf(ast.NodeTransformer):
    """IF works out only the branch it takes, as in a spreadsheet."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "IF":
            test, then, otherwise = node.args
            return ast.copy_location(ast.IfExp(test, then, otherwise), node)
        return node


@lru_cache(maxsize=4096)
def _reading(text: str) -> Callable[..., Any]:
    """A template as a function of how to find a cell here, one above, a column and a name."""
    code = f"lambda here, above, column, name: {TOKEN.sub(_in_code, text)}"
    tree = ast.parse(code, mode="eval")
    if "IF(" in text:
        tree = ast.fix_missing_locations(_LazyIf().visit(tree))
    read: Callable[..., Any] = eval(
        compile(tree, text, "eval"), _FUNCTIONS
    )  # our text; words are quoted
    return read


def _round(value: float, places: float) -> float:
    """Half away from zero, as spreadsheets round."""
    scale = 10.0**places
    return float(np.copysign(np.floor(abs(value) * scale + 1 / 2), value) / scale)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUMPRODUCT": lambda values: float(np.sum(values)),
    "SUM": lambda values: float(np.sum(values)),
    "MIN": min,
    "MAX": lambda *values: float(np.max(values[0])) if len(values) == 1 else max(values),
    "ABS": np.abs,
    "TRUNC": lambda value: float(np.trunc(value)),
    "ROUND": _round,
    "MOD": lambda value, by: value % by,
    "INT": lambda value: float(np.floor(value)),
    "ROWS": len,
    "INDEX": lambda values, place: values[int(place) - 1],
    "MATCH": lambda value, values, _: float(np.searchsorted(values, value, side="right")),
    "CHOOSE": lambda place, *values: values[int(place) - 1],
    "VALUE": float,
    "LEFT": lambda text, count: text[: int(count)],
    "FIND": lambda part, text: text.index(part) + 1,
    "COUNTIFS": lambda values, wanted: float(np.sum(values == wanted)),
    "AND": lambda *values: all(values),
    "OR": lambda *values: any(values),
}
