"""The bridge as a drawing: from A to B, a bar for each change, in the order of the table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from textwrap import wrap

from iomcba.report import formats
from iomcba.report.charts import WIDE
from iomcba.report.compare.views import Span, Step
from iomcba.report.drawing import Drawing, scale, ticks
from iomcba.report.svg import NAVY, PLUM, RULE, TEAL
from iomcba.terms.catalogue import Catalogue

MOST = 12  # changes drawn by themselves; the rest are one bar
_STEP, _BAR, _MARGIN, _LINE = 52.0, 18.0, 14.0, 18.0
_AMOUNT = 45.0  # pixels that half an amount takes
_LETTER, _BOLD = 7.4, 9.0  # pixels that a letter takes


def waterfall(id: str, title: str, text: str, span: Span, width: float, words: Catalogue) -> str:
    """Bars that hang from one another; up to the right is more. Amounts stand at the right."""
    steps = drawn(span.steps, words)
    titles = [_lines(step, width) for step in steps]
    tops = [0.0]
    for lines in titles:
        tops.append(tops[-1] + _STEP + _LINE * (len(lines) - 1))
    foot = tops[-1] + 6
    sheet = Drawing(width, foot + 26)
    levels = [level for pair in _levels(steps) for level in pair]
    ends = (min(levels), max(levels))
    slope, offset = scale(*ends, _MARGIN, width - _MARGIN)
    for value in ticks(*ends, 2 if width < WIDE else 4):
        x = slope * value + offset
        sheet.line((x, 0), (x, foot))
        anchor = "start" if x < _AMOUNT else "end" if x > width - _AMOUNT else "middle"
        sheet.text((x, foot + 18), formats.pounds_long(value), anchor, size=13)
    for step, lines, (start, end), (top, below) in zip(
        steps, titles, _levels(steps), pairwise(tops), strict=True
    ):
        x1, x2 = slope * start + offset, slope * end + offset
        bar = below - _STEP + 23
        with sheet.point(f"{step.title} {step.detail}: {step.words}"):
            sheet.field((0, top), (width, below))
            for number, line in enumerate(lines):
                sheet.text((0, top + 16 + _LINE * number), line, bold=step.total)
            sheet.text((width, top + 16), step.words, "end", bold=True)
            _bar(sheet, step, (x1, x2), bar)
        if below < tops[-1]:
            after = tops[tops.index(below) + 1] - _STEP + 23
            sheet.line((x2, bar + _BAR), (x2, after), RULE, 1.5)
    return sheet.svg(id, title, text)


def drawn(steps: Sequence[Step], said: Catalogue) -> list[Step]:
    """Both ends and the largest changes; the others added up as one."""
    first, *changes, last = steps
    if len(changes) <= MOST + 1:
        return list(steps)
    rest = sum(step.value for step in changes[MOST:])
    title = said.text("compared.smaller", number=str(len(changes) - MOST))
    words = formats.moved(rest, formats.pounds_exact)
    return [first, *changes[:MOST], Step(title, "", rest, words, 0.0), last]


def _levels(steps: Sequence[Step]) -> list[tuple[float, float]]:
    """Where each bar begins and ends; a total is a mark."""
    found, level = [], 0.0
    for step in steps:
        start = step.value if step.total else level
        level = step.value if step.total else level + step.value
        found.append((start, level))
    return found


def _bar(sheet: Drawing, step: Step, ends: tuple[float, float], top: float) -> None:
    left, right = sorted(ends)
    if step.total:
        sheet.bar((left - 2.5, top), (left + 2.5, top + _BAR), NAVY)
        return
    colour = TEAL if step.value > 0 else PLUM
    sheet.bar((left, top), (max(right, left + 1.5), top + _BAR), colour)


def _lines(step: Step, width: float) -> list[str]:
    """Title and detail on as many lines as they need beside the amount."""
    whole = f"{step.title}  {step.detail}" if step.detail else step.title
    return wrap(whole, int((width - _BOLD * len(step.words) - 20) / _LETTER))
