"""What came of making a run again, for a terminal."""

from __future__ import annotations

from iomcba.terms.catalogue import Catalogue
from iomcba.terms.records import encode
from iomcba.terms.said import retold
from iomcba.terms.verification import DIFFERENT, EQUAL, NEARLY, Departure, Verification

KINDS = ("input", "output", "result", "version", "machine")


def text(found: Verification, words: Catalogue) -> str:
    """The outcome first, then what is not as it was."""
    lines = [f"{found.run}: {_outcome(found, words)}"]
    for kind in KINDS:
        these = [each for each in found.departures if each.kind == kind]
        if these:
            heading = words.text(f"verified.{kind}")
            said = ((retold(text, words, ()) for text in (e.name, e.how)) for e in these)
            lines += ["", heading, *(f"  {name}: {how}" for name, how in said)]
    if found.missing:
        lines += ["", words.text("verified.left-out")]
        lines += [f"  {name}" for name in found.missing]
    return "\n".join(lines) + "\n"


def as_json(found: Verification) -> str:
    """The same for machines."""
    return encode(found)


def _outcome(found: Verification, words: Catalogue) -> str:
    inputs = words.text("verified.inputs", count=found.inputs)
    files = words.text(
        "verified.files", inputs=inputs, files=words.text("verified.of-run", count=found.outputs)
    )
    if found.outcome == EQUAL:
        return words.text("verified.equal", files=files, numbers=found.compared)
    if found.outcome == NEARLY:
        blamed = _blamed(found.departures, words)
        return words.text("verified.nearly", files=files, numbers=found.compared, blamed=blamed)
    if found.outcome == DIFFERENT:
        return words.text("verified.different")
    if found.missing:
        there = words.text("verified.inputs", count=found.inputs - len(found.missing))
        return words.text("verified.not-again", there=there, all=found.inputs)
    return words.text("verified.looked", files=files)


def _blamed(departures: tuple[Departure, ...], words: Catalogue) -> str:
    others = [each.name for each in departures if each.kind in ("version", "machine")]
    if others:
        names = words.text("list.comma").join(retold(name, words, ()) for name in others)
        return words.text("verified.another", names=names)
    return words.text("verified.order")
