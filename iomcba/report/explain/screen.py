"""An explanation on a terminal: value, formula with its numbers, what lies below and above."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from iomcba.report import formats, lookup, phrases
from iomcba.report.console import console, written
from iomcba.report.explain import node_words
from iomcba.report.explain.formula_text import declared, number, worked
from iomcba.report.labels import row_name, unit_name
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.explanation import ASSUMPTION, Explanation, Node, SharedExplanation
from iomcba.terms.findings import AssumptionRow, Figure
from iomcba.terms.said import retold

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text
    from rich.tree import Tree

MOST = 5  # parents of one quantity that a tree shows, the largest
FED = 12  # names above that are listed
LISTED = 60  # members of a prefix that are listed


def text(shared: SharedExplanation, words: Catalogue, every: bool, width: int, colour: bool) -> str:
    """The explanation as text; with `every` no parent and no member is left out."""
    from rich.text import Text

    found, (screen, out) = shared.found, console(width, colour)
    if found.label:
        screen.print(Text(found.label, style="bold yellow"))
    screen.print(Text(f"{found.case} ({found.place})", style="dim"))
    if found.node is not None:
        _node(screen, found, found.node, every, words)
    if found.members:
        _members(screen, found, every, words)
    if shared.policy and any(_hidden(node) for node in (found.node, *found.members) if node):
        screen.print()
        policy = words.text("explained.disclosure", policy=node_words.policy(shared.policy, words))
        screen.print(Text(policy, style="dim"))
    return written(out)


def _node(screen: Console, found: Explanation, node: Node, every: bool, words: Catalogue) -> None:
    from rich.text import Text

    known = dict(found.labels)
    screen.print()
    screen.print(Text(node.name, style="bold"))
    if node.kind == ASSUMPTION:
        screen.print(Text(row_name(known, node.name)))
        screen.print()
        screen.print(_pairs(_evidence(node, words)))
    else:
        screen.print(Text(f"{node_words.prose(node, words)} {_whose(node.name, known)}".rstrip()))
        screen.print()
        screen.print(_pairs(_values(node, words)))
    if node.parents:
        screen.print()
        screen.print(Text(words.text("explained.rests-on"), style="bold"))
        screen.print(_tree(node, every, words))
    _above(screen, found, node, words)


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


def _values(node: Node, words: Catalogue) -> Iterator[tuple[str, str]]:
    """Value and distribution of a figure or step, its formula in words and in numbers."""
    if node.hidden:
        yield words.text("explained.hidden"), retold(node.hidden, words, ())
    if node.central is not None:
        yield words.text("explained.central"), _shown(node.central, node.unit)
    yield from _simulated(node.figure, node.unit, words)
    yield words.text("explained.unit"), unit_name(node.unit, words)
    if node.how:
        yield words.text("explained.formula", number=node.formula), declared(node.how, words)
    elif node.told:
        yield words.text("explained.found-by", number=node.formula), node_words.told(node, words)
    if node.put_in is not None and node.central is not None:
        yield (
            words.text("explained.with-numbers"),
            f"{worked(node.put_in, words)} = {_shown(node.central, node.unit)}",
        )


def _simulated(figure: Figure | None, unit: str, words: Catalogue) -> Iterator[tuple[str, str]]:
    if figure is None or figure.hidden or figure.mean is None:
        return
    if unit.startswith("GBP"):
        mean = formats.pounds_long(figure.mean, figure.se)
        error = formats.standard_error(figure.se or 0.0)
    else:
        chance = partial(phrases.chance, words=words)
        show = chance if unit == "probability" else partial(formats.amount, unit=unit)
        mean, error = show(figure.mean, se=figure.se), f"{figure.se or 0.0:.1g}"
    if figure.se:
        mean = words.text("explained.with-error", value=mean, error=error)
    yield words.text("explained.expected"), mean
    for key, ends in (("range-drawn", figure.interval), ("range-of", figure.interval_expected)):
        if ends is not None:
            low, high = (formats.amount(end, unit, figure.se) for end in (ends.low80, ends.high80))
            said = words.text(f"explained.{key}", low=low, high=high)
            yield words.text("explained.range") if key == "range-drawn" else "", said


def _shown(value: float, unit: str) -> str:
    return formats.pounds_exact(value) if unit.startswith("GBP") else number(value, unit)


def _evidence(node: Node, words: Catalogue) -> Iterator[tuple[str, str]]:
    """An assumption's row: figure, range, evidence, place."""
    row = node.row
    if row is None:
        yield (
            words.text("explained.figure"),
            f"{number(node.central or 0.0, node.unit)}. {node_words.told(node, words)}",
        )
        return
    yield words.text("explained.figure"), f"{_written(row, words)} {row.unit}"
    if node.central is not None:
        mean = {"mean": number(node.central, row.unit)}
        rebased = words.text("explained.mean-rebased", factor=f"{row.factor:.4f}", **mean)
        plain = words.text("explained.mean", **mean)
        yield words.text("explained.central-case"), plain if row.factor == 1 else rebased
    yield words.text("explained.row"), f"{row.file}:{row.line}"
    if row.overrides:
        yield words.text("explained.overrides"), row.overrides
    cited = node.source.citation if node.source else ""
    yield words.text("explained.source"), f"{row.source}: {cited}" if cited else row.source
    graded = {"quality": row.quality, "status": row.status, "impact": row.impact}
    yield words.text("explained.evidence"), words.text("explained.graded", **graded)
    held = {"owner": row.owner, "day": row.review_by}
    yield words.text("explained.owner"), words.text("explained.to-review", **held)
    if row.note:
        yield words.text("explained.note"), row.note


