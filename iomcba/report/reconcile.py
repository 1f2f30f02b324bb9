"""From the economic view to cash, line by line, so that a finance reviewer can follow each pound.

value + residual - opportunity - lender + transfer = paid; paid + VAT + inflation = cash. Central
case, summed over the years. The total of cash is the run's own figure, against which lines must
add up.
"""

from __future__ import annotations

from itertools import compress
from math import fsum

from iomcba.report import formats
from iomcba.report.grid import heading
from iomcba.report.lookup import Lookup, central_as
from iomcba.report.views import Cell, Column, Row, Table
from iomcba.report.words import listed
from iomcba.terms.findings import LineReconciliation, OptionLabel

_COLUMNS = (
    "Economic value",
    "+ Residual value",
    "− Opportunity cost",
    "− Lender’s share",
    "+ Transfers",
    "= Paid (real)",
    "+ VAT",
    "+ Inflation",
    "= Cash",
)
_SIGNS = "+−"
IDENTITY = (
    "Economic value + residual value − opportunity cost − lender’s share + transfers = paid, in "
    "real prices; paid + VAT + inflation = cash of the years."
)
MEANING = (
    "Residual value: what the asset is still worth at the end; cash has paid for all of it. "
    "Opportunity cost: used, but not bought. Lender’s share: the part of a seconded post that its "
    "home agency does not backfill."
)
_HALF_A_PENNY = 0.005


def table(book: Lookup, option: OptionLabel) -> tuple[Table, ...]:
    """The reconciliation of one option, or none where the run has no lines."""
    lines = [line for line in book.case.lines if line.option == option.id]
    if not lines:
        return ()
    labels = {bearer.id: bearer.label for bearer in book.case.bearers}
    table = tuple(_amounts(line) for line in lines)
    # A step of the sum that moves nothing is named below instead of filling a column with nil.
    used = [
        any(column) or label[0] not in _SIGNS
        for label, column in zip(_COLUMNS, zip(*table, strict=True), strict=True)
    ]
    rows = tuple(
        Row(
            heading(line.label[:1].upper() + line.label[1:], line.line),
            (
                heading(labels.get(line.bearer, line.bearer)),
                *map(_amount, compress(amounts, used)),
            ),
        )
        for line, amounts in zip(lines, table, strict=True)
    )
    sums = [fsum(column) for column in zip(*table, strict=True)]
    name = f"{option.id}.cash-cost"
    own = book.cell(name, central_as(formats.pounds_exact), absent=formats.pounds_exact(sums[-1]))
    closing = (Cell("", numeric=False), *map(_amount, compress(sums[:-1], used)), own)
    nil = [label[2:].lower() for label, some in zip(_COLUMNS, used, strict=True) if not some]
    unused = (f"Nothing in any line, so not shown: {listed(nil)}.",) if nil else ()
    return (
        Table(
            id=f"option-{option.id}--reconciliation",
            caption=book.text("reconciliation.caption", option=option.label),
            columns=(
                Column("Line", numeric=False),
                Column("Who pays", numeric=False),
                *(Column(label) for label in compress(_COLUMNS, used)),
            ),
            rows=(*rows, Row(heading("All lines"), closing, total=True)),
            units=f"£, {book.case.price_base} prices, but inflation and cash in money of the year; "
            "all years, not discounted; central case",
            notes=(IDENTITY, MEANING, *unused, *_mismatch(book, name, sums[-1])),
            wide=True,
        ),
    )


def _amounts(line: LineReconciliation) -> tuple[float, ...]:
    return (
        line.value,
        line.residual,
        line.opportunity,
        line.lender,
        line.transfer,
        line.paid,
        line.vat,
        line.inflation,
        line.cash,
    )


def _amount(value: float) -> Cell:
    return Cell(formats.pounds_exact(value) if value else "–")


def _mismatch(book: Lookup, name: str, total: float) -> tuple[str, ...]:
    """Nothing where the lines make up the run's figure; otherwise a plain statement."""
    figure = book.central(name)
    if figure is None or abs(figure - total) < _HALF_A_PENNY:
        return ()
    lines, whole = formats.pounds_exact(total), formats.pounds_exact(figure)
    return (f"The lines add up to {lines}, not to the run’s cash cost of {whole}.",)
