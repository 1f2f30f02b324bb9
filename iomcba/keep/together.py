"""Several files of a folder changed together: each is made beside its place before any is moved."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from iomcba.errors import InputError, Place, Problem


def replace_together(files: Mapping[Path, bytes]) -> list[Path]:
    """Replace files, all or none; a folder that one of them needs is made.

    Raises:
        InputError: if they cannot be written; then every file is what it was.
    """
    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    fresh: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh[path] = _beside(path, content)
        _move(fresh, before)
    except OSError as error:
        at = Place(str(error.filename or next(iter(files))))
        what = f"cannot be written: {error.strerror}"
        raise InputError([Problem(at, what, "Nothing was changed.")]) from error
    finally:
        for made in fresh.values():
            made.unlink(missing_ok=True)
    return list(files)


def _beside(path: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    made = Path(name)
    made.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
    return made


def _move(fresh: Mapping[Path, Path], before: Mapping[Path, bytes | None]) -> None:
    """Move each file into its place; put back those already moved when one cannot be."""
    moved: list[Path] = []
    try:
        for path, made in fresh.items():
            os.replace(made, path)
            moved.append(path)
    except BaseException:
        for path in reversed(moved):
            was = before[path]
            if was is None:
                path.unlink()
            else:
                os.replace(_beside(path, was), path)
        raise
