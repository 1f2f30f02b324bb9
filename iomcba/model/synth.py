"""Make a cohort of invented people from a recipe and a seed.

In: a `Recipe` (every figure a row of its tables) and a seed. Out: a `SyntheticCohort`, and its
three tables as text. The rates follow METHOD F3 (Poisson counts, lognormal spread between people,
correlation fading by the year); each kind of draw has its own named stream, so that a change to
one part of a recipe does not reshuffle the people drawn by another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from iomcba.terms.histories import DAYS_PER_YEAR, Flags, Floats, Ints
from iomcba.terms.synthetic import Recipe, RecipeParameters, SyntheticCohort
from iomcba.terms.text_table import TextTable

QUARTERS = 4
MONTHS = 3
FIRST_MONTH = "04"  # financial years begin on 1 April


class Calendar(NamedTuple):
    """Days of the recipe's financial years; `edges` (q + 1,) are quarters, burn-in included."""

    edges: Ints
    start: int
    pick_start: int
    end: int


class People(NamedTuple):
    """Who they are. Shapes (i,)."""

    male: Flags
    birth_year: Ints
    onset_day: Ints


class Offences(NamedTuple):
    """Person-offences sorted by person and day. Shapes (n,)."""

    person: Ints
    day: Ints


class Spells(NamedTuple):
    """Custody spells, half open. Shapes (c,)."""

    person: Ints
    start: Ints
    end: Ints


def synthesise(recipe: Recipe, seed: int) -> SyntheticCohort:
    """Make the cohort: people, rates, offences, custody, codes, shared crimes, needs, family."""
    given = recipe.parameters
    calendar = lay_out_calendar(given)
    people = draw_people(given, calendar, stream("people", seed))
    rate = draw_rates(given, calendar, stream("rates", seed))
    chances = draw_offences(rate, calendar, people.onset_day, stream("offences", seed))
    proven, spells = serve_custody(given, calendar, chances, stream("custody", seed))
    code = draw_codes(recipe, rate, proven.person, stream("codes", seed))
    order = np.lexsort((code, proven.person, proven.day))
    proven, code = Offences(proven.person[order], proven.day[order]), code[order]
    picked = most_prolific(given, calendar, proven)
    return SyntheticCohort(
        start_day=calendar.start,
        end_day=calendar.end,
        codes=recipe.codes,
        needs=recipe.needs,
        male=people.male,
        birth_year=people.birth_year,
        onset_day=people.onset_day,
        rate=rate[:, given.burn_in_years * QUARTERS :],
        picked=picked,
        family=draw_family(given, picked, stream("family", seed)),
        need=draw_needs(recipe, picked, stream("needs", seed)),
        offence_person=proven.person,
        offence_day=proven.day,
        offence_code=code,
        crime=join_crimes(recipe, proven, code, stream("crimes", seed)),
        spell_person=spells.person,
        spell_start=spells.start,
        spell_end=spells.end,
    )


def stream(name: str, seed: int) -> np.random.Generator:
    """The stream of one kind of draw: it depends on the seed and the name alone."""
    words = np.frombuffer(hashlib.sha256(f"synth.{name}".encode()).digest(), dtype="<u4")
    return np.random.default_rng([seed, *words.tolist()])


def lay_out_calendar(given: RecipeParameters) -> Calendar:
    """Quarter edges from the burn-in's first day to the day after the last one observed."""
    first = np.datetime64(f"{given.first_financial_year - given.burn_in_years}-{FIRST_MONTH}", "M")
    quarters = (given.burn_in_years + given.years) * QUARTERS
    months = first + MONTHS * np.arange(quarters + 1)
    edges = months.astype("datetime64[D]").astype(np.int64)
    pick = quarters - given.picked_years * QUARTERS
    start = edges[given.burn_in_years * QUARTERS]
    return Calendar(edges, int(start), int(edges[pick]), int(edges[-1]))


def draw_people(given: RecipeParameters, calendar: Calendar, rng: np.random.Generator) -> People:
    """Sex, year of birth and first day at risk; everyone is at risk on the last day.

    Age on the last day is triangular; the age of onset is uniform up to the highest onset age, or
    to the present age of those younger.
    """
    age = rng.triangular(
        given.age_youngest, given.age_commonest, given.age_oldest, size=given.people
    )
    oldest_onset = np.minimum(given.onset_age_highest, age)
    onset_age = rng.uniform(given.onset_age_lowest, oldest_onset)
    born = (calendar.end - age * DAYS_PER_YEAR).astype(np.int64)
    onset = (calendar.end - (age - onset_age) * DAYS_PER_YEAR).astype(np.int64)
    birth_year = born.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return People(rng.random(given.people) < given.male_share, birth_year, onset)


