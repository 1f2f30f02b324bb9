"""From a case's inputs to its counterfactual: read the histories, pick the cohort, forecast it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from iomcba.appraise.suppression import suppress
from iomcba.characters import beyond_ascii
from iomcba.errors import InputError, Problem, Problems, nearest
from iomcba.model.offending.forecast import forecast
from iomcba.model.offending.mix import borrowed
from iomcba.model.offending.selection import pick
from iomcba.pipeline.forecast_settings import forecast_settings
from iomcba.read.cohort import day_number, read_cohort
from iomcba.read.workspace import Workspace
from iomcba.terms.counterfactual import Counterfactual, SelectionRule
from iomcba.terms.histories import DAYS_PER_YEAR, Floats, Histories, Ints
from iomcba.terms.inputs import CohortRead, Inputs
from iomcba.terms.protection import BASE, rounded

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Picked:
    """The cohort as read, the people picked (indices, most prolific first), what they did before.

    A case of `totals` has no cohort and no people, only totals.

    `observed` (o + 1,) counts their proven offences in the selection window by type, the last
    entry being offences that are not costed; `everyone` (o + 1,) counts those of all people listed
    in the same window, and `yearly` is the yearly average of the picked.
    """

    cohort: CohortRead | None
    people: Ints
    observed: Ints
    yearly: float
    everyone: Ints


def offence_axis(inputs: Inputs) -> tuple[str, ...]:
    """Offence ids of the case's crime-cost set, in its order."""
    return tuple(row.keys[0] for row in inputs.table("offence"))


def read_cohort_of(workspace: Workspace, inputs: Inputs) -> CohortRead:
    """Read the case's cohort.

    Raises:
        InputError: with every problem in the cohort's files, or if the folder is not found.
    """
    choice = inputs.words.cohort
    if choice is None:
        at, method = inputs.keys.at("cohort"), inputs.words.counterfactual.method
        raise InputError([Problem(at, "is missing", f"The method {method} needs a cohort.")])
    folder = workspace.cohort(choice.folder)
    if folder is None:
        at = inputs.keys.at("cohort.folder")
        odd = beyond_ascii(choice.folder)
        remedy = f"It holds {odd}." if odd else ""
        what = f"names {choice.folder!r}, which holds no cohort.yaml"
        raise InputError([Problem(at, what, remedy)])
    codes = {
        row.keys[0]: row.word("offence")
        for row in inputs.table("offence-code")
        if row.keys[1] == inputs.crime_costs
    }
    counted = choice.taken_into_consideration == "counted"
    return read_cohort(folder, offence_axis(inputs), codes, counted)


def read_and_pick(workspace: Workspace, inputs: Inputs) -> Picked:
    """Read the case's cohort and pick its people.

    Raises:
        InputError: with every problem in the cohort's files and the selection rule.
    """
    if inputs.words.counterfactual.method == "totals":
        return _totals_alone(inputs)
    cohort = read_cohort_of(workspace, inputs)
    histories = cohort.histories
    rule = selection_rule(inputs, cohort)
    people = pick(histories, rule)
    observed = observed_offences(histories, people, rule)
    everyone = observed_offences(histories, np.arange(len(histories.people)), rule)
    if not everyone.any():
        first, after = (EPOCH + timedelta(days=day) for day in (rule.from_day, rule.to_day))
        what = f"finds no offence in the window, {first} to {after - timedelta(days=1)}"
        remedy = "Nothing can be forecast from it: give a window with offences."
        raise InputError([Problem(inputs.keys.at("cohort.selection"), what, remedy)])
    if not len(people):
        what = f"picks nobody of the {len(histories.people):,} people listed"
        remedy = "Ask for more of them, or flag somebody: nothing can be forecast for nobody."
        raise InputError([Problem(inputs.keys.at("cohort.selection"), what, remedy)])
    years = (rule.to_day - rule.from_day) / DAYS_PER_YEAR
    yearly = float(observed.sum()) / years
    return Picked(cohort, people, observed, yearly, everyone)


def _totals_alone(inputs: Inputs) -> Picked:
    """What is known of a cohort of which only yearly totals are given."""
    past = forecast_settings(inputs, None).totals
    assert past is not None, "the method totals has totals"
    observed = np.rint(past.offences.sum(axis=0)).astype(np.int64)
    yearly = float(past.offences.sum() / len(past.offences))
    return Picked(None, np.zeros(0, dtype=np.int64), observed, yearly, np.zeros_like(observed))


