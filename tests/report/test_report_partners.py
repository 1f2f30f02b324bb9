"""Who pays, who gains: totals are the run's figures, value and cash apart, nobody missed."""

from __future__ import annotations

from dataclasses import replace

import invented_cases
import invented_partners
import pytest
from pages import ENGLISH

from iomcba.report import partners, reconcile
from iomcba.report.layout import lay_out
from iomcba.report.lookup import Lookup
from iomcba.report.views import plain
from iomcba.terms.findings import Figure, SharedCase

GATEWAY = "rehabilitation-gateway"
CASH = {"cash-cost", "cash-saving", "net-budget"}


def book_with(*figures: Figure) -> Lookup:
    case = invented_cases.largest().case
    return Lookup(replace(case, figures={**case.figures, **{f.name: f for f in figures}}), ENGLISH)


def tables_of(book: Lookup, option: str = GATEWAY):
    part = next(p for p in partners.parts(book) if p.id == f"partners-{option}")
    return {table.id.rpartition("--")[2]: table for table in part.tables}


def test_value_and_cash_never_share_a_table():
    for part in partners.parts(Lookup(invented_cases.largest().case, ENGLISH)):
        for table in part.tables:
            kinds = {
                c.figure.split(".")[1] in CASH for r in table.rows for c in r.cells if c.figure
            }
            assert len(kinds) == 1, table.id


def test_printed_totals_are_figures_of_the_run_not_sums():
    """An odd total in the run is the total on the page, whatever the rows add up to."""
    odd = [
        Figure(f"{GATEWAY}.{name}", 777_000_000.0, 777_000_000.0)
        for name in ("pvc", "pvb", "npsv", "cash-cost", "cash-saving", "net-budget")
    ]
    found = tables_of(book_with(*odd))
    for id, count in (("value", 3), ("cash", 3)):
        *_, total = found[id].rows
        assert total.total
        assert [cell.text for cell in total.cells] == ["777,000"] * count
    *_, pot = found["pooled"].rows
    assert [cell.text for cell in pot.cells] == ["777,000", "777,000", "", ""]


def test_net_is_gain_less_payment_by_hand():
    book = book_with(
        Figure(f"{GATEWAY}.pvc.nhs", 1.0, 640_000.0, 300.0),
        Figure(f"{GATEWAY}.pvb.nhs", 1.0, 1_000_000.0, 400.0),
    )
    row = next(r for r in tables_of(book)["value"].rows if r.head.text.startswith("NHS"))
    assert [cell.text for cell in row.cells] == ["640", "1,000", "360"]


def test_the_run_s_own_net_by_bearer_comes_first():
    book = book_with(Figure(f"{GATEWAY}.npsv.nhs", 5000.0, 5000.0))
    row = next(r for r in tables_of(book)["value"].rows if r.head.text.startswith("NHS"))
    assert (row.cells[2].text, row.cells[2].figure) == ("5", f"{GATEWAY}.npsv.nhs")


def test_no_net_beside_a_hidden_gain():
    book = Lookup(invented_cases.with_hidden().case, ENGLISH)
    row = next(r for r in tables_of(book)["value"].rows if r.head.text.startswith("Victims"))
    assert row.cells[1].text == "hidden: fewer than 10"
    assert (row.cells[2].text, row.cells[2].figure) == ("–", "")


def test_payer_and_gainer_are_the_largest():
    book = Lookup(invented_cases.largest().case, ENGLISH)
    first, *rest = partners.mismatch(book, book.focus)
    assert plain(first).startswith("In public value Bedfordshire Police pays most")
    assert "Victims and wider society gains most" in plain(first)
    assert plain(rest[0]).startswith("Gains and pays nothing: Courts")


def test_who_only_pays_is_named_with_the_amount():
    book = book_with(Figure(f"{GATEWAY}.pvb.prisons", 0.0, 0.0, 0.0))
    texts = [plain(sentence) for sentence in partners.mismatch(book, book.focus)]
    # 8% of 3,912,345.55 times 1.013, standard error 188.
    assert "Pays and gains nothing: Prison Service £317k." in texts


