"""One hostile text in every free-text field of a case: no output acts on it, each shows it.

The text would be a formula in a spreadsheet, a script in a page, code in a template or in typst, a
colour in a terminal. Controls and turns of direction cannot be in it: no file that holds them is
read (tests/read/test_guard.py).
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from ruamel.yaml import YAML

from iomcba.characters import RISKY, for_terminal, neutral
from tests.broken.running import run
from tests.broken.small_case import FILES, write

HOSTILE = (
    '=HYPERLINK("http://evil.example","go")</script><script>alert(1)</script>'
    "<img src=x onerror=alert(2)>{{ 7*191 }}{% for x in y %}"
    '#read("/etc/passwd") $x$ `a` \\ *b* _c_ @ref <label> [red]d[/red] ]]> &amp; "\' \u2028e'
)
CASE = "assumptions/small-case"
# Keys of YAML and columns of tables that hold words of a user.
WORDS = (
    *("title", "area", "decision", "next_step", "label", "summary", "description"),
    *("edition", "licence", "attribution", "how_read", "comparison_note", "warning"),
)
COLUMNS = (
    *("label", "note", "owner", "title", "authors", "published", "publisher", "table", "licence"),
    *("offence_group", "subgroup", "victim_sector", "read_through"),
)
FORMULA = re.compile(r"<f[ >][^<]*(?:HYPERLINK|read\()")


def planted(root: Path) -> Path:
    """The small case with the hostile text wherever a person writes words."""
    case = write(root)
    for name in FILES:
        path = root / name
        if name.startswith("cohorts/") and path.suffix == ".csv":
            continue
        if path.suffix == ".yaml":
            yaml = YAML(typ="safe", pure=True)
            yaml.width, yaml.allow_unicode = 100_000, True
            words = yaml.load(path.read_text())
            if path.name == "case.yaml":
                words["comparison_note"] = ""
            words |= {key: HOSTILE for key in words if key in WORDS}
            out = io.StringIO()
            yaml.dump(words, out)
            path.write_text(out.getvalue())
        else:
            rows = list(csv.DictReader(path.open(newline="")))
            for row in rows:
                row.update({c: HOSTILE for c in row if c in COLUMNS and c != "victim_sector"})
            out = io.StringIO(newline="")
            writer = csv.DictWriter(out, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            path.write_text(out.getvalue(), newline="")
    offences = root / "cohorts/four-people/offences.csv"
    quoted = '"' + HOSTILE.replace('"', '""') + '"'
    offences.write_text(offences.read_text() + f"P9,C9,4,2009-01-01,{quoted}\n")
    return case


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    planted(root)
    ran = run("appraise", CASE, "--out", "run", "--formats", "html,pdf,docx,xlsx", inside=root)
    assert ran.code == 0, ran.err
    hold_screen(ran.out + ran.err)
    return root


def hold_screen(text: str) -> None:
    assert "\x1b" not in text
    assert "1337" not in text  # 7 * 191, had it been worked out
    assert "root:" not in text


class Seen(HTMLParser):
    """Tags, attributes and scripts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.attributes: list[tuple[str, str, str]] = []
        self.scripts: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.inside = tag == "script"
        if self.inside:
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.inside = False


def test_the_page_shows_it_and_does_nothing(finished: Path) -> None:
    page = (finished / "run/business-case.html").read_text()
    seen = Seen()
    seen.feed(page)
    assert not [a for a in seen.attributes if a[1].startswith("on") or "javascript:" in a[2]]
    assert not [a for a in seen.attributes if a[0] == "img" and a[2] == "x"]
    assert not any("alert(1)" in s and "u003c" not in s.lower() for s in seen.scripts)
    assert all("\u2028" not in script for script in seen.scripts)
    assert "&lt;script&gt;alert(1)" in page
    assert "{{ 7*191 }}" in page
    assert "1337" not in page
    policy = re.search(r'http-equiv="Content-Security-Policy"\s+content="([^"]*)"', page)
    assert policy is not None
    said = policy[1].replace("&#39;", "'")
    assert "default-src 'none'" in said
    assert "unsafe" not in said
    assert re.search(r"script-src ('sha256-[^']+'|'none')", said)
    assert not re.search(r'(?:src|href)="https?://evil', page)


