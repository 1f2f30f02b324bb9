"""What is recommended follows from stated rules, the first that holds, and the page says which."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_cases import largest
from pages import ENGLISH

from iomcba.appraise.recommendation import recommend
from iomcba.report.advice import advice
from iomcba.report.lookup import Lookup
from iomcba.report.views import plain
from iomcba.terms.decision import Driver, Evppi
from iomcba.terms.findings import BusinessCase, Figure
from iomcba.terms.recommendation import CARRY_ON, FUND, WAIT, Levels

LEVELS = Levels(loss=0.2, best=0.5)
GATEWAY, USUAL = "rehabilitation-gateway", "business-as-usual"
chances = st.floats(0.0, 1.0)


def case(
    best: str = GATEWAY, pays: float = 0.9, is_best: float = 0.8, **words: object
) -> BusinessCase:
    made = largest().case
    figures = {
        **made.figures,
        f"{best}.p-best": Figure(f"{best}.p-best", None, is_best),
        f"{best}.p-npsv-positive": Figure(f"{best}.p-npsv-positive", None, pays),
    }
    return replace(made, preferred=best, figures=figures, **words)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "advice", "rule"),
    [
        (case(), FUND, "clear"),
        (case(pays=0.8), FUND, "clear"),
        (case(pays=0.79), WAIT, "loss"),
        (case(is_best=0.49), WAIT, "close-call"),
        (case(is_best=0.49, pays=0.1), WAIT, "close-call"),
        (case(best=USUAL), CARRY_ON, "nobody-pays"),
        (case(best=USUAL, is_best=0.4), WAIT, "close-call"),
        (case(method="naive"), WAIT, "naive"),
        (case(best=USUAL, method="naive"), WAIT, "naive"),
    ],
)
def test_the_first_rule_that_holds_decides(made: BusinessCase, advice: str, rule: str) -> None:
    found = recommend(made, LEVELS)
    assert found is not None
    assert (found.advice, found.rule) == (advice, rule)


@given(chances, chances, chances, chances)
def test_asking_for_more_never_turns_waiting_into_funding(
    pays: float, is_best: float, loss: float, best: float
) -> None:
    made = case(pays=pays, is_best=is_best)
    strict = recommend(made, Levels(loss, best))
    easy = recommend(made, Levels(min(1.0, loss + 0.1), max(0.0, best - 0.1)))
    assert strict is not None
    assert easy is not None
    assert not (strict.advice == FUND and easy.advice == WAIT)


def test_with_business_as_usual_alone_there_is_nothing_to_recommend() -> None:
    made = case(best=USUAL)
    assert recommend(replace(made, options=made.options[:1]), LEVELS) is None


def said(made: BusinessCase) -> str:
    found = replace(made, recommendation=recommend(made, LEVELS))
    return " ".join(plain(sentence) for sentence in advice(Lookup(found, ENGLISH)))


def test_the_page_says_what_to_do_which_rule_decided_and_what_it_was_held_against() -> None:
    assert "Recommendation: fund Rehabilitation gateway." in said(case())
    assert "best of them in 80% of all draws; at least 50% is asked" in said(case())
    assert "loses money is 10%; at most 20% is to be borne" in said(case())
    assert "Recommendation: do not decide yet." in said(case(pays=0.6))
    assert "the chance that it loses money is 40%" in said(case(pays=0.6))
    assert "the choice is too close" in said(case(is_best=0.3))
    assert "Recommendation: carry on as now." in said(case(best=USUAL))
    assert "overstates every benefit" in said(case(method="naive"))


def test_a_case_that_states_no_levels_gets_no_recommendation() -> None:
    assert advice(Lookup(case(), ENGLISH)) == ()


def analysed(*worth: Evppi, of: tuple[Driver, ...] = ()) -> BusinessCase:
    """A case whose drivers are worth what is said, each a quantity unless `of` says otherwise."""
    single = tuple(Driver(e.name, (e.name,), "share", 0.1, 0.2, 0.3) for e in worth)
    named = {d.name: d for d in (*single, *of)}
    made = largest().case
    assert made.analysis is not None
    analysis = replace(made.analysis, evppi=worth, drivers=tuple(named.values()))
    return case(analysis=analysis)


def settling(made: BusinessCase) -> tuple[str, float]:
    found = recommend(made, LEVELS)
    assert found is not None
    return found.settle, found.worth


def test_what_is_worth_most_is_worth_settling_if_it_stands_out_from_its_error() -> None:
    """Twice its error is what it must pass; a group, or what may not be shown, is never named."""
    low, high = Evppi("low", 900.0, 100.0), Evppi("high", 1000.0, 499.0)
    assert settling(analysed(low, high)) == ("high", 1000.0)
    assert settling(analysed(high, low)) == ("high", 1000.0)
    assert settling(analysed(Evppi("even", 1000.0, 500.0))) == ("", 0.0)
    assert settling(analysed(Evppi("half", 0.5, 0.1))) == ("half", 0.5)
    assert settling(analysed(Evppi("nought", 0.0, 0.0))) == ("", 0.0)
    assert settling(analysed()) == ("", 0.0)
    assert settling(replace(analysed(low), analysis=None)) == ("", 0.0)
    for other in (
        Driver("high", ("x", "y"), "share"),
        Driver("high", ("high",), "share", 0.1, 0.2, 0.3, hidden="few"),
        Driver("high", ("high",), "share", 0.1, 0.2, 0.3, offences=("burglary",)),
    ):
        assert settling(analysed(low, high, of=(other,))) == ("low", 900.0)


def test_a_level_that_is_just_met_is_met() -> None:
    """Best in exactly half of all draws; a loss of exactly a quarter; two options are a choice."""
    levels = Levels(loss=0.25, best=0.5)
    made = case(pays=0.75, is_best=0.5)
    found = recommend(made, levels)
    assert found is not None
    assert (found.advice, found.option, found.levels) == (FUND, GATEWAY, levels)
    usual, *others = made.options
    gateway = next(option for option in others if option.id == GATEWAY)
    assert recommend(replace(made, options=(usual, gateway)), levels) == found
    never = recommend(case(pays=0.0, is_best=1.0), levels)
    assert never is not None
    assert (never.advice, never.rule) == (WAIT, "loss")
