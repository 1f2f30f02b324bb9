"""Folders that appear whole or not at all: a run, a table's export. Only `keep` writes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from iomcba.errors import InputError, Place, Problem

MARK = "manifest.json"


def write_folder(folder: Path, files: Mapping[str, bytes], force: bool, mark: str = MARK) -> None:
    """Write a folder of files in one step.

    An existing folder is replaced only with `force`, and only if it holds `mark` (it is one of
    ours) or nothing.

    Raises:
        InputError: if the folder exists and may not be replaced, or cannot be written.
    """
    refuse_existing(folder, force, mark)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise InputError(
            [Problem(Place(str(folder)), f"cannot be written: {error.strerror}")]
        ) from error
    try:
        for name, content in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        fresh.chmod(0o755)
        _swap(fresh, folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def refuse_existing(folder: Path, force: bool, mark: str = MARK) -> None:
    """Raise InputError if the folder may not be (over)written."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not force:
        remedy = "Give another --out, or --force to replace it."
        raise InputError([Problem(Place(str(folder)), "exists already", remedy)])
    if not (folder / mark).is_file():
        remedy = f"Only a folder that holds {mark} is replaced; give another --out."
        raise InputError([Problem(Place(str(folder)), "is no folder that iomcba wrote", remedy)])


def _swap(fresh: Path, folder: Path) -> None:
    """Put the new folder in the old one's place; the old one survives a failure."""
    if not folder.exists():
        os.replace(fresh, folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    os.replace(folder, old / "was")
    try:
        os.replace(fresh, folder)
    except OSError:
        os.replace(old / "was", folder)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def write_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Replace files of an existing folder, each in one step."""
    written = []
    for name, content in files.items():
        handle, fresh = tempfile.mkstemp(prefix=f".{name}-", dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(fresh).chmod(0o644)
        os.replace(fresh, folder / name)
        written.append(folder / name)
    return written
