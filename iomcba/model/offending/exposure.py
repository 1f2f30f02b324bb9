"""Counts and free years by person and sub-period (F1, F2): what every later step conditions on.

Spells of one person may overlap, nest or touch: they are merged, so that no day in custody counts
twice, and clipped to the observed span, so that a spell without an end (written by the reader as
ending with the span) or one that began before it does no harm.
"""

from __future__ import annotations

import numpy as np

from iomcba.terms.counterfactual import ForecastSettings
from iomcba.terms.histories import DAYS_PER_YEAR, Floats, Histories, Ints, Panel

MONTHS_PER_YEAR = 12


def mature_end(end_day: int, maturity_months: float) -> int:
    """First day that is still too young to count: the end of the span less the maturity (F2).

    Offences prove late, so months younger than the maturity are left out of counts and exposure.
    """
    return end_day - round(maturity_months * DAYS_PER_YEAR / MONTHS_PER_YEAR)


def mature_window(histories: Histories, settings: ForecastSettings) -> Ints:
    """First day of the selection window and the day after its mature part; (2,)."""
    mature = mature_end(histories.end_day, settings.maturity_months)
    last = min(settings.window_to, mature)
    if last <= settings.window_from:
        raise ValueError(f"no mature day in the window: {settings.window_from=} to {last=}")
    return np.array([settings.window_from, last])


def fitted_span(histories: Histories, settings: ForecastSettings) -> Ints:
    """First and last edge of what the fit uses: the window and the years before it; (2,).

    Level, trend and spread hold for some years, not for a life: the span reaches back before the
    window only until `history_years` are covered.
    """
    first, last = mature_window(histories, settings)
    reach = last - round(settings.history_years * DAYS_PER_YEAR)
    return np.array([min(first, max(reach, histories.start_day)), last])


def yearly_edges(from_day: int, to_day: int) -> Ints:
    """Edges of equal sub-periods of about a year between two days: at least one sub-period."""
    periods = max(1, round((to_day - from_day) / DAYS_PER_YEAR))
    return np.round(np.linspace(from_day, to_day, periods + 1)).astype(np.int64)


def period_midpoints(edges: Ints) -> Floats:
    """Middle of each sub-period in years since 1 January 1970; edges (t + 1,) days -> (t,)."""
    return (edges[:-1] + edges[1:]) / (2 * DAYS_PER_YEAR)


def panel(histories: Histories, edges: Ints) -> Panel:
    """`x_it` and `e_it` (F1, F2): proven offences by date of offence, and years not in custody.

    Shapes: edges (t + 1,) days -> counts (i, t), exposure (i, t) years. A person with an offence in
    a sub-period was free on at least one of its days, whatever the custody record says.
    """
    counts = count_offences(histories, edges)
    observed = np.clip(edges, histories.start_day, histories.end_day)
    free_days = np.diff(observed)[None, :] - custody_days(histories, observed)
    free_days = np.maximum(free_days, counts > 0)
    return Panel(counts=counts, exposure=free_days / DAYS_PER_YEAR, edges=edges)


def count_offences(histories: Histories, edges: Ints) -> Ints:
    """Proven person-offences by person and sub-period; edges (t + 1,) -> (i, t)."""
    periods = len(edges) - 1
    period = np.searchsorted(edges, histories.offence_day, side="right") - 1
    inside = (period >= 0) & (period < periods)
    cell = histories.offence_person[inside] * periods + period[inside]
    cells = np.bincount(cell, minlength=len(histories.people) * periods)
    return cells.astype(np.int64).reshape(-1, periods)


def custody_days(histories: Histories, edges: Ints) -> Ints:
    """Days in custody by person and sub-period, no day counted twice; edges (t + 1,) -> (i, t)."""
    person, start, end = merge_spells(
        histories.spell_person, histories.spell_start, histories.spell_end, edges[0], edges[-1]
    )
    before = np.empty((len(histories.people), len(edges)), dtype=np.int64)
    for column, edge in enumerate(edges):
        days = np.clip(edge - start, 0, end - start)
        before[:, column] = np.bincount(person, weights=days, minlength=len(histories.people))
    return np.diff(before, axis=1)


def merge_spells(
    person: Ints, start: Ints, end: Ints, from_day: int, to_day: int
) -> tuple[Ints, Ints, Ints]:
    """Union of each person's spells inside `from_day <= day < to_day`, by person and start.

    Shapes: three arrays (s,) -> three arrays (at most s,). Each person's days are laid on a stretch
    of one long line, so that a running maximum of the ends never reaches the next person.
    """
    start, end = np.clip(start, from_day, to_day), np.clip(end, from_day, to_day)
    held = end > start
    stretch = int(to_day - from_day) + 1
    line_start = person[held] * stretch + (start[held] - from_day)
    line_end = person[held] * stretch + (end[held] - from_day)
    order = np.argsort(line_start, kind="stable")
    line_start, line_end = line_start[order], line_end[order]
    if len(line_start) == 0:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing, nothing
    reach = np.maximum.accumulate(line_end)
    opens = np.flatnonzero(np.concatenate(([True], line_start[1:] > reach[:-1])))
    closes = np.concatenate((opens[1:] - 1, [len(reach) - 1]))
    first, last = line_start[opens], reach[closes]
    return first // stretch, first % stretch + from_day, last % stretch + from_day
