"""A blank plot in the house style, and its SVG: same plot, same bytes, text kept as text.

For curves of cohorts and backtests; the charts of a business case are drawn by `drawing`.
matplotlib is imported only when a plot is drawn. No window system and no pyplot are involved.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.typing import RcKeyType

NAVY, TEAL, PLUM, ORANGE, INK, LILAC = (
    "#12436D",
    "#28A197",
    "#801650",
    "#F46A25",
    "#3D3D3D",
    "#A285D1",
)
RULE = "#C8CDD2"

_STYLE: dict[RcKeyType, object] = {
    "svg.hashsalt": "iomcba",
    "svg.fonttype": "none",
    "font.family": ["DejaVu Sans"],
    "font.size": 10,
    "text.color": INK,
    "text.parse_math": False,
    "axes.labelcolor": INK,
    "axes.edgecolor": RULE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "patch.linewidth": 0,
}


def draw(
    id: str,
    size: tuple[float, float],
    title: str,
    description: str,
    paint: Callable[[Figure], None],
) -> str:
    """Paint a figure of `size` inches; return its inline SVG, with title and description."""
    import matplotlib
    from matplotlib.figure import Figure as Canvas

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_STYLE)
        canvas = Canvas(figsize=size)
        canvas.patch.set_alpha(0)
        paint(canvas)
        out = StringIO()
        nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
        canvas.savefig(out, format="svg", metadata=nothing)
    return _inline(out.getvalue(), id, title, description)


def bare(axes: Axes, keep: str = "") -> None:
    """Take the frame away, save the sides named in `keep`."""
    for side, spine in axes.spines.items():
        spine.set_visible(side in keep.split())


def _inline(text: str, id: str, title: str, description: str) -> str:
    """Turn a file into an element: own ids, no size, a title and a description."""
    body = text[text.index("<svg") :]
    body = re.sub(r"<!--.*?-->\s*", "", body, flags=re.DOTALL)
    body = re.sub(r'\sid="(?:figure|axes|patch|text|line2d|xtick|ytick|matplotlib)[^"]*"', "", body)
    body = re.sub(r'\bid="([^"]+)"', rf'id="{id}-\1"', body)
    body = re.sub(r'xlink:href="#([^"]+)"', rf'href="#{id}-\1"', body)
    body = re.sub(r"url\(#([^)]+)\)", rf"url(#{id}-\1)", body)
    box = re.search(r'viewBox="([^"]+)"', body)
    assert box is not None, "matplotlib writes a view box"
    head = (
        f'<svg viewBox="{box[1]}" xmlns="http://www.w3.org/2000/svg" role="img" '
        f'aria-labelledby="{id}-title {id}-desc">'
        f'<title id="{id}-title">{escape(title)}</title>'
        f'<desc id="{id}-desc">{escape(description)}</desc>'
    )
    return (head + body[body.index(">") + 1 :]).strip()
