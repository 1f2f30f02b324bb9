"""SharedCase → the terminal summary: the verdict, one line an option, warnings, next step.

Plain text without escape codes unless colour is asked for; never wider than asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iomcba.report import formats, front, labels, lookup
from iomcba.report.console import console, written
from iomcba.report.lookup import Lookup, expected_as
from iomcba.report.views import plain
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import OptionLabel, SharedCase

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

_POUNDS = expected_as(formats.pounds)


def summary(shared: SharedCase, words: Catalogue, width: int, colour: bool) -> str:
    """The summary as text, each line at most `width` characters."""
    from rich.text import Text

    screen, out = console(width, colour)
    book = Lookup(shared.case, words)
    page = front.front_page(book)
    case = shared.case
    label = case.label or (book.text("page.synthetic") if case.synthetic else "")
    if label:
        screen.print(Text(label, style="bold yellow"))
    screen.print(Text(case.title, style="bold"))
    screen.print(Text(case.decision))
    screen.print()
    for sentence in page.verdict:
        screen.print(Text(plain(sentence)))
    screen.print()
    screen.print(_options(book))
    screen.print(Text(page.basis, style="dim"))
    warned = (*labels.warnings(book, front_page=True), *labels.warnings(book, front_page=False))
    for answer in page.answers:
        _block(screen, answer.question, [Text(plain(sentence)) for sentence in answer.sentences])
    _block(screen, book.text("page.warnings"), [Text(f"- {text}") for text in warned])
    made = case.provenance
    screen.print()
    told = {"sampler": made.sampler, "seed": str(made.seed), "version": made.version}
    closing = book.text("screen.made", count=made.draws, policy=book.retold(shared.policy), **told)
    screen.print(Text(closing, style="dim"))
    return written(out)


def _block(screen: Console, title: str, lines: list[RenderableType]) -> None:
    from rich.text import Text

    if lines:
        screen.print()
        screen.print(Text(title, style="bold"))
        for line in lines:
            screen.print(line)


def _options(book: Lookup) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(book.text("screen.option"), ratio=1, overflow="fold")
    for head in ("costs", "net-value", "range", "may-lose"):
        table.add_column(book.text(f"screen.{head}"), justify="right", overflow="fold")
    for option in book.case.options:
        preferred = option.id == book.case.preferred
        nearest = option == book.leader and book.pays(option) is False
        key = "screen.nearest" if nearest else "screen.best"
        name = book.text(key, option=option.label) if preferred else option.label
        table.add_row(
            Text(name, style="bold" if preferred else ""),
            *(Text(words) for words in _line(book, option)),
        )
    return table


def _line(book: Lookup, option: OptionLabel) -> tuple[str, ...]:
    if option == book.business_as_usual:
        return ("£0", "£0", "", "")
    id = option.id
    pieces = (
        book.piece(f"{id}.pvc", _POUNDS),
        book.piece(f"{id}.npsv", _POUNDS),
        book.piece(f"{id}.npsv", lookup.range80),
        book.piece(f"{id}.p-npsv-positive", lookup.chance_of_loss),
    )
    return tuple(piece.text for piece in pieces)
