"""A PDF with its small objects packed into compressed streams (ISO 32000-1, 7.5.7 and 7.5.8).

typst writes each of the many thousand objects of a tagged table in full; packed, the file is about
a quarter as large and says the same. In: a PDF as typst writes it, with one cross-reference table.
"""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\n")
_START = re.compile(rb"startxref\n(\d+)\n%%EOF\s*$")
_SIZE = re.compile(rb"/Size \d+")
_IN_ONE = 200  # objects of one stream
_FREE, _PLAIN, _PACKED = 0, 1, 2
Entry = tuple[int, int, int]


def pack(file: bytes) -> bytes:
    """The same file, smaller; a file of another build comes back as it was."""
    found = _START.search(file)
    table = int(found[1]) if found else 0
    if not file[table : table + 5] == b"xref\n":
        return file
    places, trailer = _places(file, table), _trailer(file, table)
    if not places or b"/Encrypt" in trailer:
        return file
    ends = dict(zip(sorted(places.values()), [*sorted(places.values())[1:], table], strict=True))
    bodies = {number: _body(file[at : ends[at]]) for number, at in places.items()}
    small = [number for number in sorted(bodies) if not bodies[number].endswith(b"endstream")]
    out = bytearray(file[: min(places.values())])
    entries: dict[int, Entry] = {0: (_FREE, 0, 65535)}
    for number in sorted(set(bodies) - set(small)):
        entries[number] = (_PLAIN, len(out), 0)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, bodies[number])
    following = max(bodies) + 1
    for start in range(0, len(small), _IN_ONE):
        held = small[start : start + _IN_ONE]
        entries |= {number: (_PACKED, following, place) for place, number in enumerate(held)}
        entries[following] = (_PLAIN, len(out), 0)
        out += b"%d 0 obj\n%b\nendobj\n" % (following, _stream_of(bodies, held))
        following += 1
    entries[following] = (_PLAIN, len(out), 0)
    at = len(out)
    out += b"%d 0 obj\n%b\nendobj\n" % (following, _cross_reference(entries, trailer))
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % at)


def _places(file: bytes, table: int) -> dict[int, int]:
    """Where each object in use starts, by its number, from a table of one section."""
    head, _, rest = file[table + 5 :].partition(b"\n")
    first, count = (int(word) for word in head.split())
    lines = (rest[20 * place : 20 * place + 18].split() for place in range(count))
    return {first + place: int(line[0]) for place, line in enumerate(lines) if line[2] == b"n"}


def _trailer(file: bytes, table: int) -> bytes:
    """What stands between the outer brackets of the trailer."""
    words = file[file.index(b"trailer", table) :]
    return words[words.index(b"<<") + 2 : words.rindex(b">>")]


def _body(text: bytes) -> bytes:
    return _OBJECT.sub(b"", text, count=1).strip().removesuffix(b"endobj").rstrip()


def _stream_of(bodies: dict[int, bytes], held: list[int]) -> bytes:
    offset, heads = 0, []
    for number in held:
        heads.append(b"%d %d" % (number, offset))
        offset += len(bodies[number]) + 1
    head = b" ".join(heads) + b"\n"
    words = zlib.compress(head + b"\n".join(bodies[number] for number in held), 9)
    keys = b"/Type/ObjStm/N %d/First %d" % (len(held), len(head))
    return _stream(keys, words)


def _cross_reference(entries: dict[int, Entry], trailer: bytes) -> bytes:
    size = max(entries) + 1
    rows = b"".join(_row(entries.get(number, (_FREE, 0, 0))) for number in range(size))
    keys = _SIZE.sub(b"", trailer).strip()
    return _stream(b"/Type/XRef/W[1 4 2]/Size %d%b" % (size, keys), zlib.compress(rows, 9))


def _row(entry: Entry) -> bytes:
    kind, where, which = entry
    return bytes([kind]) + where.to_bytes(4, "big") + which.to_bytes(2, "big")


def _stream(keys: bytes, words: bytes) -> bytes:
    return b"<<%b/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (keys, len(words), words)
