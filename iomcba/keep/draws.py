"""Kept draws as a columnar file: .npz, .csv or .parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from iomcba.errors import InputError, Place, Problem
from iomcba.keep.folders import refuse_file, write_one
from iomcba.keep.run import archive
from iomcba.terms.plan import Array

SUFFIXES = (".npz", ".csv", ".parquet")


def write_draws(path: Path, columns: Mapping[str, Array], force: bool) -> None:
    """Write draws, one column a name, in one step.

    Raises:
        InputError: if the suffix is unknown, the file exists, or Parquet needs what is missing.
    """
    refuse_draws(path, force)
    makers = {".npz": archive, ".csv": _csv, ".parquet": _parquet}
    write_one(path, makers[path.suffix.lower()](columns), force)


def refuse_draws(path: Path, force: bool) -> None:
    """Raise InputError if draws may not be written there, before any is made."""
    refuse_file(path, force, SUFFIXES)
    if path.suffix.lower() == ".parquet" and find_spec("pyarrow") is None:
        remedy = "Install pyarrow, or choose .npz or .csv."
        raise InputError([Problem(Place(str(path)), "needs pyarrow", remedy)])


def _csv(columns: Mapping[str, Array]) -> bytes:
    """Text that reads back to the last bit."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["draw", *columns])
    table = np.stack(list(columns.values()), axis=1).tolist()
    writer.writerows([number, *row] for number, row in enumerate(table))
    return text.getvalue().encode()


def _parquet(columns: Mapping[str, Array]) -> bytes:
    import pyarrow  # type: ignore[import-not-found]
    from pyarrow import parquet

    buffer = io.BytesIO()
    parquet.write_table(pyarrow.table(dict(columns)), buffer)
    return buffer.getvalue()
