"""Renames that put a finished thing in its place in one step, as far as the system can.

Linux swaps two folders in one step and moves without replacing (renameat2, since 2014; most file
systems have both). Elsewhere the callers fall back on plain renames.
"""

from __future__ import annotations

import errno
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = -100  # AT_FDCWD
NO_REPLACE, EXCHANGE = 1, 2
# What a kernel, a file system or a sandbox answers that knows no such rename.
UNABLE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM, errno.EXDEV}


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; False where that cannot be done, and nothing was.

    Raises:
        OSError: if it could be done and fails.
    """
    return _renameat2(one, other, EXCHANGE)


def move_new(made: Path, target: Path) -> None:
    """Move a finished file or folder to a name that is free (or, for a folder, an empty folder).

    Raises:
        FileExistsError: if something stands there.
        OSError: if it fails.
    """
    try:
        if _renameat2(made, target, NO_REPLACE):
            return
    except FileExistsError:
        if not made.is_dir():
            raise
    if made.is_dir():
        _move_folder(made, target)
        return
    try:
        os.link(made, target)
    except OSError as error:
        if error.errno not in UNABLE:
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from error
        os.rename(made, target)
    else:
        os.unlink(made)


def _move_folder(made: Path, target: Path) -> None:
    """POSIX renames a folder onto an empty one, and onto no other; Windows onto none."""
    if os.name == "nt" and target.is_dir():
        os.rmdir(target)
    try:
        os.rename(made, target)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from error
        raise


def _renameat2(one: Path, other: Path, how: int) -> bool:
    call = _call()
    if call is None:
        return False
    failed = call(os.fsencode(one), os.fsencode(other), how)
    if not failed:
        return True
    if failed in UNABLE:
        return False
    raise OSError(failed, os.strerror(failed), str(other))


@cache
def _call() -> Callable[[bytes, bytes, int], int] | None:
    """The system's renameat2, answering an error number or 0; None where there is none."""
    import ctypes
    import sys

    if sys.platform != "linux":
        return None
    found = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if found is None:
        return None
    found.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)

    def call(one: bytes, other: bytes, how: int) -> int:
        return ctypes.get_errno() if found(HERE, one, HERE, other, how) else 0

    return call
