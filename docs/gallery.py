"""Renew the pictures of docs/reports.md: `python docs/gallery.py RUN` (or `make showcase`).

Each clothing of a run's report is shown as its readers see it: the page in Chromium at the width of
a desk and of a phone, PDF and Word by their pages, the workbook by its sheets (LibreOffice).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from showcase import QUIET

PICTURES = Path(__file__).parent / "img"
COLOURS = 48


def keep(raw: Path, name: str, corner: tuple[int, int] | None = None) -> None:
    """A picture with few colours, or the upper left corner of one."""
    from PIL import Image

    with Image.open(raw) as whole:
        seen = whole if corner is None else whole.crop((0, 0, *corner))
        few = seen.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.png", optimize=True)


def photograph_page(page: Path, folder: Path) -> None:
    """The page at the width of a phone, its charts in the dark, and what to try."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(QUIET)
        )
        phone = browser.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=1.5)
        phone.goto(page.as_uri())
        phone.screenshot(path=folder / "phone.png")
        keep(folder / "phone.png", "page-phone")
        dark = browser.new_page(viewport={"width": 1000, "height": 900}, color_scheme="dark")
        dark.goto(page.as_uri())
        dark.evaluate("document.querySelector('#charts').scrollIntoView()")
        dark.screenshot(path=folder / "dark.png")
        keep(folder / "dark.png", "page-charts")
        desk = browser.new_page(viewport={"width": 1000, "height": 800})
        desk.goto(page.as_uri())
        desk.evaluate("document.querySelector('#trial').scrollIntoView()")
        desk.screenshot(path=folder / "trial.png")
        keep(folder / "trial.png", "page-trial")
        browser.close()


def pages_of(paper: Path, folder: Path, *numbers: int, wide: int = 620) -> list[Path]:
    """Pages of a PDF as pictures."""
    made = []
    for number in numbers:
        out = folder / f"{paper.stem}-{number}"
        size = ["-scale-to-x", str(wide), "-scale-to-y", "-1", "-f", str(number), "-singlefile"]
        subprocess.run(["pdftoppm", "-png", *size, str(paper), str(out)], check=True)
        made.append(out.with_suffix(".png"))
    return made


def as_pdf(document: Path, folder: Path) -> Path:
    """An office document as its pages."""
    profile = f"-env:UserInstallation=file://{folder}/office"
    words = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*words, str(document)], check=True, capture_output=True, timeout=300)
    return folder / f"{document.stem}.pdf"


def found(paper: Path, words: str) -> int:
    """The first page of a PDF that says the words, cover and contents left out."""
    from pypdf import PdfReader

    pages = PdfReader(paper).pages
    return next(n for n, page in enumerate(pages, 1) if n > 3 and words in page.extract_text())


def gallery(run: Path) -> None:
    """Every picture of the gallery."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        photograph_page((run / "business-case.html").resolve(), folder)
        paper = run / "business-case.pdf"
        first, inside = pages_of(paper, folder, 1, found(paper, "Economic case"))
        keep(first, "paper")
        keep(inside, "paper-inside")
        word = as_pdf(run / "business-case.docx", folder)
        keep(pages_of(word.rename(folder / "word.pdf"), folder, 1)[0], "word")
        book = as_pdf(run / "business-case.xlsx", folder).rename(folder / "book.pdf")
        for picture, words, wide, corner in (
            ("results", "Each option", 1000, (1000, 250)),
            ("inputs", "Every assumption", 2600, (1300, 620)),
        ):
            (page,) = pages_of(book, folder, found(book, words), wide=wide)
            keep(page, f"workbook-{picture}", corner)


if __name__ == "__main__":
    gallery(Path(sys.argv[1]))
