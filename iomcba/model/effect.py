"""What the option changes: a rate ratio, by one effect or by pathways; offences avoided (F10).

Nothing is clipped: in a draw whose rate ratio exceeds 1 the option does harm.
"""

from __future__ import annotations

import numpy as np

from iomcba.terms.plan import Array, Draws, EffectPlan, OptionPlan


def reduction(rate_ratio: Array, dose: Array) -> Array:
    """1 - theta[d], theta = rate ratio ^ dose  (F10).

    The dose is the option's intensity relative to the programmes studied, on the log scale on which
    rate ratios add up. Shapes: (d, 1) throughout.
    """
    return 1.0 - rate_ratio**dose


def count_ratio(prevalence_ratio: Array, control: Array, dispersion: Array) -> Array:
    """Rate ratio behind a ratio of shares reconvicted, for gamma-Poisson counts  (F10).

    A share p reconvicted among people with rates gamma of shape r and mean m is
    1 - (1 + m / r)^-r, so m = r ((1 - p)^(-1 / r) - 1), solved in both arms. Spread alike in both.
    Shapes: (d, 1) throughout; control is the share reconvicted without the programme.
    """
    rates = [
        dispersion * ((1.0 - share) ** (-1.0 / dispersion) - 1.0)
        for share in (control * prevalence_ratio, control)
    ]
    ratio: Array = rates[0] / rates[1]
    return ratio


def net_of_natural_fall(before_after: Array, natural: Array) -> Array:
    """Theta = theta_before-after / nu  (F10): nu is the fall without any programme."""
    return before_after / natural


def pathways_reduction(needs: Array, served: Array, reductions: Array) -> Array:
    """1 - theta = 1 - prod over p of (1 - need * served * cut)  (F10). (d, p) -> (d, 1)."""
    left: Array = np.prod(1.0 - needs * served * reductions, axis=1, keepdims=True)
    return 1.0 - left


def offences_avoided(
    offences: Array, reduced: Array, active: Array, left: Array, displacement: Array
) -> Array:
    """A[d,y] = N0[d,y] * (1 - theta) * (active + left) * (1 - displacement)  (F10).

    Proven offences. `active` and `left` are shares of the cohort's offending, h included, `left`
    weighted by what is left of the effect. Shapes: (d, y); reduced and displacement (d, 1).
    """
    return offences * reduced * (active + left) * (1.0 - displacement)


def effect_ratio(effect: EffectPlan, draws: Draws) -> Array:
    """The rate ratio of an effect row after the conversion its estimand needs. Shape: (d, 1)."""
    ratio = draws.matrix((effect.ratio,))
    if effect.conversion == "prevalence":
        control, spread = (
            draws.matrix((name,)) for name in (effect.control_prevalence, effect.dispersion)
        )
        return count_ratio(ratio, control, spread)
    if effect.conversion == "before-after":
        return net_of_natural_fall(ratio, draws.matrix((effect.natural_ratio,)))
    return ratio


def option_reduction(option: OptionPlan, draws: Draws) -> Array:
    """1 - theta of an option, by its effect row or its pathways. Shape: (d, 1)."""
    if option.pathways:
        needs, served, already, cuts = (
            draws.matrix(tuple(getattr(pathway, part) for pathway in option.pathways))
            for part in ("need", "served", "served_already", "reduction")
        )
        return pathways_reduction(needs, served - already, cuts)
    if option.effect is None:
        return np.zeros((1, 1))
    dose = draws.matrix((option.effect.dose,))
    return reduction(effect_ratio(option.effect, draws), dose)


def custody_split(option: OptionPlan, reduced: Array, draws: Draws) -> tuple[Array, Array]:
    """Cut by rehabilitation and by incapacitation, per offence of the people engaged  (F10).

    With c = f_j / f_0 and an effect per free day, 1 - theta * c = c (1 - theta) + (1 - c); one
    per calendar time holds custody already: c is not applied again. Shapes: (d, 1) each.
    """
    free_time = bool(option.pathways) or (option.effect is not None and option.effect.free_time)
    if not option.custody_ratio or not free_time:
        return reduced, np.zeros((1, 1))
    ratio = draws.matrix((option.custody_ratio,))
    return ratio * reduced, 1.0 - ratio
