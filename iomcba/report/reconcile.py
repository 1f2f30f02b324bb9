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
from iomcba.terms.findings import OptionLabel
from iomcba.terms.reconciliation import LineReconciliation

_COLUMNS = (
    *("value", "residual", "opportunity", "lender", "transfer", "paid"),
    *("vat", "inflation", "cash"),
)
_SUMS = ("value", "paid", "cash")  # the others are steps from one of these to the next
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
        any(column) or name in _SUMS
        for name, column in zip(_COLUMNS, zip(*table, strict=True), strict=True)
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
    shown = list(compress(_COLUMNS, used))
    nil = [book.text(f"reconciliation.nil-{step}") for step in _COLUMNS if step not in shown]
    unused = (book.text("reconciliation.unused", steps=book.catalogue.listed(nil)),) if nil else ()
    identity, meaning = book.text("reconciliation.identity"), book.text("reconciliation.meaning")
    return (
        Table(
            id=f"option-{option.id}--reconciliation",
            caption=book.text("reconciliation.caption", option=option.label),
            columns=(
                Column(book.text("reconciliation.line"), numeric=False),
                Column(book.text("reconciliation.who-pays"), numeric=False),
                *(Column(book.text(f"reconciliation.{step}")) for step in shown),
            ),
            rows=(*rows, Row(heading(book.text("reconciliation.all")), closing, total=True)),
            units=book.text("reconciliation.units", prices=book.case.price_base),
            notes=(identity, meaning, *unused, *_mismatch(book, name, sums[-1])),
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
    return (book.text("reconciliation.mismatch", lines=lines, whole=whole),)
