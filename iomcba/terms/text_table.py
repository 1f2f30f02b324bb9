"""A table of texts on its way into a CSV file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class TextTable(NamedTuple):
    """A table ready for a CSV writer."""

    file: str
    header: tuple[str, ...]
    rows: Iterator[tuple[str, ...]]