def test_every_cash_budget_is_said_to_end_worse_or_better_off():
    book = book_with(Figure(f"{GATEWAY}.net-budget.courts", 12_000.0, 12_000.0, 10.0))
    worse, better = (plain(s) for s in partners.budgets(book, book.focus))
    for bearer in invented_cases.BEARERS:
        if bearer.cash_budget:
            spends = book.expected(f"{GATEWAY}.net-budget.{bearer.id}") < 0
            assert (bearer.label in worse, bearer.label in better) == (spends, not spends)
    assert "£12k" in better


def test_nobody_is_called_the_largest_while_an_amount_is_hidden():
    book = Lookup(invented_cases.with_hidden().case, ENGLISH)
    said = [plain(sentence) for sentence in partners.mismatch(book, book.focus)]
    assert "cannot be said" in said[0]
    assert not any("In cash" in text for text in said)  # one budget is hidden too


@pytest.mark.parametrize(("rule", "words"), [("gain", "what it gains"), ("size", "its size")])
def test_the_pooled_rule_is_said_in_words(rule, words):
    case = replace(invented_cases.largest().case, pooled_rule=rule)
    table = tables_of(Lookup(case, ENGLISH))["pooled"]
    assert words in table.notes[0]
    assert [row.head.text for row in table.rows] == [
        "Bedfordshire Police",
        "The two councils",
        "The pot: all costs",
    ]


def test_no_rule_no_pool():
    case = replace(invented_cases.largest().case, pooled_rule="none")
    assert "pooled" not in tables_of(Lookup(case, ENGLISH))


def test_lines_reconcile_to_cash_by_hand():
    book = book_with(Figure(f"{GATEWAY}.cash-cost", 7320.0))
    (table,) = reconcile.table(book, book.focus)
    shown = [column.label for column in table.columns[2:]]
    assert shown == [
        *("Economic value", "+ Residual value", "− Lender’s share", "= Paid (real)"),
        *("+ VAT", "+ Inflation", "= Cash"),
    ]
    desks, officer, total = ([cell.text for cell in row.cells] for row in table.rows)
    assert desks[1:] == [
        *("£500.00", "£500.00", "–", "£1,000.00", "£200.00", "£30.00", "£1,230.00")
    ]
    assert (officer[0], officer[3]) == ("Bedfordshire Police", "£2,000.00")
    assert (total[1], total[4], total[-1]) == ("£8,500.00", "£7,000.00", "£7,320.00")
    assert table.rows[-1].cells[-1].figure == f"{GATEWAY}.cash-cost"
    assert table.notes[2:] == (
        "Nothing in any line, so not shown: opportunity cost and transfers.",
    )
    for line in invented_partners.LINES:
        paid = line.value + line.residual - line.opportunity - line.lender + line.transfer
        assert (paid, line.paid + line.vat + line.inflation) == (line.paid, line.cash)


def test_lines_that_miss_the_run_s_cash_say_so():
    book = book_with(Figure(f"{GATEWAY}.cash-cost", 7320.01))
    (table,) = reconcile.table(book, book.focus)
    assert table.rows[-1].cells[-1].text == "£7,320.01"
    assert table.notes[-1] == (
        "The lines add up to £7,320.00, not to the run’s cash cost of £7,320.01."
    )


def test_the_reconciliation_stands_folded_among_the_option_s_tables():
    parts = {part.id: part for part in lay_out(invented_cases.largest(), ENGLISH).options}
    ids = {table.id: table.folded for table in parts[f"option-{GATEWAY}"].tables}
    assert ids[f"option-{GATEWAY}--reconciliation"]
    assert all(ids.values())
    assert not any("reconciliation" in t.id for t in parts["option-virtual-team"].tables)


def test_a_case_without_bearers_has_nothing_to_say():
    bare = invented_cases.smallest()
    assert partners.parts(Lookup(bare.case, ENGLISH)) == ()
    assert isinstance(bare, SharedCase)
