"""An explanation on a terminal: value, formula with its numbers, what lies below and above."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from iomcba.report import formats, lookup, phrases
from iomcba.report.console import console, written
from iomcba.report.explain.formula_text import declared, number, worked
from iomcba.report.labels import row_name
from iomcba.report.words import plural
from iomcba.terms.explanation import ASSUMPTION, Explanation, Node, SharedExplanation
from iomcba.terms.findings import AssumptionRow, Figure

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text
    from rich.tree import Tree

MOST = 5  # parents of one quantity that a tree shows, the largest
FED = 12  # names above that are listed
LISTED = 60  # members of a prefix that are listed


def text(shared: SharedExplanation, every: bool, width: int, colour: bool) -> str:
    """The explanation as text; with `every` no parent and no member is left out."""
    from rich.text import Text

    found, (screen, out) = shared.found, console(width, colour)
    if found.label:
        screen.print(Text(found.label, style="bold yellow"))
    screen.print(Text(f"{found.case} ({found.place})", style="dim"))
    if found.node is not None:
        _node(screen, found, found.node, every)
    if found.members:
        _members(screen, found, every)
    if shared.policy and any(_hidden(node) for node in (found.node, *found.members) if node):
        screen.print()
        screen.print(Text(f"Disclosure: {shared.policy}", style="dim"))
    return written(out)


def _node(screen: Console, found: Explanation, node: Node, every: bool) -> None:
    from rich.text import Text

    known = dict(found.labels)
    screen.print()
    screen.print(Text(node.name, style="bold"))
    if node.kind == ASSUMPTION:
        screen.print(Text(row_name(known, node.name)))
        screen.print()
        screen.print(_pairs(_evidence(node)))
    else:
        screen.print(Text(f"{node.prose} {_whose(node.name, known)}".rstrip()))
        screen.print()
        screen.print(_pairs(_values(node)))
    if node.parents:
        screen.print()
        screen.print(Text("What it rests on", style="bold"))
        screen.print(_tree(node, every))
    _above(screen, found, node)


def _whose(name: str, known: Mapping[str, str]) -> str:
    """Option, part and year of a figure in words; blank for one of the case as a whole."""
    owner, _, *rest = name.split(".")
    words = [known.get(owner, ""), *(known.get(word, word) for word in rest)]
    return f"{', '.join(word for word in words if word)}." if any(words) else ""


def _pairs(rows: Iterator[tuple[str, str]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for label, words in rows:
        table.add_row(Text(label, style="dim"), Text(words))
    return table


def _values(node: Node) -> Iterator[tuple[str, str]]:
    """Value and distribution of a figure or step, its formula in words and in numbers."""
    if node.hidden:
        yield "Hidden", node.hidden
    if node.central is not None:
        yield "Central", _shown(node.central, node.unit)
    yield from _simulated(node.figure, node.unit)
    yield "Unit", node.unit
    if node.how:
        yield f"Formula {node.formula}", declared(node.how)
    elif node.told:
        yield f"Found by {node.formula}", node.told
    if node.put_in is not None and node.central is not None:
        yield "With numbers", f"{worked(node.put_in)} = {_shown(node.central, node.unit)}"


def _simulated(figure: Figure | None, unit: str) -> Iterator[tuple[str, str]]:
    if figure is None or figure.hidden or figure.mean is None:
        return
    if unit.startswith("GBP"):
        mean = formats.pounds_long(figure.mean, figure.se)
        error = formats.standard_error(figure.se or 0.0)
    else:
        show = phrases.chance if unit == "probability" else partial(formats.amount, unit=unit)
        mean, error = show(figure.mean, se=figure.se), f"{figure.se or 0.0:.1g}"
    yield "Expected", f"{mean}, standard error {error}" if figure.se else mean
    for label, ends in (("with chance", figure.interval), ("", figure.interval_expected)):
        if ends is not None:
            of = "8 draws in 10" if label else "of the expected value"
            low, high = (formats.amount(end, unit, figure.se) for end in (ends.low80, ends.high80))
            yield "Range" if label else "", f"{low} to {high}, {of}"


def _shown(value: float, unit: str) -> str:
    return formats.pounds_exact(value) if unit.startswith("GBP") else number(value, unit)


def _evidence(node: Node) -> Iterator[tuple[str, str]]:
    """An assumption's row: figure, range, evidence, place."""
    row = node.row
    if row is None:
        yield "Figure", f"{number(node.central or 0.0, node.unit)}. {node.told}"
        return
    yield "Figure", f"{_written(row)} {row.unit}"
    if node.central is not None:
        base = f", in prices of the case (× {row.factor:.4f})" if row.factor != 1 else ""
        yield "Central case", f"{number(node.central, row.unit)}, its mean{base}"
    yield "Row", f"{row.file}:{row.line}"
    if row.overrides:
        yield "Overrides", row.overrides
    cited = node.source.citation if node.source else ""
    yield "Source", f"{row.source}: {cited}" if cited else row.source
    yield "Evidence", f"{row.quality}, {row.status}; impact {row.impact}"
    yield "Owner", f"{row.owner}, to review by {row.review_by}"
    if row.note:
        yield "Note", row.note


