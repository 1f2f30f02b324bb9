"""Templates of one's own are code of others: they see the case and nothing else, and they end."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import invented_cases
import pytest

from iomcba.errors import InputError, TemplateFault
from iomcba.pipeline.clothes import Clothes
from iomcba.pipeline.confined import confined
from iomcba.pipeline.report import render_reports

SECRET = "word that no report may show"


def sleep(seconds: float) -> bytes:
    time.sleep(seconds)
    return b""


def fill(size: int) -> bytes:
    return bytes(bytearray(size))


def fail(why: str) -> bytes:
    raise TemplateFault("page.html.j2", 3, why)


def write(path: str) -> bytes:
    Path(path).write_text("out", encoding="utf-8")
    return b""


def test_work_comes_back_as_it_was_done() -> None:
    assert confined(fill, 3) == b"\0\0\0"


def test_work_that_does_not_end_is_ended() -> None:
    with pytest.raises(TemplateFault, match="takes longer than 1 seconds"):
        confined(sleep, 60.0, seconds=1.0)


def forever(mark: str) -> bytes:
    """Never ends, and says whose process it is."""
    Path(mark).touch()  # a file of no bytes is no file written
    os.rename(mark, f"{mark}-{os.getpid()}")
    while True:
        pass


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks Linux what runs")
def test_work_ends_with_whoever_asked_for_it(tmp_path: Path) -> None:
    """A killed command leaves no process that works on for nobody."""
    code = "from test_templates_confined import *; confined(forever, sys.argv[1])"
    path = os.pathsep.join((str(Path(__file__).parent), *sys.path))
    asked = subprocess.Popen(
        [sys.executable, "-c", f"import sys; {code}", str(tmp_path / "mark")],
        env=os.environ | {"PYTHONPATH": path},
    )
    try:
        began = time.monotonic()
        while not (found := list(tmp_path.glob("mark-*"))) and time.monotonic() - began < 60:
            time.sleep(0.05)
    finally:
        asked.kill()
        asked.wait()
    works = Path("/proc") / found[0].name.removeprefix("mark-")
    began = time.monotonic()
    while works.exists() and time.monotonic() - began < 10:
        time.sleep(0.05)
    assert not works.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no limit of memory")
def test_work_that_fills_the_memory_is_ended() -> None:
    with pytest.raises(TemplateFault, match="takes more than 512 MB of memory"):
        confined(fill, 1 << 30, room=512 << 20)


def ends(_: bytes) -> bytes:
    os._exit(1)


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no limit of memory")
def test_a_process_that_ends_before_it_has_read_is_not_waited_for() -> None:
    for work, room in ((len, 1 << 20), (ends, 512 << 20)):
        with pytest.raises(TemplateFault, match="MB of memory"):
            confined(work, bytes(50 << 20), room=room, seconds=60.0)  # type: ignore[arg-type]


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no limit of files")
def test_work_writes_no_file(tmp_path: Path) -> None:
    with pytest.raises(TemplateFault):
        confined(write, str(tmp_path / "out.txt"))
    assert not (tmp_path / "out.txt").exists() or (tmp_path / "out.txt").stat().st_size == 0


def test_a_fault_keeps_its_place() -> None:
    with pytest.raises(TemplateFault) as raised:
        confined(fail, "no such name")
    assert (raised.value.file, raised.value.line) == ("page.html.j2", 3)
    assert raised.value.why == "no such name"


def refused(folder: Path, format: str) -> str:
    with pytest.raises(InputError) as raised:
        render_reports(invented_cases.smallest(), Clothes((format,), folder))
    return str(raised.value)


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("\n{{ report.front.nothing }}", "one_page.html.j2:2: .*no attribute 'nothing'"),
        ("\n{{ 1 + 'a' }}", "one_page.html.j2:2: .*unsupported operand"),
        ("\n\n{% if %}", "one_page.html.j2:3: .*Expected an expression"),
        ("{{ report.title.__class__.__mro__ }}", "one_page.html.j2:1: .*unsafe"),
        ("{% include '../../secret.txt' %}", "one_page.html.j2:1: .*secret.txt"),
        ("{{ 'x' * 4000000000 }}", "memory"),
        ("{{ cycler.__init__.__globals__.os.listdir('/') }}", "one_page.html.j2:1: .*unsafe"),
    ],
)
def test_a_page_template_sees_the_case_alone(tmp_path: Path, template: str, why: str) -> None:
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    own = tmp_path / "own"
    own.mkdir()
    (own / "one_page.html.j2").write_text(template, encoding="utf-8")
    said = refused(own, "html")
    assert SECRET not in said
    assert re.search(why, said), said


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("= Ours\n\n#nothing-there\n", "main.typ:3: .*unknown variable: nothing-there"),
        ('#read("/etc/passwd")', "main.typ:1: .*not found"),
        ('#read("../../../../../../../../etc/passwd")', "main.typ:1: "),
        ('\n#import "@preview/cetz:0.2.0": canvas', "main.typ:2: imports a package"),
        ('#import ("@pre" + "view/cetz:0.2.0"): canvas', "main.typ:1: .*failed to download"),
    ],
)
def test_a_paper_template_reads_no_file(tmp_path: Path, template: str, why: str) -> None:
    (tmp_path / "main.typ").write_text(template, encoding="utf-8")
    assert re.search(why, refused(tmp_path, "pdf"))


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    own = tmp_path / "own"
    own.mkdir()
    (own / "one_page.html.j2").symlink_to(tmp_path / "secret.txt")
    assert "leads out of the folder" in refused(own, "html")


def test_a_folder_without_templates_is_named(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("x", encoding="utf-8")
    assert "holds no template" in refused(tmp_path, "html")


def test_one_part_of_the_paper_may_be_one_s_own(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "templates" / "business-case-pdf" / "style.typ"
    (tmp_path / "style.typ").write_text(
        shipped.read_text(encoding="utf-8").replace("#12436d", "#00703c"), encoding="utf-8"
    )
    case = invented_cases.smallest()
    own = render_reports(case, Clothes(("pdf",), tmp_path))["business-case.pdf"]
    assert own.startswith(b"%PDF-")
    assert own != render_reports(case, Clothes(("pdf",)))["business-case.pdf"]
