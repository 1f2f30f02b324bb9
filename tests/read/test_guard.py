"""The one door for files: what is no ordinary UTF-8 file of bounded size is refused and named."""

from __future__ import annotations

import gzip
import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomcba.read.guard import REFUSED, Unreadable, load, plain_bytes, text_of


def refusal(path: Path, most: int = 1000) -> str:
    with pytest.raises(Unreadable) as refused:
        load(path, most)
    return f"{refused.value.what}. {refused.value.remedy}"


def test_an_ordinary_file_is_read_whole_up_to_its_bound(tmp_path: Path) -> None:
    path = tmp_path / "ŵ😀.csv"
    path.write_bytes(b"x" * 1000)
    assert load(path, 1000) == b"x" * 1000
    (tmp_path / "link").symlink_to(path)
    assert load(tmp_path / "link", 1000) == b"x" * 1000
    assert "larger than" in refusal(path, 999)


def test_a_file_without_a_length_is_bounded_too() -> None:
    """Files of /proc say that they hold nothing."""
    path = Path("/proc/self/environ")
    if not path.exists() or path.stat().st_size:
        pytest.skip("no such file here")
    assert "larger than" in refusal(path, 8)


def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert "is a pipe" in refusal(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        assert "is a socket" in refusal(tmp_path / "s")
    for device in ("/dev/zero", "/dev/null", "/dev/urandom"):
        assert "is a device" in refusal(Path(device))
        (tmp_path / "device").unlink(missing_ok=True)
        (tmp_path / "device").symlink_to(device)
        assert "is a device" in refusal(tmp_path / "device")


def test_what_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert "leads back to itself" in refusal(tmp_path / "loop")
    (tmp_path / "nowhere").symlink_to("gone")
    assert "leads nowhere" in refusal(tmp_path / "nowhere")
    assert "is missing" in refusal(tmp_path / "gone")
    assert "cannot be read" in refusal(tmp_path / ("n" * 300))
    assert "cannot be read" in refusal(tmp_path / "a\0b")


LINES = "a,ŵ\nb,😀\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_mark_and_line_ends_change_nothing(end: str, mark: bytes) -> None:
    written = mark + LINES.replace("\n", end).encode()
    assert text_of(written) == LINES
    assert plain_bytes(written) == LINES.encode()


@given(st.text())
def test_every_text_is_itself_or_refused(text: str) -> None:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        found = text_of(text.encode("utf-8", "surrogatepass"))
    except Unreadable:
        assert REFUSED.search(text) or any("\ud800" <= c <= "\udfff" for c in text) or text[:1]
    else:
        assert found in (plain, plain.removeprefix("\ufeff"))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_refused(content: bytes) -> None:
    try:
        text = text_of(content)
    except Unreadable:
        return
    assert not REFUSED.search(text)
    assert "\r" not in text


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (LINES.encode("utf-16"), 0, "is UTF-16, not UTF-8. Save it as 'CSV UTF-8'"),
        (LINES.encode("utf-16-le"), 0, "is UTF-16 without a mark"),
        (LINES.encode("utf-16-be"), 0, "is UTF-16 without a mark"),
        (LINES.encode("utf-32"), 0, "is UTF-32, not UTF-8"),
        ("a\nb\nCaf\u00e9".encode("cp1252"), 3, "in Windows-1252 it would be 'é'"),
        ("a\r\n\u20ac5".encode("cp1252"), 2, "byte 4 (80) is not UTF-8; in Windows-1252"),
        (b"a\rb\x81", 2, "byte 4 (81) is not UTF-8. Save it as"),
        (b"a\xed\xa0\x80", 1, "is not UTF-8"),
        (b"a\nb\0c" + b"d" * 90, 2, "holds a NUL byte"),
        (b"a\n\x1b[31m", 2, "holds U+001B, which is a control character"),
        ("a\u202eb".encode(), 1, "holds U+202E, which turns the direction"),
        ("a\ufffeb".encode(), 1, "holds U+FFFE, which is no character. Delete it"),
        ("a\nb\uffff".encode(), 2, "holds U+FFFF, which is no character. Delete it"),
        ("a\n\ufeffb".encode(), 2, "a byte-order mark (U+FEFF) inside the text"),
        ("a\u0085b".encode(), 1, "holds U+0085"),
        (gzip.compress(b"a,b\n", mtime=0), 0, "is compressed (gzip). Unpack it first."),
        (b"PK\x03\x04rest", 0, "is a zip file or a workbook"),
        (b"%PDF-1.7", 0, "is a PDF"),
    ],
)
def test_another_encoding_is_refused_naming_the_fix(content: bytes, line: int, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        text_of(content)
    assert words in f"{refused.value.what}. {refused.value.remedy}"
    assert refused.value.line == line
