"""A hidden folder beside the target in which everything is made before it is moved into place.

Others cannot look into it (mode 0700). Its maker holds a lock on it while alive, so that a later
run knows the bench of a run that was killed, puts back what that run had set aside, and clears it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from types import FrameType

SUFFIX = ".iomcba"
MADE, WAS = "made", "was"
NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EINVAL, errno.EBADF}
STOPS = ("SIGINT", "SIGTERM", "SIGHUP")
_standing: list[Bench] = []


class Bench:
    """A bench for one target: `made` is what will be moved there, `was` what stood there before.

    Raises OSError where it cannot be set up.
    """

    def __init__(self, target: Path) -> None:
        self.parents = _missing(target.parent)
        self.folder = Path()
        self.lock: int | None = None
        _standing.append(self)
        try:
            for parent in self.parents:
                with suppress(FileExistsError):
                    os.mkdir(parent)
            while not self._stand_up(target):
                pass  # a cleaner took it for abandoned before it was locked
        except BaseException:
            self.clear()
            raise

    def _stand_up(self, target: Path) -> bool:
        """Make the folder and lock it; False where another has the lock or has removed it."""
        self.folder = target.parent / f"{_prefix(target)}{secrets.token_hex(8)}{SUFFIX}"
        os.mkdir(self.folder, 0o700)
        try:
            self.lock = _locked(self.folder)
        except (BlockingIOError, FileNotFoundError):
            return False
        return self.folder.is_dir()

    @property
    def made(self) -> Path:
        """Where the new thing is made."""
        return self.folder / MADE

    @property
    def was(self) -> Path:
        """Where the old thing waits while the new one takes its place."""
        return self.folder / WAS

    def fill(self, files: Mapping[str, bytes], mode: int = 0o666) -> None:
        """Write files under `made`, and have the disk confirm them and their folders."""
        os.mkdir(self.made)
        folders = {self.made}
        for name, content in files.items():
            path = self.made / inside(name)
            for folder in reversed(path.parents):
                if folder not in folders and folder.is_relative_to(self.made):
                    os.mkdir(folder)
                    folders.add(folder)
            write_file(path, content, mode)
        for folder in sorted(folders, reverse=True):
            confirm(folder)

    def settle(self) -> None:
        """What was moved stays: the folders made on the way to it are kept."""
        for parent in self.parents:
            confirm(parent.parent)
        self.parents = ()

    def clear(self) -> None:
        """Take everything away that is left of it; never raises OSError."""
        if self in _standing:
            _standing.remove(self)
        try:
            if self.folder.name:
                _remove(self.folder)
            for parent in reversed(self.parents):
                with suppress(OSError):
                    os.rmdir(parent)
        finally:
            if self.lock is not None:
                with suppress(OSError):
                    os.close(self.lock)
                self.lock = None


def clear_standing() -> None:
    """Take away every bench of this process: for whoever ends it at once."""
    for bench in tuple(_standing):
        bench.clear()


def clear_abandoned(target: Path) -> None:
    """Take away benches for a target whose makers died; first put back what they had set aside."""
    try:
        found = [e for e in os.scandir(target.parent) if _is_bench_of(e, target)]
    except OSError:
        return  # no such folder, or none that can be read: nothing was made in it
    for entry in found:
        with suppress(OSError):
            _clear_bench(Path(entry.path), target)


def _clear_bench(folder: Path, target: Path) -> None:
    """Raises BlockingIOError where its maker is at work."""
    lock = _locked(folder)
    if lock is None:
        return  # the file system knows no locks: it cannot be told whether its maker lives
    try:
        if (folder / WAS).is_dir() and not os.path.lexists(target):
            os.rename(folder / WAS, target)
        _remove(folder)
    finally:
        os.close(lock)


def _is_bench_of(entry: os.DirEntry[str], target: Path) -> bool:
    """By its name, if it is a folder of this user's and no link to one."""
    named = entry.name.startswith(_prefix(target)) and entry.name.endswith(SUFFIX)
    if not named or not entry.is_dir(follow_symlinks=False):
        return False
    return os.name == "nt" or entry.stat(follow_symlinks=False).st_uid == os.geteuid()


def _remove(folder: Path) -> None:
    """Remove a folder with everything in it, folders that may not be written to included."""
    with suppress(OSError):
        shutil.rmtree(folder)
        return
    with suppress(OSError):
        for inner, _, _ in os.walk(folder):
            with suppress(OSError):
                os.chmod(inner, 0o700)
        shutil.rmtree(folder)


def _prefix(target: Path) -> str:
    """A name that says whose bench it is, short whatever the length of the target's own name."""
    digest = hashlib.sha256(os.fsencode(target.name)).hexdigest()
    return f".{target.name[:30]}-{digest[:12]}-"


def _missing(folder: Path) -> tuple[Path, ...]:
    """Folders that have to be made so that this one is there, outermost first."""
    absent = [f for f in (folder, *folder.parents) if not os.path.lexists(f)]
    return tuple(reversed(absent))


def _locked(folder: Path) -> int | None:
    """A lock on a folder as an open handle; None where the file system knows no locks.

    Raises:
        BlockingIOError: if another holds it.
    """
    try:
        import fcntl
    except ImportError:
        return None  # Windows
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        if error.errno in NO_LOCKS:
            return None
        raise
    return handle


def inside(name: str) -> PurePosixPath:
    """The name of a file to be written, which cannot lead out of its folder.

    Raises:
        ValueError: if it could.

    >>> inside("analyst/plan.json").as_posix()
    'analyst/plan.json'
    >>> inside("../plan.json")
    Traceback (most recent call last):
    ValueError: '../plan.json' is no name of a file inside a folder
    """
    parts, wrong = name.split("/"), set("\0\\:" if os.name == "nt" else "\0")
    if any(part in ("", ".", "..") or wrong & set(part) for part in parts):
        raise ValueError(f"{name!r} is no name of a file inside a folder")
    return PurePosixPath(*parts)


def write_file(path: Path, content: bytes, mode: int) -> None:
    """Write a file that is not there yet, and have the disk confirm it."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, mode)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def confirm(folder: Path) -> None:
    """Have the disk confirm the names in a folder; Windows has no way to ask."""
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except PermissionError:
        return  # a folder that may be written but not read
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def unstopped() -> Iterator[None]:
    """Let a stop (Ctrl-C, a termination) wait until the block is through."""
    came: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        came.append(number)

    before = {}
    for name in STOPS:
        number = getattr(signal, name, None)
        with suppress(ValueError):  # no signal handlers outside the main thread
            if number is not None and signal.getsignal(number) != signal.SIG_IGN:
                before[number] = signal.signal(number, note)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0])