def _written(row: AssumptionRow, words: Catalogue) -> str:
    """A row's figure as written, with its range."""
    central = words.text("explained.open")
    if row.central is not None:
        central = formats.raw(float(f"{row.central:.12g}"))
    if row.low is None or row.high is None:
        return central
    low, high = (formats.raw(float(f"{end:.12g}")) for end in (row.low, row.high))
    shape = {"distribution": row.distribution, "interval": row.interval}
    return words.text("explained.written", central=central, low=low, high=high, **shape)


def _tree(node: Node, every: bool, words: Catalogue) -> Tree:
    from rich.tree import Tree

    root = Tree("", hide_root=True, guide_style="dim")
    _grow(root, node, every, words)
    return root


def _grow(branch: Tree, node: Node, every: bool, words: Catalogue) -> None:
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
            _grow(branch.add(_label(parent, words)), parent, every, words)
        if len(shown) < len(alike):
            left = f"{len(alike) - len(shown)}"
            more = words.text("explained.more-of", number=left, what=_kind(alike[0]))
            branch.add(Text(more, style="dim"))


def _kind(node: Node) -> str:
    """The quantity or the table of a node."""
    first, _, rest = node.name.partition(".")
    return first if node.kind == ASSUMPTION else rest.partition(".")[0]


def _label(node: Node, words: Catalogue) -> Text:
    from rich.text import Text

    label = Text(node.name)
    if node.hidden:
        hidden = words.text("explained.hidden-because", why=retold(node.hidden, words, ()))
        return label.append(f"  {hidden}", style="dim")
    if node.central is not None:
        label.append(f" = {_shown(node.central, node.unit)}", style="bold")
    if node.row is not None:
        row = node.row
        graded = f"{_written(row, words)} {row.unit}; {row.quality}, {row.status}"
        place = f"{row.file}:{row.line}"
        cited = words.text("explained.cited", place=place, source=row.source)
        label.append(f"\n{graded}\n{cited}", style="dim")
    elif node.kind == ASSUMPTION:
        label.append(f"\n{node_words.told(node, words)}", style="dim")
    elif node.how and node.parents:
        label.append(f"  {node.formula}", style="dim")
        label.append(f"\n{declared(node.how, words)}", style="dim")
        if node.put_in is not None:
            label.append(f"\n= {worked(node.put_in, words)}", style="dim")
    elif node.told:
        label.append(f"\n{node_words.told(node, words)}", style="dim")
    elif node.deeper:
        label.append("  …", style="dim")
    return label


def _above(screen: Console, found: Explanation, node: Node, words: Catalogue) -> None:
    """What the node enters, and how far net value moves with it."""
    from rich.text import Text

    if found.feeds:
        screen.print()
        screen.print(Text(words.text("explained.feeds"), style="bold"))
        for name in found.feeds[:FED]:
            screen.print(Text(f"  {name}"))
        if len(found.feeds) > FED:
            more = words.text("explained.more", number=f"{len(found.feeds) - FED}")
            screen.print(Text(f"  {more}", style="dim"))
    if node.kind != ASSUMPTION:
        return
    screen.print()
    screen.print(Text(words.text("explained.pull"), style="bold"))
    if found.stuck:
        why = retold(found.stuck, words, ())
        screen.print(Text(f"  {words.text('explained.not-shown', why=why)}"))
    elif not found.pulls:
        screen.print(Text(f"  {words.text('explained.no-pull')}"))
    else:
        known = dict(found.labels)
        screen.print(
            _pairs(
                (
                    f"  {known.get(pull.option, pull.option)}",
                    words.text(
                        "explained.pulls",
                        up=formats.moved(pull.up, formats.pounds_exact),
                        down=formats.moved(pull.down, formats.pounds_exact),
                    ),
                )
                for pull in found.pulls
            )
        )


def _members(screen: Console, found: Explanation, every: bool, words: Catalogue) -> None:
    from rich.text import Text

    below = found.members
    screen.print()
    title = (
        words.text("explained.below", count=len(below))
        if found.node is not None
        else words.text("explained.stands-for", asked=found.asked, count=len(below))
    )
    screen.print(Text(title, style="bold"))
    shown = below if every else below[:LISTED]
    screen.print(_pairs((f"  {node.name}", _member(node, words)) for node in shown))
    if len(shown) < len(below):
        more = words.text("explained.more-all", number=f"{len(below) - len(shown)}")
        screen.print(Text(f"  {more}", style="dim"))


def _member(node: Node, words: Catalogue) -> str:
    if node.hidden:
        return words.text("explained.hidden-because", why=retold(node.hidden, words, ()))
    if node.central is None:
        mean = lookup.expected_value(node.figure) if node.figure is not None else None
        if mean is None:
            return "–"
        return words.text("explained.is-expected", value=_shown(mean, node.unit))
    return _shown(node.central, node.unit)


def _hidden(node: Node) -> bool:
    return bool(node.hidden) or any(_hidden(parent) for parent in node.parents)
