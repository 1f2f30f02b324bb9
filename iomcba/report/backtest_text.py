"""A case's backtest → text for a terminal, JSON, a table of rows and a chart (F8)."""

from __future__ import annotations

from collections.abc import Iterator

from iomcba.report.charts import WIDE, past
from iomcba.report.svg import as_file
from iomcba.terms.backtest import BacktestRow, BacktestSummary, CaseBacktest
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.records import encode
from iomcba.terms.text_table import TextTable

_HEADS = (("picked-from", 12), ("method", 24), ("seen", -7), ("foreseen", -10), ("range", -16))
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


def text(found: CaseBacktest, words: Catalogue) -> str:
    """The backtest for a terminal: label, a row a window and method, a line a method."""
    out = [found.label] if found.label else []
    heads = [(words.text(f"backtest.{head}"), width) for head, width in _HEADS]
    widths = [_wide_enough(head, width) for head, width in heads]
    line = [head for head, _ in heads]
    out.append(_line(line, widths, words.text("backtest.in")))
    for row in found.backtest.rows:
        line = [
            row.window.label,
            _name(row.method, words),
            f"{row.observed:,}",
            f"{row.predicted:,.0f}",
            f"{row.low80:,.0f}-{row.high80:,.0f}",
        ]
        held = "80%" if row.hit80 else "95%" if row.hit95 else words.text("backtest.outside")
        out.append(_line(line, widths, held))
    out.append("")
    out += [sentence(summary, words) for summary in found.backtest.summaries]
    if found.hidden:
        out.append(words.text("backtest.hidden", count=found.hidden))
    sd, assumed = f"{found.shock_log_sd:.3f}", f"{found.assumed_shock:g}"
    out.append(words.text("backtest.shock", sd=sd, assumed=assumed))
    return "\n".join(out) + "\n"


def _wide_enough(head: str, width: int) -> int:
    """A column's width; below 0 where it stands right."""
    wide = max(abs(width), len(head) + 1)
    return wide if width > 0 else -wide


def _line(cells: list[str], widths: list[int], last: str) -> str:
    padded = (
        cell.ljust(width) if width > 0 else cell.rjust(-width)
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"{''.join(padded)}  {last}"


def _name(method: str, words: Catalogue) -> str:
    return words.known(f"backtest.by-{method.lower().replace(' ', '-')}", method)


def sentence(summary: BacktestSummary, words: Catalogue) -> str:
    """One method over all windows, in a sentence."""
    name = _name(summary.method, words)
    return words.text(
        "backtest.summary",
        method=name[:1].upper() + name[1:],
        off=f"{100 * summary.rms_log_error:.0f}%",
        bias=f"{100 * summary.mean_log_error:+.0f}%",
        hits=summary.hits80,
        windows=summary.windows,
        more_hits=summary.hits95,
        claimed=f"{summary.mean_claimed:,.0f}",
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
    description = " ".join(sentence(summary, words) for summary in found.backtest.summaries)
    title = words.text("backtest.chart-title")
    return as_file(past.windows("backtest", title, description, seen, WIDE, words))
