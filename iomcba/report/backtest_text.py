"""A case's backtest → text for a terminal, JSON, a table of rows and a chart (F8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iomcba.report.svg import INK, NAVY, PLUM, bare, draw
from iomcba.terms.backtest import BacktestRow, BacktestSummary, CaseBacktest
from iomcba.terms.records import encode
from iomcba.terms.synthetic import TextTable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LABELS = {"population": "this method", "truncated": "this method", "assumed": "this method"}
SIZE = (8.2, 4.2)  # inches
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


def chart(found: CaseBacktest) -> str:
    """SVG: what was seen (dots) against each method's 80% range, window by window."""
    methods = list(dict.fromkeys(row.method for row in found.backtest.rows))
    labels = list(dict.fromkeys(row.window.label for row in found.backtest.rows))
    colours = dict(zip(methods, (NAVY, PLUM, INK), strict=False))

    def paint(canvas: Figure) -> None:
        axes = canvas.add_subplot()
        for row in found.backtest.rows:
            at = labels.index(row.window.label) + 0.22 * (methods.index(row.method) - 1)
            axes.plot([at, at], [row.low80, row.high80], color=colours[row.method], linewidth=5)
            axes.plot(at, row.observed, "o", color="white", markeredgecolor=INK, markersize=7)
        for method in methods:
            name = LABELS.get(method, method)
            axes.bar(0, 0, color=colours[method], label=f"{name}, 80% range")
        axes.scatter([], [], color="white", edgecolor=INK, linewidth=1, label="what happened")
        axes.set_xticks(range(len(labels)), [f"picked from {label[:7]}" for label in labels])
        axes.set_ylabel("proven offences in the years after")
        axes.set_ylim(bottom=0)
        axes.grid(axis="y")
        bare(axes)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.22), ncols=2)

    description = " ".join(sentence(summary) for summary in found.backtest.summaries)
    return draw("backtest", SIZE, "What each method foresaw, and what happened", description, paint)
