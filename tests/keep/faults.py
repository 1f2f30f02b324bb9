"""Faults at a chosen call of the system: every way in which writing touches the disk is counted."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from iomcba.keep import renames

TOUCHING = (
    "open",
    "write",
    "fsync",
    "close",
    "mkdir",
    "rename",
    "replace",
    "link",
    "unlink",
    "rmdir",
)


@dataclass
class Calls:
    """Counts calls; at the one of this number something happens instead of the call."""

    at: int = -1
    happens: Callable[[], object] = lambda: None
    made: list[str] = field(default_factory=list)

    def met(self, name: str) -> None:
        self.made.append(name)
        if len(self.made) - 1 == self.at:
            self.happens()


@contextlib.contextmanager
def counted(calls: Calls, one_step: bool = True) -> Iterator[Calls]:
    """Count every call that touches the disk; `one_step` says whether renameat2 is there."""
    with pytest.MonkeyPatch.context() as patch:
        for name in TOUCHING:
            patch.setattr(os, name, _counting(calls, name, getattr(os, name)))
        system = renames._call()
        if one_step and system is not None:
            patch.setattr(renames, "_call", lambda: _answering(calls, system))
        else:
            patch.setattr(renames, "_call", lambda: None)
        yield calls


def _counting(calls: Calls, name: str, real: Callable[..., object]) -> Callable[..., object]:
    def call(*given: object, **named: object) -> object:
        if name == "close":  # a close that fails has closed
            real(*given)
            calls.met(name)
            return None
        calls.met(name)
        return real(*given, **named)

    return call


def _answering(
    calls: Calls, real: Callable[[bytes, bytes, int], int]
) -> Callable[[bytes, bytes, int], int]:
    """The system call answers an error number where another call would raise."""

    def call(one: bytes, other: bytes, how: int) -> int:
        try:
            calls.met("renameat2")
        except OSError as error:
            return error.errno or 0
        return real(one, other, how)

    return call
