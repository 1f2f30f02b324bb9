"""Who is picked (F4): the top of a ranking in a window, or a flag, by a rule without chance.

Ties are settled by more weight, then more offences, then the later last offence in the window, then
the order in which people stand in the histories, so that the same file always gives the same list.
"""

from __future__ import annotations

import numpy as np

from iomcba.terms.counterfactual import SelectionRule
from iomcba.terms.histories import Floats, Histories, Ints


def pick(histories: Histories, rule: SelectionRule) -> Ints:
    """Indices of the people picked, most prolific first; n <= the rule's number of heads.

    A ranking never picks a person with no offence in the window; a flag picks everyone flagged.
    """
    weight, count, last = rank_keys(histories, rule)
    order = np.lexsort((np.arange(len(weight)), -last, -count, -weight))
    if rule.rule == "flag":
        assert rule.flagged is not None
        flagged = np.zeros(len(weight), dtype=bool)
        flagged[rule.flagged] = True
        return order[flagged[order]]
    order = order[count[order] > 0]
    return order[: heads(rule, len(weight))]


def heads(rule: SelectionRule, people: int) -> int:
    """Number of heads that the rule asks for: `top`, or the rounded share of all the people."""
    if rule.top is not None:
        return rule.top
    assert rule.share is not None
    return round(rule.share * people)


def rank_keys(histories: Histories, rule: SelectionRule) -> tuple[Floats, Ints, Ints]:
    """Weight, count and day of the last offence of each person in the rule's window, each (i,)."""
    people = len(histories.people)
    day = histories.offence_day
    inside = (day >= rule.from_day) & (day < rule.to_day)
    person = histories.offence_person[inside]
    count = np.bincount(person, minlength=people).astype(np.int64)
    last = np.full(people, rule.from_day - 1, dtype=np.int64)
    np.maximum.at(last, person, day[inside])
    if rule.rule in {"cost", "harm"}:
        assert rule.weights is not None
        each = rule.weights[histories.offence_type[inside]]
        weight = np.bincount(person, weights=each, minlength=people).astype(np.float64)
        return weight, count, last
    return count.astype(np.float64), count, last