def draw_rates(given: RecipeParameters, calendar: Calendar, rng: np.random.Generator) -> Floats:
    """F3: rate_iq = m exp(sigma z_iq - sigma^2 / 2) a_q, z a Gaussian AR(1), Corr a year on = rho.

    `a` is one area-wide factor a year of mean 1. Shapes: (i, q), proven offences per free year.
    """
    quarters = len(calendar.edges) - 1
    rho = given.rho ** (1 / QUARTERS)
    z = rng.standard_normal((quarters, given.people))
    z[1:] *= np.sqrt(1 - rho**2)
    for q in range(1, quarters):
        z[q] += rho * z[q - 1]
    shock = given.area_year_log_sd * rng.standard_normal(quarters // QUARTERS)
    area = np.exp(shock - given.area_year_log_sd**2 / 2).repeat(QUARTERS)
    spread = np.exp(given.log_sd * z - given.log_sd**2 / 2)
    return np.ascontiguousarray((given.yearly_rate * area[:, None] * spread).T)


def draw_offences(
    rate: Floats, calendar: Calendar, onset_day: Ints, rng: np.random.Generator
) -> Offences:
    """F3: Poisson counts by quarter as if always free, on uniform days, none before onset."""
    length = np.diff(calendar.edges)
    count = rng.poisson(rate * (length / DAYS_PER_YEAR))
    person, quarter = np.divmod(np.arange(count.size).repeat(count.ravel()), rate.shape[1])
    day = calendar.edges[quarter] + rng.integers(0, length[quarter])
    order = np.lexsort((day, person))
    person, day = person[order], day[order]
    at_risk = day >= onset_day[person]
    return Offences(person[at_risk], day[at_risk])


def serve_custody(
    given: RecipeParameters, calendar: Calendar, chances: Offences, rng: np.random.Generator
) -> tuple[Offences, Spells]:
    """Let some offences lead to custody; offences that would fall inside a spell do not happen.

    One pass over the k-th offence of everyone at once: a person with no spell pending or running
    goes to custody with the recipe's chance, after an exponential delay, for a lognormal time.
    """
    events = len(chances.day)
    sent = rng.random(events) < given.custody_chance
    begin = chances.day + 1 + rng.exponential(given.custody_delay_days, events).astype(np.int64)
    length = given.custody_days_median * np.exp(
        given.custody_days_log_sd * rng.standard_normal(events)
    )
    finish = begin + 1 + length.astype(np.int64)
    held_from = np.full(given.people, calendar.edges[0])
    held_to = held_from.copy()
    happens = np.ones(events, dtype=bool)
    first = np.searchsorted(chances.person, np.arange(given.people))
    count = np.bincount(chances.person, minlength=given.people)
    for k in range(count.max(initial=0)):
        who = np.flatnonzero(count > k)
        event = first[who] + k
        day = chances.day[event]
        happens[event] = (day < held_from[who]) | (day >= held_to[who])
        sent[event] &= day >= held_to[who]
        who, event = who[sent[event]], event[sent[event]]
        held_from[who], held_to[who] = begin[event], finish[event]
    seen = happens & (chances.day >= calendar.start)
    spells = Spells(
        chances.person[sent],
        np.maximum(begin[sent], calendar.start),
        np.minimum(finish[sent], calendar.end),
    )
    kept = spells.start < spells.end
    return (
        Offences(chances.person[seen], chances.day[seen]),
        Spells(spells.person[kept], spells.start[kept], spells.end[kept]),
    )


def draw_codes(recipe: Recipe, rate: Floats, person: Ints, rng: np.random.Generator) -> Ints:
    """Code of each offence: a Dirichlet mix per person, leaning to the second group with rate.

    The lean is the person's rank by mean rate, 0 to 1: the busiest steal most. Shape (n,).
    """
    lean = rate.mean(axis=1).argsort().argsort() / max(len(rate) - 1, 1)
    centre = recipe.mix[0] + lean[:, None] * (recipe.mix[1] - recipe.mix[0])
    weight = rng.standard_gamma(recipe.parameters.mix_concentration * centre)
    bound = np.cumsum(weight, axis=1)
    point = rng.random(len(person)) * bound[person, -1]
    below: Ints = (bound[person, :-1] <= point[:, None]).sum(axis=1)
    return below


def join_crimes(recipe: Recipe, proven: Offences, code: Ints, rng: np.random.Generator) -> Ints:
    """Number crimes in date order; some offences of one day and code are one crime, shared.

    An offence joins the crime before it (in random order within day and code) with the recipe's
    chance; nobody is twice in one crime. Shape (n,).
    """
    own = (proven.day * len(recipe.codes) + code) * recipe.parameters.people + proven.person
    _, group, size = np.unique(own, return_inverse=True, return_counts=True)
    may_join = recipe.joint[code] & (size[group] == 1)
    joins = may_join & (rng.random(len(code)) < recipe.parameters.joining_chance)
    order = np.lexsort((rng.random(len(code)), code, proven.day))
    day, kind = proven.day[order], code[order]
    follows = np.zeros(len(code), dtype=bool)
    follows[1:] = (day[1:] == day[:-1]) & (kind[1:] == kind[:-1])
    crime = np.empty_like(code)
    crime[order] = np.cumsum(~(follows & joins[order])) - 1
    return crime


def most_prolific(given: RecipeParameters, calendar: Calendar, proven: Offences) -> Flags:
    """The recipe's number of people with most offences in the last years; ties by order of id."""
    recent = proven.person[proven.day >= calendar.pick_start]
    count = np.bincount(recent, minlength=given.people)
    picked = np.zeros(given.people, dtype=bool)
    picked[np.argsort(-count, kind="stable")[: given.picked]] = True
    return picked


def draw_family(given: RecipeParameters, picked: Flags, rng: np.random.Generator) -> Ints:
    """Family 0 for a handful of those picked, -1 (not recorded) for all others."""
    family = np.full(given.people, -1)
    family[rng.choice(np.flatnonzero(picked), size=given.family_size, replace=False)] = 0
    return family


def draw_needs(recipe: Recipe, picked: Flags, rng: np.random.Generator) -> Flags:
    """Needs, drawn one by one at the share of the person's group. Shape (i, need)."""
    share = recipe.need_share[np.where(picked, 0, 1)]
    return rng.random(share.shape) < share


def tables(cohort: SyntheticCohort) -> tuple[TextTable, TextTable, TextTable]:
    """The cohort's three tables (offenders, offences, custody) as text for a CSV writer."""
    need_columns = tuple(f"need_{need.replace('-', '_')}" for need in cohort.needs)
    offender = ("offender_id", "sex", "birth_year", "family_id", *need_columns)
    offence = ("offence_id", "crime_id", "offender_id", "offence_date", "offence_code")
    return (
        TextTable("offenders.csv", offender, _offender_rows(cohort)),
        TextTable("offences.csv", offence, _offence_rows(cohort)),
        TextTable("custody.csv", ("offender_id", "start", "end"), _custody_rows(cohort)),
    )


def _offender_rows(cohort: SyntheticCohort) -> Iterator[tuple[str, ...]]:
    people = identifiers("B", len(cohort.male))
    families = identifiers("F", int(cohort.family.max()) + 1)
    for i, person in enumerate(people):
        family = families[cohort.family[i]] if cohort.family[i] >= 0 else ""
        needs = ("yes" if need else "no" for need in cohort.need[i])
        sex = "male" if cohort.male[i] else "female"
        yield (person, sex, str(cohort.birth_year[i]), family, *needs)


def _offence_rows(cohort: SyntheticCohort) -> Iterator[tuple[str, ...]]:
    people = identifiers("B", len(cohort.male))
    crimes = identifiers("C", int(cohort.crime.max(initial=-1)) + 1)
    offences = identifiers("P", len(cohort.crime))
    dates = cohort.offence_day.astype("datetime64[D]").astype(str).tolist()
    for n, (person, crime, code) in enumerate(
        zip(cohort.offence_person, cohort.crime, cohort.offence_code, strict=True)
    ):
        yield (offences[n], crimes[crime], people[person], dates[n], cohort.codes[code])


def _custody_rows(cohort: SyntheticCohort) -> Iterator[tuple[str, ...]]:
    people = identifiers("B", len(cohort.male))
    start = cohort.spell_start.astype("datetime64[D]").astype(str).tolist()
    end = cohort.spell_end.astype("datetime64[D]").astype(str).tolist()
    for c, person in enumerate(cohort.spell_person):
        yield (people[person], start[c], end[c])


def identifiers(letter: str, number: int) -> tuple[str, ...]:
    """Text identifiers of equal width.

    >>> identifiers("B", 10)[:2]
    ('B01', 'B02')
    """
    width = len(str(number))
    return tuple(f"{letter}{n:0{width}d}" for n in range(1, number + 1))
