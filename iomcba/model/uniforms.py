"""From a plan's names to its sampled columns: uniforms, joined where correlated, then values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from iomcba.model.copula import Factor, correlated
from iomcba.model.quantiles import SCORE, TOGETHER, WORK, Map, compiled, way
from iomcba.model.rows import aligned, unbuffered
from iomcba.model.sobol import Blocks, Scramble, scramble
from iomcba.model.streams import uniforms
from iomcba.terms.plan import Array
from iomcba.terms.uncertainty import Distribution


@dataclass(frozen=True, slots=True)
class Layout:
    """What every block of a plan shares: a row for each sampled name, and how it is filled.

    `joint` are the rows that hang together, each with the factor of its correlations. `columns`
    are the Sobol' columns of the names, None for plain streams.
    """

    names: tuple[str, ...]
    joint: tuple[tuple[Sequence[int], Factor], ...]
    to_values: Map
    columns: tuple[int, ...] | None
    seed: int
    replicates: int
    scrambles: dict[int, Scramble] = field(default_factory=dict)

    def fill(self, rows: Array, blocks: Sequence[int]) -> None:
        """Draw blocks side by side. Shape: rows (n, len(blocks) * BLOCK), as `names`.

        A few rows at a time, which are mapped while the processor's cache holds them; Sobol' points
        in the order of their size, unless they hang together with others.
        """
        points = self._points(blocks) if self.columns is not None else None
        if points is None:
            self._plain(blocks, rows)
        elif self.joint:
            points.fill(rows)
        for places, factor in self.joint:
            rows[places] = _joined(factor, rows[places])
        own: Array = aligned((2 + WORK) * TOGETHER, rows.shape[1])
        with unbuffered():
            for names, quantiles in self.to_values.runs:
                some = rows[names]
                if points is None or self._hang_together(names):
                    some[:] = quantiles(some, None)
                    continue
                work = own[: (2 + WORK) * len(some)].reshape(-1, *some.shape)
                points.uniforms_in_order(names, work[0])
                points.draw(quantiles(work[0], work[2:]), names, some, work[1])

    def _hang_together(self, names: slice) -> bool:
        own = range(names.start, names.stop)
        return any(place in own for places, _ in self.joint for place in places)

    def _points(self, blocks: Sequence[int]) -> Blocks:
        numbers, replicates = zip(*(divmod(b, self.replicates) for b in blocks), strict=True)
        return Blocks.of([self._scramble(r) for r in replicates], numbers)

    def _plain(self, blocks: Sequence[int], rows: Array) -> None:
        for row, name in zip(rows, self.names, strict=True):
            row[:] = np.concatenate([uniforms(name, self.seed, block) for block in blocks])

    def _scramble(self, replicate: int) -> Scramble:
        if replicate not in self.scrambles:
            columns = np.array(self.columns)
            self.scrambles[replicate] = scramble(self.names, columns, self.seed, replicate)
        return self.scrambles[replicate]


def lay_out(
    wanted: Mapping[str, Distribution],
    joint: Sequence[Factor],
    columns: Mapping[str, int] | None,
    seed: int,
    replicates: int,
) -> Layout:
    """Give every name a row: those made alike side by side."""
    names = tuple(sorted(wanted, key=lambda name: (way(wanted[name]), name)))
    place = {name: row for row, name in enumerate(names)}
    return Layout(
        names,
        tuple(([place[name] for name in factor.names], factor) for factor in joint),
        compiled(tuple(wanted[name] for name in names)),
        None if columns is None else tuple(columns[name] for name in names),
        seed,
        replicates,
    )


def _joined(factor: Factor, u: Array) -> Array:
    """Uniforms of correlated quantities from independent ones. Shape: (n, d)."""
    from scipy.special import ndtr

    scores = compiled((SCORE,) * len(u))(u)
    return np.clip(ndtr(correlated(factor, scores)), 2.0**-53, 1.0 - 2.0**-53)
