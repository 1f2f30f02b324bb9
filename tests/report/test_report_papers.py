"""PDF and Word: the same figures as the page, users' words as words, silent on what is hidden."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import invented_cases
import pytest
from pages import ENGLISH, TEMPLATES, Page

from iomcba.errors import InputError
from iomcba.pipeline.clothes import Clothes
from iomcba.pipeline.report import render_reports
from iomcba.read.templates import paper_templates
from iomcba.report import html
from iomcba.report.pdf import render as pdf
from iomcba.report.pdf.render import pictures
from iomcba.report.word import render as word
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import SharedCase
from tests.packaging.skips import SEE

TYPST = paper_templates()
HOSTILE = (
    '#import "x.typ" $x^2$ *bold* _it_ `raw` <label> @ref \\u{41} // gone /* gone */ [[ ]] =cmd|x'
)
HEADLINES = ("npsv", "pvc", "pvb", "p-npsv-positive")


def hostile() -> SharedCase:
    case = invented_cases.largest().case
    long = "w" * 10_000
    options = (*case.options[:-1], replace(case.options[-1], label=HOSTILE, summary=long))
    return SharedCase(
        replace(case, title=HOSTILE, decision=HOSTILE + "\U0001f600", options=options), "x"
    )


def headlines(shared: SharedCase) -> set[str]:
    """Headline figures as the page words them, notes in small print left out."""
    return {
        words
        for name, words in Page(html.render(shared, TEMPLATES, ENGLISH)).printed
        if name.split(".")[1] in HEADLINES
        and name.count(".") == 1
        and re.fullmatch(r"−?£?[\d.,]+[km%]?", words)
    }


def docx_of(shared: SharedCase, base: bytes | None = None, stamp: str = "") -> bytes:
    return word.render(shared, pictures, ENGLISH, base, stamp).content


def docx_text(content: bytes) -> str:
    from docx import Document

    document = Document(io.BytesIO(content))
    cells = (c.text for t in document.tables for row in t.rows for c in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


@pytest.fixture(scope="module")
def largest() -> bytes:
    return docx_of(invented_cases.largest())


@pytest.mark.parametrize("name", ["smallest", "bare_option", "with_hidden"])
def test_every_kind_of_case_makes_both_papers(name: str) -> None:
    shared = getattr(invented_cases, name)()
    assert pdf.render(shared, TYPST, ENGLISH).startswith(b"%PDF-")
    assert shared.case.title in docx_text(docx_of(shared))


def test_word_prints_the_headline_figures_as_the_page_does(largest: bytes) -> None:
    shared = invented_cases.largest()
    text = docx_text(largest)
    wanted = headlines(shared)
    assert len(wanted) > 20
    assert {words for words in wanted if words not in text} == set()


def test_word_has_alternative_texts_repeated_heads_captions_and_a_filled_contents(
    largest: bytes,
) -> None:
    body = zipfile.ZipFile(io.BytesIO(largest)).read("word/document.xml").decode()
    pictures_ = re.findall(r"<wp:docPr [^>]*>", body)
    assert pictures_
    assert all(re.search(r'descr="[^"]{20,}"', picture) for picture in pictures_)
    assert body.count("<w:tbl>") == body.count("<w:tblHeader")
    assert " SEQ " in body
    contents = body[body.index("TOC ") :]
    assert "Economic case" in contents[: contents.index('w:fldCharType="end"')]


def test_the_same_case_gives_the_same_bytes(largest: bytes) -> None:
    assert docx_of(invented_cases.largest()) == largest
    shared, when = invented_cases.smallest(), ("1 April 2011", 1_301_616_000)
    assert pdf.render(shared, TYPST, ENGLISH, *when) == pdf.render(shared, TYPST, ENGLISH, *when)


def test_hidden_figures_are_in_neither_paper() -> None:
    text = docx_text(docx_of(invented_cases.with_hidden()))
    assert "hidden: fewer than 10" in text
    assert not any(form in text for form in invented_cases.SECRET_FORMS)


def test_users_words_are_words_in_word() -> None:
    text = docx_text(docx_of(hostile()))
    assert HOSTILE in text
    assert "w" * 10_000 in text.replace("\u200b", "")


def test_a_council_s_document_lends_its_styles_and_page() -> None:
    from docx import Document
    from docx.shared import Mm, Pt

    council = Document()
    council.styles["Heading 1"].font.size = Pt(31)
    council.sections[0].left_margin = Mm(41)
    council.sections[0].header.paragraphs[0].text = "Exampleshire Council"
    council.add_paragraph("Words of the council's own that do not belong into the report")
    held = io.BytesIO()
    council.save(held)
    made = Document(io.BytesIO(docx_of(invented_cases.smallest(), held.getvalue())))
    assert made.styles["Heading 1"].font.size == Pt(31)
    assert round(made.sections[0].left_margin.mm) == 41
    assert made.sections[0].header.paragraphs[0].text == "Exampleshire Council"
    assert not any("council's own" in paragraph.text for paragraph in made.paragraphs)


def test_what_is_no_word_document_is_the_input_s_fault(tmp_path: Path) -> None:
    wrong = tmp_path / "council.docx"
    wrong.write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(InputError, match=r"council\.docx: is no Word document"):
        render_reports(invented_cases.smallest(), Clothes(("docx",), base_document=wrong))


def test_a_broken_template_of_one_s_own_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "main.typ").write_text("= Ours\n\n#nothing-there\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"main\.typ:3: .*unknown variable: nothing-there"):
        render_reports(invented_cases.smallest(), Clothes(("pdf",), tmp_path))


def test_one_file_of_one_s_own_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "style.css").write_text("h1 { color: #007a33; }\n", encoding="utf-8")
    made = render_reports(invented_cases.smallest(), Clothes(("html",), tmp_path))
    assert b"<style>h1 { color: #007a33; }" in made["business-case.html"]
    assert b"One page for chief executives" in made["business-case.html"]


def test_formats_are_made_as_asked() -> None:
    made = render_reports(invented_cases.smallest(), Clothes(("docx", "html")))
    assert sorted(made) == ["business-case.docx", "business-case.html"]


# What only a reader of PDF files can tell.


def text_of(content: bytes, tmp_path: Path, *how: str) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip(f"no pdftotext: {SEE}")
    file = tmp_path / "case.pdf"
    file.write_bytes(content)
    done = subprocess.run(["pdftotext", *how, file, "-"], capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.slow
def test_the_pdf_says_in_order_what_the_page_says(tmp_path: Path) -> None:
    shared = invented_cases.largest()
    text = " ".join(text_of(pdf.render(shared, TYPST, ENGLISH), tmp_path).split())
    wanted = headlines(shared)
    assert {words for words in wanted if " ".join(words.split()) not in text} == set()
    order = ("The decision asked", "The answer", "The options: expected net value", "Contents")
    places = [text.index(heading) for heading in order]
    assert places == sorted(places)
    cases = (
        "Strategic case",
        "Economic case",
        "Commercial case",
        "Financial case",
        "Management case",
    )
    places = [text.index(heading) for heading in cases]
    assert places == sorted(places)


@pytest.mark.slow
def test_the_one_page_is_one_page(tmp_path: Path) -> None:
    pages = text_of(pdf.render(invented_cases.largest(), TYPST, ENGLISH), tmp_path).split("\f")
    assert "What happens next?" in pages[0]
    assert "Contents" in pages[1]


@pytest.mark.slow
def test_users_words_are_words_in_the_pdf(tmp_path: Path) -> None:
    text = text_of(pdf.render(hostile(), TYPST, ENGLISH), tmp_path, "-raw")
    assert "".join(HOSTILE.split()) in "".join(text.split())


@pytest.mark.slow
def test_the_pdf_declares_and_has_what_ua_asks() -> None:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(pdf.render(invented_cases.largest(), TYPST, ENGLISH)))
    root = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()
    assert re.search(r"pdfuaid:part[^0-9]*1", xmp)
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "en-GB"
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value


@pytest.mark.slow
def test_papers_state_the_language_of_their_words_and_say_its_fixed_words(tmp_path: Path) -> None:
    import pypdf
    from docx import Document

    shared = invented_cases.smallest()
    texts = {"paper.page": "Tudalen {page} o {pages}", "paper.table": "Tabl"}
    welsh = Catalogue("cy", {**ENGLISH.texts, **texts})
    made = pdf.render(shared, TYPST, welsh)
    assert pypdf.PdfReader(io.BytesIO(made)).trailer["/Root"]["/Lang"] == "cy"
    said = text_of(made, tmp_path)
    assert "Tudalen 2 o " in said
    assert "Tabl 1" in said
    assert "Table 1" not in said
    document = Document(io.BytesIO(word.render(shared, pictures, welsh).content))
    assert document.core_properties.language == "cy"
    foot = document.sections[0].footer.paragraphs[0].text  # numbers are fields, not text
    assert foot.strip() == "Tudalen  o"
    assert any(paragraph.text.startswith("Tabl ") for paragraph in document.paragraphs)


@pytest.mark.slow
def test_libreoffice_opens_the_document(largest: bytes, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip(f"no LibreOffice: {SEE}")
    (tmp_path / "case.docx").write_bytes(largest)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    how = [
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "case.docx"),
    ]
    subprocess.run([office, profile, *how], check=True, capture_output=True)
    assert (tmp_path / "case.pdf").read_bytes().startswith(b"%PDF-")
