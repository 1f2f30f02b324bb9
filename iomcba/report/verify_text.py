"""What came of making a run again, for a terminal."""

from __future__ import annotations

from iomcba.report.words import plural
from iomcba.terms.records import encode
from iomcba.terms.verification import DIFFERENT, EQUAL, NEARLY, Departure, Verification

KINDS = {
    "input": "Inputs that are not as they were",
    "output": "Files of the run that are not as they were written",
    "result": "Results that are not as they were",
    "version": "Versions that are not as they were",
    "machine": "The machine is another",
}


def text(found: Verification) -> str:
    """The outcome first, then what is not as it was."""
    lines = [f"{found.run}: {_outcome(found)}"]
    for kind, heading in KINDS.items():
        these = [each for each in found.departures if each.kind == kind]
        if these:
            lines += ["", heading, *(f"  {each.name}: {each.how}" for each in these)]
    if found.missing:
        lines += ["", "Left out, so that the run cannot be made again here"]
        lines += [f"  {name}" for name in found.missing]
    return "\n".join(lines) + "\n"


def as_json(found: Verification) -> str:
    """The same for machines."""
    return encode(found)


def _outcome(found: Verification) -> str:
    files = f"{plural(found.inputs, 'input')} and {plural(found.outputs, 'file')} of the run"
    if found.outcome == EQUAL:
        return f"equal. {files} are as they were; {found.compared:,} numbers came out the same."
    if found.outcome == NEARLY:
        return (
            f"equal within 1e-9. {files} are as they were; {found.compared:,} numbers came out "
            f"the same but for their last digits, by {_blamed(found.departures)}."
        )
    if found.outcome == DIFFERENT:
        return "different."
    if found.missing:
        looked = f"{plural(found.inputs - len(found.missing), 'input')} of {found.inputs:,}"
        return f"not made again. {looked} are there and as they were."
    return f"{files} are as they were. Nothing was made again."


def _blamed(departures: tuple[Departure, ...]) -> str:
    others = [each.name for each in departures if each.kind in ("version", "machine")]
    return f"another {', '.join(others)}" if others else "the order in which they were added"
