"""Paper and templates → tagged PDF; a drawing → PNG. typst does both, with its own fonts alone.

The compiler reads nothing outside the folder of the templates, and no package is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from iomcba.report.five_cases import lay_out_paper
from iomcba.report.layout import lay_out
from iomcba.report.pdf.data import data
from iomcba.report.pdf.glyphs import PROBE, Fitting, fitting, probe_inputs, with_glyph
from iomcba.report.pdf.packing import pack
from iomcba.terms.findings import SharedCase

if TYPE_CHECKING:
    from typst import Compiler

MAIN = "main.typ"
_PNG = """
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: 17cm)
"""
_DOTS = 220.0  # of a picture, to the inch


def render(shared: SharedCase, templates: Path, stamp: str = "", epoch: int | None = None) -> bytes:
    """The business case as PDF/UA-1.

    Args:
        shared: the case after disclosure control.
        templates: the folder of the typst templates; `main.typ` is the skeleton.
        stamp: the date to print; blank prints none.
        epoch: the time that the file states (seconds since 1970); None states none.

    Raises:
        typst.TypstError: where a template is wrong.
    """
    typesetter = _typesetter(templates)
    paper = data(lay_out_paper(lay_out(shared, stamp)), _drawn)
    made = typesetter.compile(
        input=templates / MAIN,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"paper": paper, "dated": "" if epoch is None else "yes"},
        timestamp=epoch,
    )
    assert isinstance(made, bytes), "a PDF is one file"
    return pack(made)


def pictures(drawings: Sequence[str]) -> list[bytes]:
    """SVG drawings as PNG, for a document that cannot hold SVG."""
    fit: Fitting = fitting(drawings, _drawn)
    made = []
    for drawing in drawings:
        png = _own().compile(
            input=_PNG.encode(), format="png", ppi=_DOTS, sys_inputs={"svg": fit.plain(drawing)}
        )
        assert isinstance(png, bytes), "a drawing has one page"
        made.append(png)
    return made


@cache
def _own() -> Compiler:
    """A compiler for our own small sources, which read no file."""
    return _typesetter(Path(__file__).parent)


def _typesetter(folder: Path) -> Compiler:
    from typst import Compiler

    return Compiler(root=folder, ignore_system_fonts=True)


def _drawn(characters: str) -> set[str]:
    """Which of the characters the embedded fonts have."""
    import typst

    asked = probe_inputs(characters)
    query: Callable[..., str] = typst.query
    sizes = query(
        PROBE.encode(),
        "<sizes>",
        field="value",
        one=True,
        root=Path(__file__).parent,
        ignore_system_fonts=True,
        sys_inputs=asked,
    )
    return with_glyph(characters, sizes)