def _written(row: AssumptionRow) -> str:
    """A row's figure as written, with its range."""
    central = "open" if row.central is None else formats.raw(float(f"{row.central:.12g}"))
    if row.low is None or row.high is None:
        return central
    low, high = (formats.raw(float(f"{end:.12g}")) for end in (row.low, row.high))
    return f"{central} ({row.distribution} {low} to {high}, {row.interval})"


def _tree(node: Node, every: bool) -> Tree:
    from rich.tree import Tree

    root = Tree("", hide_root=True, guide_style="dim")
    _grow(root, node, every)
    return root


def _grow(branch: Tree, node: Node, every: bool) -> None:
    """Hang a node's parents below it; of one quantity the largest, unless `every` one is wanted."""
    from rich.text import Text

    kinds: dict[str, list[Node]] = {}
    for parent in node.parents:
        kinds.setdefault(_kind(parent), []).append(parent)
    for alike in kinds.values():
        shown = alike
        if len(alike) > MOST + 1 and not every:
            shown = sorted(alike, key=lambda each: -abs(each.central or 0.0))[:MOST]
        for parent in shown:
            _grow(branch.add(_label(parent)), parent, every)
        if len(shown) < len(alike):
            more = f"… and {len(alike) - len(shown)} more of {_kind(alike[0])}"
            branch.add(Text(more, style="dim"))


def _kind(node: Node) -> str:
    """The quantity or the table of a node."""
    first, _, rest = node.name.partition(".")
    return first if node.kind == ASSUMPTION else rest.partition(".")[0]


def _label(node: Node) -> Text:
    from rich.text import Text

    label = Text(node.name)
    if node.hidden:
        return label.append(f"  hidden: {node.hidden}", style="dim")
    if node.central is not None:
        label.append(f" = {_shown(node.central, node.unit)}", style="bold")
    if node.row is not None:
        row = node.row
        label.append(f"\n{_written(row)} {row.unit}; {row.quality}, {row.status}", style="dim")
        label.append(f"\n{row.file}:{row.line}; source {row.source}", style="dim")
    elif node.kind == ASSUMPTION:
        label.append(f"\n{node.told}", style="dim")
    elif node.how and node.parents:
        label.append(f"  {node.formula}", style="dim")
        label.append(f"\n{declared(node.how)}", style="dim")
        if node.put_in is not None:
            label.append(f"\n= {worked(node.put_in)}", style="dim")
    elif node.told:
        label.append(f"\n{node.told}", style="dim")
    elif node.deeper:
        label.append("  …", style="dim")
    return label


def _above(screen: Console, found: Explanation, node: Node) -> None:
    """What the node enters, and how far net value moves with it."""
    from rich.text import Text

    if found.feeds:
        screen.print()
        screen.print(Text("What it feeds", style="bold"))
        for name in found.feeds[:FED]:
            screen.print(Text(f"  {name}"))
        if len(found.feeds) > FED:
            screen.print(Text(f"  … and {len(found.feeds) - FED} more", style="dim"))
    if node.kind != ASSUMPTION:
        return
    screen.print()
    screen.print(Text("Net value, central case, if it were 1% higher or lower", style="bold"))
    if found.stuck:
        screen.print(Text(f"  Not shown: {found.stuck}"))
    elif not found.pulls:
        screen.print(Text("  No option's net value moves."))
    else:
        known = dict(found.labels)
        screen.print(
            _pairs(
                (
                    f"  {known.get(pull.option, pull.option)}",
                    f"{formats.moved(pull.up, formats.pounds_exact)} higher, "
                    f"{formats.moved(pull.down, formats.pounds_exact)} lower",
                )
                for pull in found.pulls
            )
        )


def _members(screen: Console, found: Explanation, every: bool) -> None:
    from rich.text import Text

    below = found.members
    screen.print()
    title = "Below it" if found.node is not None else f"{found.asked} stands for"
    screen.print(Text(f"{title} {plural(len(below), 'name')}", style="bold"))
    shown = below if every else below[:LISTED]
    screen.print(_pairs((f"  {node.name}", _member(node)) for node in shown))
    if len(shown) < len(below):
        screen.print(Text(f"  … and {len(below) - len(shown)} more: --all lists them", style="dim"))


def _member(node: Node) -> str:
    if node.hidden:
        return f"hidden: {node.hidden}"
    if node.central is None:
        mean = lookup.expected_value(node.figure) if node.figure is not None else None
        return "–" if mean is None else f"{_shown(mean, node.unit)} expected"
    return _shown(node.central, node.unit)


def _hidden(node: Node) -> bool:
    return bool(node.hidden) or any(_hidden(parent) for parent in node.parents)
