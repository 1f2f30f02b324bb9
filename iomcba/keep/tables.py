"""Tables as folders of CSV files, whole or not at all; and a key that only its owner reads."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from iomcba.errors import InputError, Place, Problem
from iomcba.keep.folders import write_folder
from iomcba.terms.synthetic import TextTable


def csv_bytes(table: TextTable) -> bytes:
    """A table as CSV: UTF-8, commas, one header row, line feeds."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows(table.rows)
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


def write_new(path: Path, content: bytes, private: bool) -> None:
    """Write a file that must not exist yet; a private one can be read by its owner alone.

    Raises:
        InputError: if it exists or cannot be written.
    """
    flags, mode = os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o644
    try:
        handle = os.open(path, flags, mode)
    except FileExistsError as error:
        what, remedy = "exists already", "Give another name, or leave the option out to use it."
        raise InputError([Problem(Place(str(path)), what, remedy)]) from error
    except OSError as error:
        what = f"cannot be written: {error.strerror}"
        raise InputError([Problem(Place(str(path)), what)]) from error
    with os.fdopen(handle, "wb") as file:
        file.write(content)
