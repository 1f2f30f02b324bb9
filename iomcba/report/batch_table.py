"""Many shared cases → one tidy table: a line for each headline figure of each option."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from iomcba.characters import neutral
from iomcba.report.summary_json import HEADLINES
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import Figure, SharedCase
from iomcba.terms.registry import quantity_of
from iomcba.terms.said import retold

ENDS = ("low95", "low80", "median", "high80", "high95")
COLUMNS = (
    "id",
    "case",
    "area",
    "option",
    "quantity",
    "unit",
    "central",
    "mean",
    "se",
    *ENDS,
    "hidden",
)
HEADER = ",".join(COLUMNS).encode()


def table(cases: Iterable[tuple[str, SharedCase]], words: Catalogue) -> bytes:
    """The table as CSV; numbers in full, blank where there is none or it is hidden."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for id, shared in cases:
        case = shared.case
        for option in case.options:
            for quantity in HEADLINES:
                figure = case.figures.get(f"{option.id}.{quantity}")
                if figure is not None:
                    named = (id, case.id, neutral(case.area), option.id, quantity)
                    hidden = retold(figure.hidden, words, case.sayings)
                    unit = quantity_of(figure.name).unit
                    writer.writerow([*named, unit, *_numbers(figure), hidden])
    return text.getvalue().encode()


def _numbers(figure: Figure) -> list[str]:
    ends = [None if figure.interval is None else getattr(figure.interval, end) for end in ENDS]
    numbers = (figure.central, figure.mean, figure.se, *ends)
    return ["" if number is None else repr(float(number)) for number in numbers]
