"""Uncertain quantities: a family fixed by low, central and high, its mean and its quantiles (F18).

`central` fixes where a family lies (median of normal and lognormal, mean of beta and gamma, mode of
triangular and PERT), `low`, `high` and `interval` fix how wide it is. A `central` that lies more
than a tenth of the interval's width from where low and high put it is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import exp, isfinite, log, sqrt

import numpy as np
from numpy.typing import NDArray

from iomcba.characters import digits

Array = NDArray[np.float64]

INTERVALS = {
    "min-max": (0.0, 1.0),
    "p5-p95": (0.05, 0.95),
    "p10-p90": (0.1, 0.9),
    "95%": (0.025, 0.975),
}
BOUNDED = ("uniform", "triangular", "pert")
FAMILIES = ("point", *BOUNDED, "normal", "lognormal", "beta", "gamma")
PERT_SHAPE = 4.0  # Malcolm et al. (1959): weight of the mode
TOLERANCE = 0.1  # METHOD F18: a tenth of the interval's width
UNLIKELY = 1e-9  # chance of a value beyond the reach
ALIKE = 12  # decimals in which rows agree that are of one shape
GRID, CLOSE = 64, 1e-14  # steps of a search for the logarithm of an sd, and its tolerance


class DistributionError(ValueError):
    """The row's low, central, high and interval do not make a distribution."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """A family and its two to four parameters, fixed once from a row.

    `parameters` are: point (value), uniform (a, b), triangular (a, mode, b), pert (a, mode, b),
    normal (mean, sd), lognormal (log median, log sd), beta (alpha, beta), gamma (shape, scale).
    """

    family: str
    parameters: tuple[float, ...]

    @property
    def is_point(self) -> bool:
        """Whether the quantity is certain."""
        return self.family == "point"

    @property
    def mean(self) -> float:
        """The expected value, exactly."""
        p = self.parameters
        means: dict[str, Callable[[], float]] = {
            "point": lambda: p[0],
            "uniform": lambda: (p[0] + p[1]) / 2,
            "triangular": lambda: (p[0] + p[1] + p[2]) / 3,
            "pert": lambda: (p[0] + PERT_SHAPE * p[1] + p[2]) / (PERT_SHAPE + 2),
            "normal": lambda: p[0],
            "lognormal": lambda: exp(p[0] + p[1] ** 2 / 2),
            "beta": lambda: p[0] / (p[0] + p[1]),
            "gamma": lambda: p[0] * p[1],
        }
        return means[self.family]()

    @property
    def reach(self) -> tuple[float, float]:
        """Least and greatest value; of an unbounded family those of one draw in 1e9."""
        if self.family in BOUNDED or self.is_point:
            return self.parameters[0], self.parameters[-1]
        low, high = self.quantile(np.array([UNLIKELY, 1 - UNLIKELY]))
        return float(low), float(high)

    def scaled(self, factor: float) -> Distribution:
        """The distribution of `factor` times the quantity (rebasing money; factor > 0)."""
        p = self.parameters
        if self.family == "lognormal":
            return Distribution(self.family, (p[0] + log(factor), p[1]))
        if self.family == "gamma":
            return Distribution(self.family, (p[0], p[1] * factor))
        if self.family == "beta":
            raise DistributionError("a beta quantity is a share and has no price base")
        return Distribution(self.family, tuple(value * factor for value in p))

    def quantile(self, u: Array) -> Array:
        """Exact inverse distribution function at u, 0 < u < 1."""
        return _QUANTILES[self.family](u, *self.parameters)


def point(value: float) -> Distribution:
    """A certain quantity."""
    return Distribution("point", (value,))


def _normal_score(u: Array) -> Array:
    from scipy.special import ndtri

    return np.asarray(ndtri(u))


def _triangular(u: Array, a: float, mode: float, b: float) -> Array:
    if a == b:
        return np.full_like(u, a)
    rising = a + np.sqrt(u * (b - a) * (mode - a))
    falling = b - np.sqrt((1 - u) * (b - a) * (b - mode))
    return np.asarray(np.where(u < (mode - a) / (b - a), rising, falling))


def _pert(u: Array, a: float, mode: float, b: float) -> Array:
    if a == b:
        return np.full_like(u, a)
    alpha = 1 + PERT_SHAPE * (mode - a) / (b - a)
    return np.asarray(a + (b - a) * _beta(u, alpha, 2 + PERT_SHAPE - alpha))


def _beta(u: Array, alpha: float, beta: float) -> Array:
    from scipy.special import betaincinv

    return np.asarray(betaincinv(alpha, beta, u))


def _gamma(u: Array, shape: float, scale: float) -> Array:
    from scipy.special import gammaincinv

    return np.asarray(gammaincinv(shape, u) * scale)


_QUANTILES: dict[str, Callable[..., Array]] = {
    "point": np.full_like,
    "uniform": lambda u, a, b: a + (b - a) * u,
    "triangular": _triangular,
    "pert": _pert,
    "normal": lambda u, mean, sd: mean + sd * _normal_score(u),
    "lognormal": lambda u, log_median, sd: np.exp(log_median + sd * _normal_score(u)),
    "beta": _beta,
    "gamma": _gamma,
}


def fit(family: str, central: float, low: float, high: float, interval: str) -> Distribution:
    """Fix a family from a row (F18).

    Raises:
        DistributionError: when the four do not make such a distribution; the message says why.
    """
    if not all(isfinite(value) for value in (central, low, high)):
        raise DistributionError("low, central and high must be finite numbers")
    if not low <= central <= high or low >= high:
        raise DistributionError(f"{_told(low=low, central=central, high=high)} must rise")
    p_low, p_high = INTERVALS[interval]
    if family not in BOUNDED and interval == "min-max":
        raise DistributionError(
            f"a {family} quantity has no minimum and maximum: state p5-p95, p10-p90 or 95%"
        )
    fitted = _FITS[family](central, low, high, p_low, p_high)
    _hold_interval(fitted, family, central, low, high, (p_low, p_high))
    return fitted


def _told(**figures: float) -> str:
    """Figures by their names and all their digits, so that none looks like its neighbour."""
    return ", ".join(f"{name} {digits(value)}" for name, value in figures.items())


def _hold_interval(
    fitted: Distribution,
    family: str,
    central: float,
    low: float,
    high: float,
    levels: tuple[float, float],
) -> None:
    """Refuse a central that low and high put elsewhere, by more than a tenth of their width.

    Both are measured where the family lives: on the logarithm for a lognormal.
    """
    if family == "uniform":
        lies = (low + high) / 2
        off = abs(central - lies) / (high - low)
    elif family in BOUNDED:
        return
    elif family == "lognormal":
        lies = sqrt(low * high)
        off = abs(log(central / lies)) / log(high / low)
    else:
        at_low = float(fitted.quantile(np.array([levels[0]]))[0])
        lies = central + (low - at_low)
        off = abs(at_low - low) / (high - low)
    if off > TOLERANCE:
        raise DistributionError(
            f"{_told(central=central)} is off by more than a tenth of the interval's width: "
            f"{_told(low=low, high=high)} put a {family} near {lies:.4g}"
        )


def _fit_uniform(
    central: float, low: float, high: float, p_low: float, p_high: float
) -> Distribution:
    reach = (high - low) / (p_high - p_low)
    return Distribution("uniform", (low - p_low * reach, low + (1 - p_low) * reach))


def _fit_ends(family: str) -> Callable[[float, float, float, float, float], Distribution]:
    def fit_ends(mode: float, low: float, high: float, p_low: float, p_high: float) -> Distribution:
        if (p_low, p_high) == (0.0, 1.0):
            return Distribution(family, (low, mode, high))
        if not low < mode < high:
            raise DistributionError(f"a {family} with percentiles needs low < central < high")
        width = high - low
        found = _reach(family, round((mode - low) / width, ALIKE), p_low, p_high)
        if found is None:
            raise DistributionError(f"no {family} has {_told(mode=mode, low=low, high=high)}")
        return Distribution(family, (mode - width * found[0], mode, mode + width * found[1]))

    return fit_ends


@lru_cache(maxsize=1024)
def _reach(family: str, mode: float, p_low: float, p_high: float) -> tuple[float, float] | None:
    """How far the ends lie from a mode where the percentiles are 0 and 1; None if nowhere."""
    from scipy.optimize import root

    levels, wanted = np.array([p_low, p_high]), np.array([0.0, 1.0])

    def gap(x: Array) -> Array:
        ends = (mode - exp(x[0]), mode, mode + exp(x[1]))
        return np.asarray(_QUANTILES[family](levels, *ends) - wanted)

    start = np.log([1.3 * mode + 1e-3, 1.3 * (1 - mode) + 1e-3])
    found = root(gap, start, tol=1e-13)
    if not found.success and np.abs(found.fun).max() > 1e-9:
        return None
    return exp(found.x[0]), exp(found.x[1])


def _width_in_scores(p_low: float, p_high: float) -> float:
    z = _normal_score(np.array([p_low, p_high]))
    return float(z[1] - z[0])


def _fit_normal(
    central: float, low: float, high: float, p_low: float, p_high: float
) -> Distribution:
    return Distribution("normal", (central, (high - low) / _width_in_scores(p_low, p_high)))


def _fit_lognormal(
    central: float, low: float, high: float, p_low: float, p_high: float
) -> Distribution:
    if low <= 0:
        raise DistributionError(f"{_told(low=low)} must be above 0 for a lognormal")
    return Distribution(
        "lognormal", (log(central), log(high / low) / _width_in_scores(p_low, p_high))
    )


def _fit_by_width(
    family: str,
    shape: Callable[[float, Array], tuple[Array, Array]],
    limit: Callable[[float], float],
) -> Callable[[float, float, float, float, float], Distribution]:
    """Fit a family with `central` its mean, its sd solved so that the interval has its width."""

    def fit_by_width(
        mean: float, low: float, high: float, p_low: float, p_high: float
    ) -> Distribution:
        top = limit(mean)
        if low <= 0 or top <= 0:
            raise DistributionError(
                f"{_told(low=low, central=mean)} must lie inside the support of a {family}"
            )
        levels = np.array([[p_low], [p_high]])

        def is_too_wide(log_sd: Array) -> NDArray[np.bool_]:
            at = _QUANTILES[family](levels, *shape(mean, np.exp(log_sd)))
            return np.asarray(at[1] - at[0] >= high - low)

        # The width grows with the sd and then falls again, as mass gathers at the ends of the
        # support: the least sd that fits is meant.
        start = log((high - low) / _width_in_scores(p_low, p_high))
        ends = start - 3, min(start + 1.5, log(top))
        while True:
            grid = np.linspace(*ends, GRID)
            beyond = int(np.argmax(is_too_wide(grid)))
            if not beyond:
                what = f"no {family} with {_told(mean=mean)} is {high - low:g} wide"
                raise DistributionError(what)
            ends = float(grid[beyond - 1]), float(grid[beyond])
            if ends[1] - ends[0] < CLOSE:
                first, second = shape(mean, np.exp(grid[beyond - 1 : beyond]))
                return Distribution(family, (first.item(), second.item()))

    return fit_by_width


def _beta_shape(mean: float, sd: Array) -> tuple[Array, Array]:
    total = mean * (1 - mean) / sd**2 - 1
    return mean * total, (1 - mean) * total


def _gamma_shape(mean: float, sd: Array) -> tuple[Array, Array]:
    return (mean / sd) ** 2, sd**2 / mean


_FITS: dict[str, Callable[[float, float, float, float, float], Distribution]] = {
    "uniform": _fit_uniform,
    "triangular": _fit_ends("triangular"),
    "pert": _fit_ends("pert"),
    "normal": _fit_normal,
    "lognormal": _fit_lognormal,
    "beta": _fit_by_width("beta", _beta_shape, lambda m: 0.9999 * sqrt(max(m * (1 - m), 0.0))),
    "gamma": _fit_by_width("gamma", _gamma_shape, lambda m: 4 * m),
}
