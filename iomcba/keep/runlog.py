"""The run log: who made which run when and why, one line each, below what is there."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from iomcba.errors import InputError, Place, Problem
from iomcba.keep.folders import refuse_link, reported
from iomcba.keep.run import MANIFEST
from iomcba.terms.manifest import Manifest
from iomcba.terms.records import decode

LOG = "run-log.jsonl"
ANONYMOUS = "not known"


def log_of(folder: Path) -> Path:
    """Where the runs of a folder are logged: beside it.

    Raises:
        InputError: if what stands there is no ordinary file.
    """
    path = folder.resolve().parent / LOG
    refuse_link(path)
    if path.exists() and not path.is_file():
        raise InputError([Problem(Place(str(path)), "is no ordinary file", "Move it away.")])
    return path


def log_run(folder: Path, files: Mapping[str, bytes], purpose: str) -> None:
    """Add a run to the log beside its folder: no person of the cohort is named in it.

    The line says who (of the computer's users), when, on which host, why, from which inputs and
    with what result, both by hash. The log is its owner's alone, and only ever grows.

    Raises:
        InputError: if it cannot be written.
    """
    manifest = decode(Manifest, files[MANIFEST].decode())
    entry = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "who": _user(),
        "host": manifest.host,
        "why": purpose,
        "case": manifest.case,
        "folder": folder.name,
        "version": manifest.version,
        "policy": manifest.policy,
        "inputs": dict(manifest.made.inputs),
        "outputs": {**dict(manifest.outputs), MANIFEST: sha256(files[MANIFEST]).hexdigest()},
    }
    append_line(log_of(folder), json.dumps(entry, ensure_ascii=False))


def append_line(path: Path, line: str) -> None:
    """Add a line to a file of the owner's alone, in one write that the disk confirms.

    Raises:
        InputError: if it cannot be written.
    """
    ways = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    with reported(path):
        file = os.open(path, ways, 0o600)
        try:
            unfinished = _unfinished(file)
            content = (("\n" if unfinished else "") + line + "\n").encode()
            while content:
                content = content[os.write(file, content) :]
            os.fsync(file)
        finally:
            os.close(file)


def _unfinished(file: int) -> bool:
    """Whether the last line was cut short, as where power failed: it stays, ours begins anew."""
    end = os.lseek(file, 0, os.SEEK_END)
    if end == 0:
        return False
    os.lseek(file, end - 1, os.SEEK_SET)
    return os.read(file, 1) != b"\n"


def _user() -> str:
    """Who runs this, as the system knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no name for this number
        return ANONYMOUS
