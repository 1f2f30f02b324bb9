"""Paper and templates → tagged PDF; a drawing → PNG. typst does both, with its own fonts alone.

The compiler is handed the templates as text and reads no file of the user's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from iomcba.errors import TemplateFault
from iomcba.report.five_cases import lay_out_paper
from iomcba.report.layout import lay_out
from iomcba.report.pdf.data import data
from iomcba.report.pdf.glyphs import PROBE, Fitting, fitting, probe_inputs, with_glyph
from iomcba.report.pdf.packing import pack
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import SharedCase
from iomcba.terms.look import Look

if TYPE_CHECKING:
    from typst import Compiler, TypstError

_PLACE = re.compile(r"([^\s/]+\.typ):(\d+):\d+")
_PNG = """
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: 17cm)
"""
_DOTS = 220.0  # of a picture, to the inch


def render(
    shared: SharedCase,
    templates: Mapping[str, str],
    words: Catalogue,
    stamp: str = "",
    epoch: int | None = None,
    look: Look | None = None,
) -> bytes:
    """The business case as PDF/UA-1.

    Args:
        shared: the case after disclosure control.
        templates: the typst templates, text by name; `main.typ` is the skeleton.
        words: the catalogue of what is said.
        stamp: the date to print; blank prints none.
        epoch: the time that the file states (seconds since 1970); None states none.
        look: colours and logo of a partnership's own.

    Raises:
        TemplateFault: where a template is wrong.
    """
    from typst import TypstError

    paper = data(lay_out_paper(lay_out(shared, words, stamp), words), words, _drawn)
    # The compiler takes a document of several files too, which its types do not say.
    sources = {name: text.encode() for name, text in templates.items()}
    inputs = {"paper": paper, "dated": "" if epoch is None else "yes"}
    if look is not None:
        inputs["look"] = _told(look)
    try:
        made = _compiler().compile(
            input=cast("bytes", sources),
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs=inputs,
            timestamp=epoch,
        )
    except TypstError as error:
        raise _fault(error) from error
    assert isinstance(made, bytes), "a PDF is one file"
    return pack(made)


def _told(look: Look) -> str:
    kind = look.media_type.rpartition("/")[2].partition("+")[0].replace("jpeg", "jpg")
    logo = {"kind": kind, "words": look.logo_text, "bytes": list(look.logo)}
    return json.dumps({"main": look.main, "accent": look.accent, "logo": logo if kind else None})


def _fault(error: TypstError) -> TemplateFault:
    """What went wrong, in which line of which template."""
    place = _PLACE.search(error.diagnostic)
    file, line = (place[1], int(place[2])) if place else ("", 0)
    return TemplateFault(file, line, "; ".join([error.message, *error.hints]))


def pictures(drawings: Sequence[str]) -> list[bytes]:
    """SVG drawings as PNG, for a document that cannot hold SVG."""
    fit: Fitting = fitting(drawings, _drawn)
    made = []
    for drawing in drawings:
        png = _compiler().compile(
            input=_PNG.encode(), format="png", ppi=_DOTS, sys_inputs={"svg": fit.plain(drawing)}
        )
        assert isinstance(png, bytes), "a drawing has one page"
        made.append(png)
    return made


@cache
def _compiler() -> Compiler:
    """The compiler; the root beyond which it reads no file is this folder of the program."""
    from typst import Compiler

    return Compiler(root=Path(__file__).parent, ignore_system_fonts=True)


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
