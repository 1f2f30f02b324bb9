"""The what-if panel of the page: the engine's streams, ready for the page's script to scale."""

from __future__ import annotations

import json

from iomcba.report.lookup import Lookup
from iomcba.report.views import Trial
from iomcba.terms.records import plain


def trial(book: Lookup) -> Trial | None:
    """Options that can be tried, the one the page speaks of first; None where there is none."""
    by_id = {tried.option: tried for tried in book.case.what_if}
    offered = [option for option in book.proposals if option.id in by_id]
    if not offered:
        return None
    offered.sort(key=lambda option: option != book.focus)
    data = {
        "years": book.case.years,
        "options": {option.id: plain(by_id[option.id]) for option in offered},
    }
    return Trial(tuple((option.id, option.label) for option in offered), _safe(data))


def _safe(data: object) -> str:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), allow_nan=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
