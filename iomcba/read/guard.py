"""The one door through which files come in: ordinary files of bounded size, text as UTF-8.

A device, a pipe, a socket or a folder in the place of a file is refused without being read; of a
file no more is read than its bound, whatever its length is said to be.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path

KIB, MIB = 2**10, 2**20
WORDS, TABLE, KEY = 512 * KIB, 16 * MIB, 64 * KIB
COHORT, BOOK, RESULT = 512 * MIB, 16 * MIB, 512 * MIB
PIECE = 8 * MIB
UTF8 = "Save it as 'CSV UTF-8' or with encoding UTF-8"
MARK = b"\xef\xbb\xbf"
MARKS = (  # the longer ones first
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
KINDS = (
    (b"\x1f\x8b", "is compressed (gzip)", "Unpack it first."),
    (b"BZh91AY&SY", "is compressed (bzip2)", "Unpack it first."),
    (b"\xfd7zXZ\0", "is compressed (xz)", "Unpack it first."),
    (b"\x28\xb5\x2f\xfd", "is compressed (zstd)", "Unpack it first."),
    (b"PK\x03\x04", "is a zip file or a workbook, no text", f"{UTF8}."),
    (b"\xd0\xcf\x11\xe0", "is an old Office file, no text", f"{UTF8}."),
    (b"%PDF-", "is a PDF, no text", f"{UTF8}."),
)
# Controls (tab and line ends excepted), turns of direction, a mark inside, characters of no sort.
REFUSED_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
DELETE = "Delete it; no text needs it."
# Without waiting: a pipe that nobody writes to would hold the opening up for ever.
FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
SORTS = (
    (stat.S_ISDIR, "is a folder, no file"),
    (stat.S_ISFIFO, "is a pipe, no file"),
    (stat.S_ISSOCK, "is a socket, no file"),
    (stat.S_ISCHR, "is a device, no file"),
    (stat.S_ISBLK, "is a device, no file"),
)


class Unreadable(Exception):
    """A file that is not taken: what it is, what to do, and on which line if on one."""

    def __init__(self, what: str, remedy: str = "", line: int = 0) -> None:
        self.what, self.remedy, self.line = what, remedy, line
        super().__init__(what)


def load(path: Path, most: int) -> bytes:
    """The bytes of an ordinary file.

    Raises:
        Unreadable: if it is missing, may not be read, is no ordinary file, or has more than `most`
            bytes.
    """
    try:
        handle = os.open(path, FLAGS)
    except (OSError, ValueError) as error:
        raise Unreadable(_why_not_opened(path, error)) from error
    try:
        found = os.fstat(handle)
        for is_sort, what in SORTS:
            if is_sort(found.st_mode):
                raise Unreadable(what, "Give an ordinary file.")
        content = _within(handle, most) if found.st_size <= most else None
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}") from error
    finally:
        os.close(handle)
    if content is None:
        raise Unreadable(f"is larger than {sized(most)}", "No file of its sort is as large.")
    return content


def _why_not_opened(path: Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError) and not path.is_symlink():
        return "is missing"
    if isinstance(error, OSError):
        if error.errno == errno.ENXIO:
            return "is a socket, no file"
        if error.errno == errno.ELOOP:
            return "is a symbolic link that leads back to itself"
        if isinstance(error, FileNotFoundError):
            return "is a symbolic link that leads nowhere"
        return f"cannot be read: {error.strerror}"
    return f"cannot be read: {error}"


def _within(handle: int, most: int) -> bytes | None:
    """What a file holds; None where that is more than `most`, however long it is said to be."""
    pieces, total = [], 0
    while piece := os.read(handle, min(PIECE, most + 1 - total)):
        pieces.append(piece)
        total += len(piece)
        if total > most:
            return None
    return b"".join(pieces)


def sized(count: int) -> str:
    """A number of bytes as people say it.

    >>> sized(512 * 2**10), sized(16 * 2**20)
    ('512 KB', '16 MB')
    """
    return f"{count // MIB} MB" if count >= MIB else f"{count // KIB} KB"


def text_of(content: bytes) -> str:
    r"""The text of a UTF-8 file: no mark before it, every line end (also a lone \r) a \n.

    Raises:
        Unreadable: if it is in another encoding, compressed, or holds what no text needs.

    >>> text_of(b"\xef\xbb\xbfa\r\nb\rc")
    'a\nb\nc'
    """
    for mark, name in MARKS:
        if content.startswith(mark):
            raise Unreadable(f"is {name}, not UTF-8", f"{UTF8}.")
    for start, what, remedy in KINDS:
        if content.startswith(start):
            raise Unreadable(what, remedy)
    content = content.removeprefix(MARK)
    if b"\0" in content[: 4 * KIB] and _half_zero(content[: 4 * KIB]):
        raise Unreadable("is UTF-16 without a mark, not UTF-8", f"{UTF8}.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _no_utf8(content, error.start) from error
    _hold_characters(content, text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def plain_bytes(content: bytes) -> bytes:
    r"""The bytes of a text without a mark and with every line end a \n: what a hash is made of.

    >>> plain_bytes(b"\xef\xbb\xbfa\r\nb\rc")
    b'a\nb\nc'
    """
    content = content.removeprefix(MARK)
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in content else content


def _half_zero(start: bytes) -> bool:
    """Whether every second byte is often zero, as in UTF-16 of western text."""
    pairs = max(len(start) // 2, 1)
    return max(start[0::2].count(0), start[1::2].count(0)) > 0.4 * pairs


def _no_utf8(content: bytes, at: int) -> Unreadable:
    line = _line_at(content[:at].decode("utf-8"))
    said, byte = f"byte {at + 1:,} ({content[at]:02X}) is not UTF-8", content[at : at + 1]
    letter = byte.decode("cp1252", errors="ignore")
    if letter:
        said += f"; in Windows-1252 it would be {letter!r}"
    remedy = f"{UTF8}, or convert it: iconv -f WINDOWS-1252 -t UTF-8."
    return Unreadable(said, remedy, line)


def _hold_characters(content: bytes, text: str) -> None:
    """Raise Unreadable where a text holds a character that no text needs and that could deceive."""
    if REFUSED_BYTES.search(content) is None and (content.isascii() or not REFUSED.search(text)):
        return
    found = REFUSED.search(text)
    assert found is not None, "both searches look for the same controls"
    line = _line_at(text[: found.start()])
    raise Unreadable(why_refused(found[0]), DELETE, line)


def odd_character(text: str) -> tuple[str, str] | None:
    """What is wrong with a text that holds a character no text needs, and what to do; else None."""
    found = REFUSED.search(text)
    return None if found is None else (why_refused(found[0]), DELETE)


def why_refused(character: str) -> str:
    """What to say of a character that no text needs.

    >>> why_refused("\ufffe"), why_refused("\u202e")
    ('holds U+FFFE, which is no character', 'holds U+202E, which turns the direction of the text')
    """
    code = ord(character)
    if code == 0:
        return "holds a NUL byte"
    if code == 0xFEFF:
        return "holds a byte-order mark (U+FEFF) inside the text"
    sort = "is a control character"
    if code > 0x2000:
        sort = "turns the direction of the text" if code < 0xD800 else "is no character"
    return f"holds U+{code:04X}, which {sort}"


def _line_at(before: str) -> int:
    """Line of what comes after a text."""
    return before.count("\n") + before.replace("\r\n", "").count("\r") + 1
