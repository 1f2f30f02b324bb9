"""From a plan's names to its sampled columns: uniforms, joined where correlated, then values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from iomcba.model.copula import Factor, correlated
from iomcba.model.quantiles import SCORE, Map, compiled, way
from iomcba.model.sobol import Scramble, block_uniforms, scramble
from iomcba.model.streams import uniforms
from iomcba.terms.plan import BLOCK, Array
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
        """Draw blocks side by side. Shape: rows (n, len(blocks) * BLOCK), as `names`."""
        for place, block in enumerate(blocks):
            self._uniforms(rows[:, place * BLOCK : (place + 1) * BLOCK], block)
        for places, factor in self.joint:
            rows[places] = _joined(factor, rows[places])
        self.to_values(rows)

    def _uniforms(self, rows: Array, block: int) -> None:
        if self.columns is None:
            for row, name in zip(rows, self.names, strict=True):
                row[:] = uniforms(name, self.seed, block)
            return
        within, replicate = divmod(block, self.replicates)
        scrambled = self.scrambles.get(replicate)
        if scrambled is None:
            scrambled = scramble(self.names, np.array(self.columns), self.seed, replicate)
            self.scrambles[replicate] = scrambled
        block_uniforms(scrambled, within, rows)


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
