"""What it is worth to know more before deciding: EVPI, EVPPI, and how each option stands (F20)."""

from __future__ import annotations

import numpy as np

from iomcba.appraise.decision.main_effects import MainEffect
from iomcba.appraise.decision.regression import error_of_mean
from iomcba.terms.decision import Evppi, Sample, Standing
from iomcba.terms.plan import Array


def value_of_choice(expected: Array) -> float:
    """E[max_j NB_j] - max_j E[NB_j]  (F20), NB being what is known when choosing. Shape: (j, d).

    Never negative: the mean of a maximum is not below any of the means.
    """
    return float(expected.max(axis=0).mean() - expected.mean(axis=1).max())


def evpi(sample: Sample) -> tuple[float, float]:
    """Expected value of perfect information, and its standard error."""
    npsv = sample.npsv
    return value_of_choice(npsv), gain_error(npsv, npsv, np.zeros((1, 1)), sample.replicates)


def evppi(effect: MainEffect, sample: Sample) -> Evppi:
    """Expected value of knowing one driver before choosing."""
    error = gain_error(effect.known, effect.npsv, sample.npsv - effect.npsv, sample.replicates)
    return Evppi(effect.driver.name, value_of_choice(effect.known), error)


def gain_error(known: Array, npsv: Array, apart: Array, replicates: int) -> float:
    """Standard error of the mean gain of choosing by `known` instead of choosing now.

    The choice itself is an optimum, so that its error is of second order. `apart` is what was taken
    off before `known` was fitted: it moves every value of an option alike, and so counts by how
    often the option is chosen. Shapes: (j, d) each, apart also (1, 1).
    """
    choice, now = known.argmax(axis=0), int(npsv.mean(axis=1).argmax())
    gain = np.take_along_axis(npsv, choice[None], axis=0)[0] - npsv[now]
    if apart.size > 1:
        often = np.bincount(choice, minlength=len(known)) / len(choice)
        often[now] -= 1.0
        gain = gain + np.einsum("j,jd->d", often, apart)
    return float(error_of_mean(gain, replicates))


def standings(sample: Sample) -> tuple[Standing, ...]:
    """Each option's chance of being the right choice and what it gives away where it is not."""
    best = sample.npsv.argmax(axis=0)
    loss = sample.npsv.max(axis=0) - sample.npsv
    found = []
    for j, option in enumerate(sample.options):
        right = (best == j).astype(np.float64)
        wrong = 1.0 - float(right.mean())
        given = float(loss[j].mean())
        found.append(
            Standing(
                option=option,
                npsv=float(sample.npsv[j].mean()),
                p_best=float(right.mean()),
                p_best_error=float(error_of_mean(right, sample.replicates)),
                expected_loss=given,
                loss_error=float(error_of_mean(loss[j], sample.replicates)),
                loss_when_wrong=given / wrong if wrong else 0.0,
            )
        )
    return tuple(found)
