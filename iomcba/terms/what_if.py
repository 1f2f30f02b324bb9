"""What a reader may try on the page: yearly streams the engine worked out, ready to be scaled.

The page does not model anything. At each take-up it has the engine's own streams at central values,
split so that a cut in offending and a cost of staff scale them exactly, and it discounts them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Streams:
    """An option's streams at one take-up: pounds by year, real, before discounting, (y,) each.

    Benefit = `fixed` + cut in offending * `per_cut`; cost = `staff` + `other`.
    """

    take_up: float
    fixed: tuple[float, ...]
    per_cut: tuple[float, ...]
    staff: tuple[float, ...]
    other: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What may be tried of one option, and where the case stands.

    `cut` is the case's own cut in offending among the people reached, `take_up` its take-up, `rate`
    its discount rate, `timing` the part of a year after which year 0 falls (F15).
    `streams` come by rising take-up, the case's own among them.
    """

    option: str
    cut: float
    take_up: float
    rate: float
    timing: float
    streams: tuple[Streams, ...]

    def __post_init__(self) -> None:
        if self.take_up not in {streams.take_up for streams in self.streams}:
            raise ValueError(f"{self.option}: no streams at the case's own {self.take_up=}")
