"""Tables as folders of CSV files, whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from iomcba.characters import neutral
from iomcba.keep.folders import write_folder
from iomcba.terms.text_table import TextTable


def csv_bytes(table: TextTable) -> bytes:
    """A table as CSV: UTF-8, commas, one header row, line feeds, nothing that is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows([neutral(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8")


def write_tables(
    folder: Path,
    tables: Iterable[TextTable],
    others: Mapping[str, bytes],
    force: bool,
    mark: str,
) -> None:
    """Write a folder of tables and other files in one step.

    An existing folder is replaced only with `force`, and only if it holds the file `mark`.

    Raises:
        InputError: if the folder exists and may not be replaced, or cannot be written.
    """
    files = {table.file: csv_bytes(table) for table in tables} | dict(others)
    write_folder(folder, files, force, mark)
