"""Every chart of a case, in page order; one that the case has nothing for is left out."""

from __future__ import annotations

from iomcba.report.charts import concentration, cumulative, loss, net_value, past, sides, spending
from iomcba.report.decision import section, two_way
from iomcba.report.lookup import Lookup
from iomcba.report.views import Chart

PICTURES = (
    net_value.chart,
    loss.chart,
    cumulative.chart,
    spending.chart,
    sides.chart,
    section.chart,
    two_way.chart,
    concentration.chart,
    past.chart,
)


def charts(book: Lookup) -> tuple[Chart, ...]:
    """Draw them all."""
    return tuple(chart for draw in PICTURES if (chart := draw(book)) is not None)
