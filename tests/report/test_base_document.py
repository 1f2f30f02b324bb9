"""A base document brings its page and heads, nothing from outside, and no page without room."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import invented_cases
import pytest
from docx import Document

from iomcba.errors import InputError
from iomcba.pipeline.clothes import Clothes
from iomcba.pipeline.report import render_reports

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
ELSEWHERE = "http://elsewhere.example/x"
BODY, SETTINGS, HEADER = "word/document.xml", "word/settings.xml", "word/header1.xml"
PICTURE = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata '
    f'xmlns:r="{OFFICE}" r:id="rId99"/></v:shape></w:pict></w:r></w:p>'
)
LINK = f'<w:p><w:hyperlink xmlns:r="{OFFICE}" r:id="rId99"/></w:p>'
Edit = Callable[[str], str]


def council(edits: dict[str, Edit], rels: dict[str, str] | None = None) -> bytes:
    """A council's document with parts edited, and one outward relationship a part (its kind)."""
    made, held, out = Document(), io.BytesIO(), io.BytesIO()
    made.sections[0].header.paragraphs[0].text = "Exampleshire Council"
    made.save(held)
    with zipfile.ZipFile(held) as parts, zipfile.ZipFile(out, "w") as archive:
        texts = {name: parts.read(name) for name in parts.namelist()}
        for name, edit in edits.items():
            texts[name] = edit(texts[name].decode()).encode()
        for name, kind in (rels or {}).items():
            at = name.replace("word/", "word/_rels/") + ".rels"
            before = texts.get(at, f'<Relationships xmlns="{RELS}"></Relationships>'.encode())
            one = (
                f'<Relationship Id="rId99" Type="{OFFICE}/{kind}" Target="{ELSEWHERE}" '
                'TargetMode="External"/></Relationships>'
            )
            texts[at] = before.replace(b"</Relationships>", one.encode())
        for name, text in texts.items():
            archive.writestr(name, text)
    return out.getvalue()


def made(content: bytes, folder: Path) -> bytes:
    (folder / "council.docx").write_bytes(content)
    wanted = Clothes(("docx",), base_document=folder / "council.docx")
    return render_reports(invented_cases.smallest(), wanted)["business-case.docx"]


def refusal(content: bytes, folder: Path) -> str:
    with pytest.raises(InputError) as caught:
        made(content, folder)
    (problem,) = caught.value.problems
    said = str(problem)
    assert "council.docx" in said
    assert "\n" not in said
    return said


def changed(pattern: str, by: str) -> Edit:
    def edit(text: str) -> str:
        edited, count = re.subn(pattern, by, text, flags=re.DOTALL)
        assert count, f"nothing of {pattern} to change"
        return edited

    return edit


def elsewhere(report: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(report)) as parts:
        return [name for name in parts.namelist() if ELSEWHERE.encode() in parts.read(name)]


ATTACHED = changed(
    r"(<w:settings[^>]*>)", rf'\1<w:attachedTemplate xmlns:r="{OFFICE}" r:id="rId99"/>'
)


@pytest.mark.parametrize("kind", ["attachedTemplate", "hyperlink"])
def test_the_template_of_a_base_document_is_left_out(tmp_path: Path, kind: str) -> None:
    report = made(council({SETTINGS: ATTACHED}, {SETTINGS: kind}), tmp_path)
    assert elsewhere(report) == []
    settings = zipfile.ZipFile(io.BytesIO(report)).read(SETTINGS)
    assert b"attachedTemplate" not in settings


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject", "hyperlink"])
def test_what_only_the_words_taken_out_used_is_left_out(tmp_path: Path, kind: str) -> None:
    words = changed(r"<w:body>", f"<w:body>{PICTURE}")
    assert elsewhere(made(council({BODY: words}, {BODY: kind}), tmp_path)) == []


@pytest.mark.parametrize("kind", ["image", "oleObject", "hyperlink"])
def test_a_linked_picture_of_a_head_is_refused_by_name(tmp_path: Path, kind: str) -> None:
    head = changed(r"</w:hdr>", f"{PICTURE}</w:hdr>")
    said = refusal(council({HEADER: head}, {HEADER: kind}), tmp_path)
    assert f"names another file outside it ({kind} {ELSEWHERE} in {HEADER})" in said


def test_a_link_of_a_head_stays(tmp_path: Path) -> None:
    head = changed(r"</w:hdr>", f"{LINK}</w:hdr>")
    report = made(council({HEADER: head}, {HEADER: "hyperlink"}), tmp_path)
    assert elsewhere(report) == ["word/_rels/header1.xml.rels"]


@pytest.mark.parametrize(
    "missing", [r"<w:sectPr.*</w:sectPr>", r"<w:pgSz[^>]*>|<w:pgMar[^>]*>", r' w:(w|left)="\d+"']
)
def test_a_page_that_is_not_said_is_a4_with_our_margins(tmp_path: Path, missing: str) -> None:
    from docx.shared import Mm

    report = Document(io.BytesIO(made(council({BODY: changed(missing, "")}), tmp_path)))
    page = report.sections[0]
    assert abs(page.page_width - Mm(210)) < Mm(1)
    assert abs(page.left_margin - Mm(18)) < Mm(1)


def test_decimals_and_units_of_a_page_are_lengths(tmp_path: Path) -> None:
    given = changed(r'w:left="\d+"', 'w:left="1440.0000000000002"')
    units = changed(r'w:w="\d+" w:h="\d+"', 'w:w="210mm" w:h="29.7cm"')
    report = made(council({BODY: lambda text: units(given(text))}), tmp_path)
    page = Document(io.BytesIO(report)).sections[0]
    assert (page.left_margin.twips, page.page_width.twips) == (1440, 11906)


@pytest.mark.parametrize(
    ("pattern", "by", "why"),
    [
        (r'w:w="\d+"', 'w:w="abc"', r"w:w is 'abc'"),
        (r'w:h="\d+"', 'w:h="1e9"', r"w:h is '1e9'"),
        (r'w:w="\d+"', f'w:w="{"9" * 21}"', r"w:w is '9{21}'"),
        (r'w:w="\d+"', 'w:w="31681"', r"w:w is '31681', no length up to 22 inches"),
        (r'w:left="\d+"', 'w:left="-9"', r"w:left is '-9'"),
        (r'w:header="\d+"', 'w:header="&#10;&#x202e;"', r"w:header is ' \[U\+202E\]'"),
        (r'w:w="\d+" w:h="\d+"', 'w:w="0" w:h="0"', r"page of 0 × 0 mm, whose margins leave no"),
        (r'w:left="\d+"', 'w:left="11000"', r"216 × 279 mm, whose margins leave no room"),
        (r'w:top="\d+"', 'w:top="11000"', r"216 × 279 mm, whose margins leave no room"),
        (r"<w:body>.*</w:body>", "", r"has no body \(w:body\)"),
    ],
)
def test_a_page_that_cannot_be_is_refused(tmp_path: Path, pattern: str, by: str, why: str) -> None:
    assert re.search(why, refusal(council({BODY: changed(pattern, by)}), tmp_path))