def selection_rule(inputs: Inputs, cohort: CohortRead) -> SelectionRule:
    """The case's selection rule in days and weights.

    Raises:
        InputError: if the window leaves the days observed or the rule lacks its number.
    """
    choice, problems, histories = inputs.words.cohort, Problems(), cohort.histories
    assert choice is not None, "a cohort was read"
    words, rule = choice.selection, "cohort.selection"
    at = inputs.keys.at
    first, last = day_number(words.first_day), day_number(words.last_day + timedelta(days=1))
    if first < histories.start_day or last > histories.end_day:
        edge = "first_day" if first < histories.start_day else "last_day"
        what = f"the window {words.first_day} to {words.last_day} leaves the days observed"
        remedy = f"They are {cohort.words.start} to {cohort.words.end}."
        problems.add(at(f"{rule}.{edge}"), what, remedy)
    if last <= first:
        what = f"last_day {words.last_day} lies before first_day {words.first_day}"
        problems.add(at(f"{rule}.last_day"), what, "Exchange or correct them.")
    if (words.top is None) == (words.share is None) and words.rule != "flag":
        both = f"{rule}.share" if words.share is not None else rule
        remedy = "Write how many people are picked (top), or which share of them (share)."
        problems.add(at(both), "needs exactly one of top and share", remedy)
    people = len(histories.people)
    if words.top is not None and words.top > people:
        what = f"top is {words.top}, but the cohort lists {people} people"
        problems.add(at(f"{rule}.top"), what, f"Write {people} or less.")
    flagged = cohort.flagged(words.flag) if words.rule == "flag" else None
    if words.rule == "flag" and flagged is None:
        marks = [name for name, _ in cohort.flags]
        add = f"Add a column flag_{words.flag} of yes and no."
        remedy = nearest(words.flag, marks) if marks else add
        problems.add(
            at(f"{rule}.flag"), f"flag is {words.flag!r}, which offenders.csv has not", remedy
        )
    weights = _weights(inputs, words.rule, problems) if words.rule in ("cost", "harm") else None
    problems.raise_if_any()
    return SelectionRule(words.rule, words.top, words.share, first, last, weights, flagged)


def _weights(inputs: Inputs, rule: str, problems: Problems) -> Floats:
    """Cost of what goes with one offence by type, or its harm weight; 0 if not costed. (o + 1,)."""
    each = []
    for offence in offence_axis(inputs):
        if rule == "cost":
            each.append(_cost_of_one(inputs, offence))
            continue
        row = inputs.rows.by_name.get(f"harm-weight.{offence}")
        if row is None or row.central is None:
            remedy = "Selection by harm needs a weight for every offence type."
            problems.add(inputs.place, f"no figure harm-weight.{offence}", remedy)
        each.append(row.central or 0.0 if row is not None else 0.0)
    return np.array([*each, 0.0])


def _cost_of_one(inputs: Inputs, offence: str) -> float:
    """Pounds of the crimes behind one recorded crime, anticipation left out (F11)."""
    groups = {row.keys[0]: row.word("group") for row in inputs.table("cost-component")}
    costs = sum(
        row.distribution.mean
        for row in inputs.rows.below(f"unit-cost.{offence}")
        if row.distribution is not None and groups.get(row.keys[1]) != "anticipation"
    )
    multiplier = inputs.rows.by_name.get(f"multiplier.{offence}")
    if multiplier is None or multiplier.distribution is None:
        return costs
    return costs * multiplier.distribution.mean


def observed_offences(histories: Histories, people: Ints, rule: SelectionRule) -> Ints:
    """Proven offences of the picked in the window by type, last not costed. Shape: (o + 1,)."""
    return np.asarray(offences_of_each(histories, people, rule).sum(axis=0), dtype=np.int64)


def offences_of_each(histories: Histories, people: Ints, rule: SelectionRule) -> Ints:
    """The same person by person. Shape: (p, o + 1)."""
    days, kinds = histories.offence_day, len(histories.offence_types) + 1
    place = np.full(len(histories.people), -1, dtype=np.int64)
    place[people] = np.arange(len(people))
    who = place[histories.offence_person]
    own = (days >= rule.from_day) & (days < rule.to_day) & (who >= 0)
    cell = who[own] * kinds + histories.offence_type[own] % kinds  # -1 is the last: not costed
    return np.bincount(cell, minlength=len(people) * kinds).reshape(len(people), kinds)


def counterfactual(inputs: Inputs, picked: Picked) -> Counterfactual:
    """Forecast the cohort by the case's method (F3 to F6).

    Of real people the mix holds offence types with a hidden count as `without_few` says.
    """
    settings = forecast_settings(inputs, picked.cohort)
    if picked.cohort is None:
        return forecast(None, None, settings)
    fitted = forecast(picked.cohort.histories, picked.people, settings)
    return replace(fitted, mix=without_few(inputs, picked, fitted.mix))


def without_few(inputs: Inputs, picked: Picked, counts: Floats | Ints) -> Floats:
    """Counts or shares by type from which no hidden count of real people can be told.

    Only the sum over types with a hidden count stays. It is divided as the people listed but not
    picked divide, whose counts are rounded, small ones to the middle of what they may be: so
    nothing modelled depends on a hidden count. Shape: (o + 1,).
    """
    given = np.asarray(counts, np.float64)
    hidden = few_types(inputs, picked)
    if not len(hidden):
        return given
    others = np.asarray(picked.everyone - picked.observed, np.float64)
    small = others < _threshold(inputs)
    coarse = np.array(
        [float(BASE) if few else rounded(n) for n, few in zip(others, small, strict=True)]
    )
    return borrowed(given, coarse, hidden)


def few_types(inputs: Inputs, picked: Picked) -> Ints:
    """Places of the offence types whose count is hidden; none of synthetic people."""
    if picked.cohort is None or picked.cohort.words.synthetic:
        return np.zeros(0, dtype=np.int64)
    total = "case.observed-offences"
    counts = {f"{total}.{o}": float(n) for o, n in enumerate(picked.observed)}
    hidden = suppress({total: float(picked.observed.sum()), **counts}, _threshold(inputs)).hidden
    return np.array([o for o, name in enumerate(counts) if name in hidden], dtype=np.int64)


def _threshold(inputs: Inputs) -> float:
    row = inputs.rows.by_name.get("parameter.disclosure-threshold")
    return row.central or 0.0 if row is not None else 0.0
