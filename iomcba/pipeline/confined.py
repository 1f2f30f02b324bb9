"""Work that runs what a user brought as code: in a process of its own, held to time and memory.

Only templates are such code. The process is started afresh, so that it holds nothing but what it
is given; where the system knows limits (Linux, macOS) its memory and its files are limited too.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Mapping
from math import ceil
from multiprocessing.connection import Connection

from iomcba.errors import TemplateFault
from iomcba.pipeline.executor import follow_the_parent

SECONDS = 30.0
ROOM = 2 << 30  # bytes of address space
NOWHERE = "http://127.0.0.1:9"  # the port that discards: what would be fetched is not


def confined(
    work: Callable[..., bytes], *given: object, seconds: float = SECONDS, room: int = ROOM
) -> bytes:
    """Do work in a process of its own.

    Args:
        work: a function of a module, so that the other process finds it.
        given: its arguments; they are copied.
        seconds: after which the process is ended.
        room: bytes of memory that it may take, where the system can limit them.

    Raises:
        TemplateFault: where the work fails, takes too long or too much memory.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    # what is given goes through this pipe, not along with the start: whoever starts a process that
    # dies at once would wait for ever for it to read
    process = context.Process(target=_inside, args=(there, room, seconds), daemon=True)
    process.start()
    there.close()
    try:
        here.send((work, given))
        if not here.poll(seconds):
            raise TemplateFault("", 0, f"takes longer than {seconds:g} seconds")
        answer = here.recv()
    except (EOFError, ConnectionError):
        raise _too_much(room) from None
    finally:
        process.kill()
        process.join()
        here.close()
    if isinstance(answer, TemplateFault):
        raise answer
    assert isinstance(answer, bytes)
    return answer


def _inside(there: Connection, room: int, seconds: float) -> None:
    follow_the_parent()
    _limit(room, seconds)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    os.environ.update(_offline(os.environ))
    try:
        work, given = there.recv()
        answer: bytes | TemplateFault = work(*given)
    except MemoryError:
        answer = _too_much(room)
    except TemplateFault as fault:
        answer = fault
    except Exception as error:
        answer = TemplateFault("", 0, f"{type(error).__name__}: {error}")
    there.send(answer)


def _too_much(room: int) -> TemplateFault:
    return TemplateFault("", 0, f"takes more than {room >> 20:,} MB of memory")


def _limit(room: int, seconds: float) -> None:
    """No more memory than that, and no file written; Windows knows no such limits.

    Whoever started it ends it in time; should that one be gone, processor time ends it.
    """
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    most = ceil(seconds) * (os.cpu_count() or 1)
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))


def _offline(environment: Mapping[str, str]) -> dict[str, str]:
    names = {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"}
    return {**dict.fromkeys(names, NOWHERE), **{name: "" for name in ("NO_PROXY", "no_proxy")}}