def test_workbook_holds_it_as_text(finished: Path) -> None:
    books = list((finished / "run").rglob("*.xlsx"))
    exported = run("assumptions", "export", CASE, "--xlsx", "desk.xlsx", inside=finished)
    assert exported.code == 0, exported.err
    books.append(finished / "desk.xlsx")
    assert len(books) >= 1
    for book in books:
        with zipfile.ZipFile(book) as parts:
            for name in parts.namelist():
                if name.endswith((".xml", ".rels")):
                    text = parts.read(name).decode()
                    ElementTree.fromstring(text)
                    assert not FORMULA.search(text), name
                    assert 'Target="http://evil' not in text


def test_word_and_pdf_are_whole_and_read_no_file(finished: Path) -> None:
    with zipfile.ZipFile(finished / "run/business-case.docx") as parts:
        texts = {n: parts.read(n).decode() for n in parts.namelist() if n.endswith(".xml")}
    for name, text in texts.items():
        ElementTree.fromstring(text)
        assert "root:" not in text, name
    assert "#read(" in texts["word/document.xml"]
    pdf = (finished / "run/business-case.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert b"evil.example)" not in pdf  # no link was made of it


def test_tables_for_spreadsheets_hold_no_formula(finished: Path) -> None:
    listed = run("assumptions", "list", CASE, "--csv", inside=finished)
    assert listed.code == 0, listed.err
    profiled = run("cohort", "profile", CASE, "--out", "profile", inside=finished)
    assert profiled.code == 0, profiled.err
    quality = run("cohort", "check", "cohorts/four-people", "--out", "quality", inside=finished)
    assert quality.code == 0, quality.err
    (finished / "batch.csv").write_text(f"id,case\na,{CASE}\n")
    batch = run("batch", "batch.csv", "--out", "batch", "--draws", "2048", inside=finished)
    assert batch.code == 0, batch.err
    tables = [listed.out]
    for folder in ("profile", "quality", "batch"):
        tables += [path.read_text() for path in (finished / folder).rglob("*.csv")]
    assert len(tables) > 4
    for table in tables:
        for row in csv.reader(io.StringIO(table, newline="")):
            for cell in row:
                assert not cell.startswith(RISKY) or re.fullmatch(r"[-+][0-9.e+-]+", cell), cell
        hold_screen(table)


@pytest.mark.parametrize(
    "command",
    [
        ("check", CASE),
        ("check", CASE, "--json"),
        ("assumptions", "list", CASE),
        ("assumptions", "show", CASE, "parameter.discount-rate"),
        ("assumptions", "search", CASE, "rate"),
        ("explain", "team.npsv", "run"),
        ("cohort", "check", "cohorts/four-people"),
        ("cohort", "profile", CASE),
        ("review", CASE),
        ("sensitivity", "run"),
    ],
    ids=" ".join,
)
def test_no_command_acts_on_it(command: tuple[str, ...], finished: Path) -> None:
    ran = run(*command, inside=finished)
    assert ran.code == 0, ran.err
    hold_screen(ran.out + ran.err)


def test_what_a_terminal_shows_acts_on_nothing() -> None:
    said = "a\x1b]0;t\x07\x1b[31mred\x9b31m\u202eb\n"
    assert for_terminal(said, colour=False) == (
        "a[U+001B]]0;t[U+0007][U+001B][31mred[U+009B]31m[U+202E]b\n"
    )
    assert for_terminal("\x1b[1mown\x1b[0m", colour=True) == "\x1b[1mown\x1b[0m"


@pytest.mark.parametrize("start", [*RISKY, " =", "\u3000＝"])
def test_a_cell_that_begins_like_a_formula_is_neutral(start: str) -> None:
    assert neutral(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("figure", ["-12", "-12.5", "+3", "-1e-05", "-£1,234", "-3.5%", "12", ""])
def test_figures_stay_figures(figure: str) -> None:
    assert neutral(figure) == figure
