"""Offence mix of the cohort (F6) and mean offenders per crime (F2)."""

from __future__ import annotations

import numpy as np

from iomcba.terms.histories import Floats, Histories, Ints

JEFFREYS = 0.5  # Jeffreys prior of a multinomial, one half an event per cell


def mix_concentration(cohort: Floats, population: Floats, prior_offences: float) -> Floats:
    """Dirichlet concentration of the mix: the cohort's offences and the population's as a prior.

    Shapes: cohort (o + 1,) rate-weighted offences by type, population (o + 1,) counts -> (o + 1,).
    `prior_offences` is the weight of the population's mix, in offences: categories in which the
    cohort has few offences lean on it. A category that nobody has ever had keeps a share of half an
    offence in the population (Jeffreys), because a Dirichlet allows no zero.
    """
    everyone = population + JEFFREYS
    return np.asarray(cohort + prior_offences * everyone / everyone.sum())


def borrowed(counts: Floats, others: Floats, hidden: Ints) -> Floats:
    """Counts or shares with the hidden among them in proportion to those of other people.

    Their sum stays, to a millionth of an offence: its last bits would tell in which order it was
    added. None of them tells its own count any more. `others` are counts coarse enough to be told.
    Shapes: (o + 1,), (o + 1,), hidden (h,) places -> (o + 1,).
    """
    found = np.array(counts, dtype=np.float64)
    found[hidden] = np.round(found[hidden].sum(), 6) * others[hidden] / others[hidden].sum()
    return found


def offences_by_type(histories: Histories, person_weight: Floats, window: Ints) -> Floats:
    """Weighted person-offences by type in a window, last entry not costed; (i,) -> (o + 1,)."""
    inside = (histories.offence_day >= window[0]) & (histories.offence_day < window[-1])
    types = len(histories.offence_types) + 1
    kind = histories.offence_type[inside] % types
    weight = person_weight[histories.offence_person[inside]]
    return np.bincount(kind, weights=weight, minlength=types).astype(np.float64)


def whole_mix(histories: Histories, window: Ints) -> Floats:
    """Person-offences of everyone at risk by type in a window, last entry not costed; (o + 1,)."""
    return offences_by_type(histories, np.ones(len(histories.people)), window)


def rate_weights(people: int, picked: Ints, expected: Floats, counts: Ints) -> Floats:
    """Weight of each picked person's past offences, so that the mix follows the forecast (F6).

    A person's offences count in proportion to what they are expected to commit over what they did
    commit; the weights average 1 over the cohort's offences. Shapes: (n,), (n,), (n,) -> (i,).
    """
    weights = np.zeros(people)
    ratio = np.divide(expected, counts, out=np.zeros(len(picked)), where=counts > 0)
    total = ratio @ counts
    if total > 0:
        weights[picked] = ratio * counts.sum() / total
    return weights


def mean_offenders_per_crime(histories: Histories) -> float:
    """Person-offences over distinct crimes; 1 where nobody shares a crime."""
    crimes = len(np.unique(histories.crime))
    return len(histories.crime) / crimes if crimes else 1.0
