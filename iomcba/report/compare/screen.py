"""A shared comparison on a terminal: the bridge as a waterfall, then every change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iomcba.report.compare.layout import lay_out
from iomcba.report.compare.views import ChangeLine, Span, Step, View
from iomcba.report.compare.wording import also, kind_name, place
from iomcba.report.console import console, written
from iomcba.terms.bridge import SharedComparison
from iomcba.terms.catalogue import Catalogue

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

BAR = 18  # characters of a waterfall's bar where there is room
ROOMY = 76  # columns from which the waterfall is drawn
UP, DOWN, TOTAL = "█", "▒", "━"
LONG = 90  # characters of a note that a screen shows
SHOWN = 40  # changes that a screen lists; the page, the sheet and --json have all


def text(shared: SharedComparison, words: Catalogue, every: bool, width: int, colour: bool) -> str:
    """The comparison as text, about the option in focus or `every` one."""
    from rich.text import Text

    screen, out = console(width, colour)
    view, option = lay_out(shared, words), shared.found.focus
    if view.label:
        screen.print(Text(view.label, style="bold yellow"))
    screen.print(Text(view.title, style="bold"))
    for letter, side in view.sides:
        screen.print(Text(f"{letter}  {side}"))
    screen.print()
    for sentence in (*view.unbridged, *view.verdict):
        screen.print(Text(sentence))
    for end in view.ends:
        if every or end.option == option:
            _option(screen, view, end.option, words)
    _others(screen, view, option, every, words)
    _changes(screen, view, words)
    disclosure = words.text("compared.disclosure", policy=view.policy)
    screen.print()
    screen.print(Text(f"{view.basis} {disclosure}", style="dim"))
    return written(out)


def _option(screen: Console, view: View, option: str, words: Catalogue) -> None:
    from rich.text import Text

    spans = {span.measure: span for span in view.of(option)}
    first = spans.get("npsv")
    if first is None or all(len(span.steps) == 2 for span in spans.values()):
        return
    screen.print()
    screen.print(Text(words.text("compared.pounds-of", title=first.title), style="bold"))
    screen.print(_waterfall(first, screen.width, words))
    for sentence in (also(first.still, words), first.note):
        if sentence:
            screen.print(Text(sentence, style="dim"))
    screen.print()
    screen.print(Text(words.text("compared.beside"), style="bold"))
    screen.print(_beside(spans, words))


def _waterfall(span: Span, width: int, said: Catalogue) -> Table:
    from rich.table import Table
    from rich.text import Text

    roomy = width >= ROOMY
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column(said.text("compared.change"), ratio=1, overflow="fold")
    if roomy:
        table.add_column("", no_wrap=True, width=BAR)
    table.add_column(said.text("compared.moves-by"), justify="right", no_wrap=True)
    if width >= ROOMY + 10:
        table.add_column(said.text("compared.error"), justify="right", no_wrap=True)
    low, high = _reach(span)
    level = 0.0
    for step in span.steps:
        words = Text(step.title, style="bold" if step.total else "")
        if step.detail:
            words.append(f"  {step.detail}", style="dim")
        start = 0.0 if step.total else level
        level = step.value if step.total else level + step.value
        bar = [_bar(step, start, level, low, high)] if roomy else []
        error = [Text(f"{step.se:,.0f}", style="dim")] if width >= ROOMY + 10 else []
        table.add_row(words, *bar, Text(step.words, style=_style(step)), *error)
    return table


def _reach(span: Span) -> tuple[float, float]:
    """Lowest and highest level of a waterfall; zero is drawn only where it is near."""
    levels, level = [span.steps[0].value, span.steps[-1].value], span.steps[0].value
    for step in span.steps[1:-1]:
        level += step.value
        levels.append(level)
    low, high = min(levels), max(levels)
    return low, high if high > low else low + 1.0


def _bar(step: Step, start: float, end: float, low: float, high: float) -> Text:
    from rich.text import Text

    def place(value: float) -> int:
        return round((min(max(value, low), high) - low) / (high - low) * (BAR - 1))

    if step.total:
        at = place(step.value)
        return Text(" " * at + "┃", style="bold")
    left, right = sorted((place(start), place(end)))
    return Text(" " * left + (UP if step.value > 0 else DOWN) * max(right - left, 1), _style(step))


def _style(step: Step) -> str:
    if step.total:
        return "bold"
    return "green" if step.value > 0 else "red"


def _beside(spans: dict[str, Span], said: Catalogue) -> Table:
    from rich.table import Table
    from rich.text import Text

    columns = ("pvc", "pvb", "p-npsv-positive", "p-best")
    heads = [said.text(f"compared-short.{measure}") for measure in columns]
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column(said.text("compared.change"), ratio=1, overflow="fold")
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    values = {m: {s.title: s.words for s in spans[m].steps} for m in columns if m in spans}
    titles = dict.fromkeys(t for m in ("npsv", *columns) if m in spans for t in _titles(spans[m]))
    for title in ("A", *titles, "B"):
        none = "–" if title in ("A", "B") else "0"
        cells = (values.get(m, {}).get(title, none).removesuffix("%") for m in columns)
        bold = "bold" if title in ("A", "B") else ""
        table.add_row(Text(title, style=bold), *(Text(cell, style=bold) for cell in cells))
    return table


def _titles(span: Span) -> list[str]:
    return [step.title for step in span.steps if not step.total]


def _others(screen: Console, view: View, option: str, every: bool, words: Catalogue) -> None:
    from rich.table import Table
    from rich.text import Text

    if not view.ends:
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(words.text("compared.every-option"), ratio=1, overflow="fold")
    for head in ("A", "B", words.text("compared.less")):
        table.add_column(head, justify="right", no_wrap=True)
    net = words.text("compared-measure.npsv")
    for end in view.ends:
        figures = {label: cells for label, *cells in end.figures}
        table.add_row(Text(end.label), *(Text(cell) for cell in figures[net]))
    screen.print()
    screen.print(table)
    if not every and len(view.ends) > 1:
        screen.print(Text(words.text("compared.others"), style="dim"))


def _changes(screen: Console, view: View, words: Catalogue) -> None:
    from rich.text import Text

    if not view.changes:
        return
    screen.print()
    screen.print(Text(words.text("compared.every-change"), style="bold"))
    for line in view.changes[:SHOWN]:
        _change(screen, line, words)
    if len(view.changes) > SHOWN:
        rest = len(view.changes) - SHOWN
        screen.print(Text(words.text("compared.and-more", number=str(rest)), style="dim"))


def _change(screen: Console, line: ChangeLine, said: Catalogue) -> None:
    from rich.padding import Padding
    from rich.text import Text

    head = Text(f"{line.number}. {line.what}", style="bold")
    if line.kind != "changed":
        head.append(f" ({kind_name(line.kind, said)})")
    if line.effect:
        head.append(f"  {line.effect}", style="" if line.moves else "dim")
    screen.print(head)
    screen.print(Padding(Text(place(line.where, said), style="dim"), (0, 0, 0, 3)))
    none = said.text("compared.none")
    for column, old, new in line.cells if line.kind == "changed" else line.cells[:1]:
        words = Text(f"{column}: ")
        words.append(_short(old) or none, style="red" if old else "dim")
        words.append(" → ")
        words.append(_short(new) or none, style="green" if new else "dim")
        screen.print(Padding(words, (0, 0, 0, 3)))
    source = " → ".join(dict.fromkeys(source for source in line.sources if source))
    if source:
        screen.print(
            Padding(Text(said.text("compared.source", source=source), style="dim"), (0, 0, 0, 3))
        )
    if line.player:
        screen.print(
            Padding(
                Text(said.text("compared.part-of", player=line.player), style="dim"), (0, 0, 0, 3)
            )
        )


def _short(words: str) -> str:
    """The beginning of a long text; the page and --json have it whole."""
    return words if len(words) <= LONG else f"{words[:LONG].rstrip()}…"
