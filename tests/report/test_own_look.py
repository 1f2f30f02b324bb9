"""Colours and a logo of one's own: taken into page and paper, or refused with the field."""

from __future__ import annotations

import base64
from pathlib import Path

import invented_cases
import pytest

from iomcba.errors import InputError
from iomcba.pipeline.clothes import Clothes
from iomcba.pipeline.report import render_reports
from iomcba.read.templates import LARGEST_LOGO, own_look
from iomcba.terms.look import contrast_on_white

# One white dot.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII="
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="3"><path d="M0 0h9v3z"/></svg>'
GOOD = "main: '#00703c'\naccent: '#4c2c92'\nlogo: {}\nlogo_text: Exampleshire <Council>\n"


def folder(root: Path, words: str, **files: bytes) -> Path:
    (root / "look.yaml").write_text(words, encoding="utf-8")
    for name, content in files.items():
        (root / name.replace("_", ".")).write_bytes(content)
    return root


@pytest.mark.parametrize(("name", "content"), [("logo_png", PNG), ("logo_svg", SVG)])
def test_page_and_paper_take_it_on(tmp_path: Path, name: str, content: bytes) -> None:
    own = folder(tmp_path, GOOD.format(name.replace("_", ".")), **{name: content})
    case = invented_cases.smallest()
    made = render_reports(case, Clothes(("html", "pdf"), own))
    page = made["business-case.html"].decode()
    assert "--navy: #00703c" in page
    assert base64.b64encode(content).decode() in page
    assert 'alt="Exampleshire &lt;Council&gt;"' in page
    assert "img-src data:" in page
    plain = render_reports(case, Clothes(("pdf",)))["business-case.pdf"]
    assert made["business-case.pdf"].startswith(b"%PDF-")
    assert made["business-case.pdf"] != plain


def test_without_a_logo_no_image_may_be_shown(tmp_path: Path) -> None:
    own = folder(tmp_path, "main: '#00703c'\n")
    page = render_reports(invented_cases.smallest(), Clothes(("html",), own))["business-case.html"]
    assert b"img-src &#39;none&#39;" in page or b"img-src 'none'" in page
    assert b"<img" not in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("main: '#ffbf47'\n", r"look\.yaml:1: main: .*too pale to be read on white: .* 1\.6"),
        ("main: green\n", r"look\.yaml:1: main: .*not a colour"),
        ("colour: '#000000'\n", r"look\.yaml:1: colour: unknown key"),
        ("logo: logo.png\n", r"logo_text: is missing, but there is a logo"),
        ("logo: none.png\nlogo_text: x\n", r"none\.png: is no file of the folder"),
        ("logo: ../x.png\nlogo_text: x\n", r"x\.png: is no file of the folder"),
        ("logo: text.png\nlogo_text: x\n", r"text\.png: is no image"),
        ("logo: big.png\nlogo_text: x\n", r"big\.png: is larger than 300,000 bytes"),
    ],
)
def test_what_cannot_be_taken_is_named(tmp_path: Path, words: str, said: str) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (tmp_path / "x.png").write_bytes(PNG)
    folder(own, words, logo_png=PNG, text_png=b"GIF89a", big_png=PNG + bytes(LARGEST_LOGO))
    with pytest.raises(InputError, match=said):
        own_look(own)


def test_contrast_is_that_of_the_guidelines() -> None:
    """By hand: #777777 is the well-known grey that just fails, #767676 the one that passes."""
    assert contrast_on_white("#ffffff") == pytest.approx(1.0)
    assert contrast_on_white("#777777") < 4.5 < contrast_on_white("#767676")
    assert contrast_on_white("#ff0000") == pytest.approx(1.05 / (0.2126 + 0.05))
