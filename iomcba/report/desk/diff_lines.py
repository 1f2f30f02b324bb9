"""What differs between two sides, line by line: what it was, what it is, by how much, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from iomcba.report import formats
from iomcba.report.compare.wording import change_name, lines, place
from iomcba.terms.bridge import CellChange, Change, SharedComparison
from iomcba.terms.catalogue import Catalogue

REVIEWED = "Changed at review: "
FIGURES, EVIDENCE, WORDS = "figures", "evidence", "words"
GROUPS = (FIGURES, EVIDENCE, WORDS)


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One row or word that differs: its figure where that does, and the other columns apart.

    `by` is how far the central figure moved, blank where that cannot be said; `why` is the reason
    that the row's note gives, `others` are (column, was, is).
    """

    number: int
    group: str
    what: str
    name: str
    kind: str
    was: str
    now: str
    by: str
    why: str
    source: str
    where: str
    others: tuple[tuple[str, str, str], ...]


def diff_lines(shared: SharedComparison, words: Catalogue) -> tuple[DiffLine, ...]:
    """Every difference: figures first, then evidence alone, then words; each by its table."""
    known = dict(shared.found.labels)
    found = sorted(shared.found.changes, key=lambda change: GROUPS.index(_group(change)))
    return tuple(
        _line(number, change, known, words) for number, change in enumerate(found, start=1)
    )


def _group(change: Change) -> str:
    if change.figure:
        return FIGURES
    of_file = change.name.partition(":")[0].endswith((".yaml", "cohort"))
    return WORDS if of_file else EVIDENCE


def _line(number: int, change: Change, known: Mapping[str, str], words: Catalogue) -> DiffLine:
    told = list(lines(change, words))
    was, now = next(((old, new) for column, old, new in told if column == "figure"), ("", ""))
    note = next((cell for cell in change.cells if cell.column == "note"), None)
    return DiffLine(
        number=number,
        group=_group(change),
        what=change_name(change, known),
        name=change.name,
        kind="" if change.kind == "changed" else words.text(f"differs.{change.kind}"),
        was=was,
        now=now,
        by=_by(change.figure),
        why=_why(note, change.kind),
        source=" → ".join(dict.fromkeys(source for source in change.sources if source)),
        where=place(change.places, words),
        others=tuple((c, old, new) for c, old, new in told if c != "figure"),
    )


def _by(figure: tuple[CellChange, ...]) -> str:
    """How far the central figure moved, as a share of what it was."""
    central = next((cell for cell in figure if cell.column == "central"), None)
    try:
        old, new = (float(word) for word in (central.old, central.new)) if central else (0.0, 0.0)
    except ValueError:
        return ""
    if not old or old == new:
        return ""
    share = new / old - 1
    return f"{'+' if share > 0 else ''}{formats.per_cent(share)}"


def _why(note: CellChange | None, kind: str) -> str:
    """The reason given at review; of another new note, all of it."""
    if note is None or kind == "removed":
        return ""
    _, marked, said = note.new.rpartition(REVIEWED)
    if not marked:
        return note.new
    _, ended, reason = said.partition(". ")
    return reason if ended else said


def counted(found: tuple[DiffLine, ...], words: Catalogue) -> Iterator[str]:
    """How many lines there are of each sort."""
    if not found:
        yield words.text("differs.nothing")
        return
    for group in GROUPS:
        count = sum(line.group == group for line in found)
        if count:
            title = words.text(f"differs.{group}")
            yield words.text("differs.counted", title=title, number=f"{count:,}")
