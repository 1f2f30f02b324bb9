"""A case's backtest → text for a terminal, JSON, a table of rows and a chart (F8)."""

from __future__ import annotations

from collections.abc import Iterator

from iomcba.report.charts import WIDE, past
from iomcba.report.svg import as_file
from iomcba.terms.backtest import BacktestRow, BacktestSummary, CaseBacktest
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.records import encode
from iomcba.terms.synthetic import TextTable

LABELS = {"population": "this method", "truncated": "this method", "assumed": "this method"}
HEADER = (
    "picked_from",
    "method",
    "observed",
    "predicted",
    "log_error",
    "low80",
    "high80",
    "low95",
    "high95",
    "in80",
    "in95",
    "interval_score80",
    "zero_effect_claim",
    "claim_low95",
    "claim_high95",
)


def text(found: CaseBacktest) -> str:
    """The backtest for a terminal: label, a row a window and method, a line a method."""
    out = [found.label] if found.label else []
    out.append(f"{'Picked from':12}{'Method':24}{'Seen':>7}{'Foreseen':>10}{'80% range':>16}  In?")
    for row in found.backtest.rows:
        held = "80%" if row.hit80 else "95%" if row.hit95 else "no"
        span = f"{row.low80:,.0f}-{row.high80:,.0f}"
        name = LABELS.get(row.method, row.method)
        counts = f"{row.observed:>7,}{row.predicted:>10,.0f}{span:>16}"
        out.append(f"{row.window.label:12}{name:24}{counts}  {held}")
    out.append("")
    out += [sentence(summary) for summary in found.backtest.summaries]
    if found.hidden:
        out.append(f"{found.hidden} rows with small counts are not shown.")
    out.append(
        f"Shock shared by the cohort: log sd {found.shock_log_sd:.3f}, from these windows and the "
        f"assumed {found.assumed_shock:g}. To use it, write it into counterfactual.csv of the case."
    )
    return "\n".join(out) + "\n"


def sentence(summary: BacktestSummary) -> str:
    """One method over all windows, in a sentence."""
    name = LABELS.get(summary.method, summary.method)
    name = name[0].upper() + name[1:]
    return (
        f"{name}: off by {100 * summary.rms_log_error:.0f}% (root mean square of log errors), "
        f"{100 * summary.mean_log_error:+.0f}% on average; {summary.hits80} of {summary.windows} "
        f"windows in the 80% range, {summary.hits95} in the 95% range; a programme without any "
        f"effect would have claimed {summary.mean_claimed:,.0f} offences saved."
    )


def as_json(found: CaseBacktest) -> str:
    """The backtest as JSON."""
    return encode(found)


def table(found: CaseBacktest) -> TextTable:
    """One row a window and method."""
    return TextTable("backtest.csv", HEADER, _rows(found.backtest.rows))


def _rows(rows: tuple[BacktestRow, ...]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        yield (
            row.window.label,
            row.method,
            str(row.observed),
            f"{row.predicted:.1f}",
            f"{row.log_error:.4f}",
            *(f"{value:.1f}" for value in (row.low80, row.high80, row.low95, row.high95)),
            "yes" if row.hit80 else "no",
            "yes" if row.hit95 else "no",
            f"{row.score80:.1f}",
            *(f"{v:.1f}" for v in (row.claimed, row.claimed_low95, row.claimed_high95)),
        )


def chart(found: CaseBacktest, words: Catalogue) -> str:
    """SVG file: what was seen against what was foreseen, window by window."""
    seen = past.windows_of(found.backtest.rows, found.backtest.rows[0].method)
    description = " ".join(sentence(summary) for summary in found.backtest.summaries)
    title = "What was foreseen, and what happened"
    return as_file(past.windows("backtest", title, description, seen, WIDE, words))
