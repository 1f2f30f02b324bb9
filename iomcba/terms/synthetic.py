"""The synthetic cohort: the recipe it is made from, and the invented people themselves.

A `Recipe` holds the figures of `recipe.csv`, `recipe-mix.csv` and `recipe-need.csv`; a
`SyntheticCohort` holds what `synthesise` made of them, as arrays. Nobody in it exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np

from iomcba.terms.histories import Flags, Floats, Ints, freeze_arrays

MIX_GROUPS = ("everyday", "acquisitive")
NEED_GROUPS = ("picked", "other")


class MixLine(NamedTuple):
    """A row of `recipe-mix.csv`: the share of one offence code in the offences of one group.

    `group` is one of `MIX_GROUPS`; `joint` is false where the offence is committed alone (bail).
    """

    group: str
    offence: str
    code: str
    joint: bool
    share: float


class NeedLine(NamedTuple):
    """A row of `recipe-need.csv`: the share of one group (of `NEED_GROUPS`) with a need."""

    group: str
    need: str
    share: float


@dataclass(frozen=True, slots=True)
class RecipeParameters:
    """The figures of `recipe.csv`; each field is the parameter of that name with underscores.

    Rates are proven offences per free year, ages years, custody lengths days. Financial years
    begin on 1 April; `first_financial_year` 2000 is 2000-01. `rho` is the correlation of a
    person's log rate with itself a year later, `log_sd` the spread of log rates between people.
    """

    seed: int
    people: int
    first_financial_year: int
    years: int
    burn_in_years: int
    picked_years: int
    picked: int
    family_size: int
    yearly_rate: float
    log_sd: float
    rho: float
    area_year_log_sd: float
    age_youngest: float
    age_commonest: float
    age_oldest: float
    onset_age_lowest: float
    onset_age_highest: float
    male_share: float
    custody_chance: float
    custody_delay_days: float
    custody_days_median: float
    custody_days_log_sd: float
    mix_concentration: float
    joining_chance: float

    def __post_init__(self) -> None:
        if not 0 < self.family_size <= self.picked <= self.people:
            raise ValueError(f"{self.family_size=}, {self.picked=}, {self.people=}: must not fall")
        if not 0 < self.picked_years <= self.years or self.burn_in_years < 0:
            raise ValueError(f"{self.picked_years=}, {self.years=}, {self.burn_in_years=}")
        if not 0 <= self.rho < 1:
            raise ValueError(f"{self.rho=} must be from 0 to below 1: rates drift")
        if not self.age_youngest <= self.age_commonest <= self.age_oldest:
            raise ValueError(f"{self.age_youngest=}, {self.age_commonest=}, {self.age_oldest=}")
        if not self.onset_age_lowest <= min(self.onset_age_highest, self.age_youngest):
            raise ValueError(f"{self.onset_age_lowest=} must not be above the youngest age")
        for chance in (self.male_share, self.custody_chance, self.joining_chance):
            if not 0 <= chance <= 1:
                raise ValueError(f"a share or chance is {chance}: must be from 0 to 1")


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything a synthetic cohort is made from, but the seed of the run.

    Shapes: `mix` (group of `MIX_GROUPS`, code) sums to 1 in each row; `need_share`
    (group of `NEED_GROUPS`, need); `joint` (code,).
    """

    parameters: RecipeParameters
    codes: tuple[str, ...]
    joint: Flags
    mix: Floats
    needs: tuple[str, ...]
    need_share: Floats

    def __post_init__(self) -> None:
        if self.mix.shape != (len(MIX_GROUPS), len(self.codes)) or len(self.joint) != len(
            self.codes
        ):
            raise ValueError(f"{self.mix.shape=}, {len(self.joint)=}, {len(self.codes)=}")
        if not np.allclose(self.mix.sum(axis=1), 1) or self.mix.min() < 0:
            raise ValueError(f"shares of offence codes add up to {self.mix.sum(axis=1)}, not 1")
        if self.need_share.shape != (len(NEED_GROUPS), len(self.needs)):
            raise ValueError(f"{self.need_share.shape=}, {len(self.needs)=}")
        if self.need_share.min() < 0 or self.need_share.max() > 1:
            raise ValueError("a share of people with a need is not from 0 to 1")
        freeze_arrays(self)


@dataclass(frozen=True, slots=True)
class SyntheticCohort:
    """The people (i), their proven person-offences (n) and their custody spells (c).

    Days count from 1 January 1970; spells are half open, `start <= day < end`. `rate` (i, q) is
    the true rate per free year by quarter, known only because the people are invented.
    `offence_code` indexes `codes`; `crime` numbers crimes from 0 in date order; `family` is -1
    where none is recorded; `need` is (i, need).
    """

    start_day: int
    end_day: int
    codes: tuple[str, ...]
    needs: tuple[str, ...]
    male: Flags
    birth_year: Ints
    onset_day: Ints
    rate: Floats
    picked: Flags
    family: Ints
    need: Flags
    offence_person: Ints
    offence_day: Ints
    offence_code: Ints
    crime: Ints
    spell_person: Ints
    spell_start: Ints
    spell_end: Ints

    def __post_init__(self) -> None:
        if self.end_day <= self.start_day:
            raise ValueError(f"end_day {self.end_day} must be after start_day {self.start_day}")
        freeze_arrays(self)


def recipe_from(
    parameters: Mapping[str, float], mix: Iterable[MixLine], needs: Iterable[NeedLine]
) -> Recipe:
    """Build a recipe from the rows of its three tables; refuse missing, unknown or double rows."""
    mix, needs = tuple(mix), tuple(needs)
    offences = {line.offence: (line.code, line.joint) for line in mix}
    shares = _grid(MIX_GROUPS, tuple(offences), {line[:2]: line.share for line in mix}, len(mix))
    if any(offences[line.offence] != (line.code, line.joint) for line in mix):
        raise ValueError("an offence of the mix has two codes, or is joint in one group only")
    names = tuple(dict.fromkeys(line.need for line in needs))
    need_share = _grid(NEED_GROUPS, names, {line[:2]: line.share for line in needs}, len(needs))
    return Recipe(
        parameters=_parameters(parameters),
        codes=tuple(code for code, _ in offences.values()),
        joint=np.array([joint for _, joint in offences.values()]),
        mix=shares,
        needs=names,
        need_share=need_share,
    )


def _parameters(values: Mapping[str, float]) -> RecipeParameters:
    """Match parameter names (hyphens) with fields (underscores), whole numbers kept whole."""
    types = {field.name.replace("_", "-"): field.type for field in fields(RecipeParameters)}
    if wrong := sorted(types.keys() ^ values.keys()):
        raise ValueError(f"recipe parameters missing or unknown: {', '.join(wrong)}")
    whole = [name for name, kind in types.items() if kind == "int"]
    if broken := [name for name in whole if values[name] != int(values[name])]:
        raise ValueError(f"recipe parameters not whole numbers: {', '.join(broken)}")
    typed = {n: int(v) if n in whole else float(v) for n, v in values.items()}
    return RecipeParameters(**{n.replace("-", "_"): v for n, v in typed.items()})  # type: ignore[arg-type]


def _grid(
    groups: tuple[str, ...],
    columns: tuple[str, ...],
    shares: Mapping[tuple[str, str], float],
    rows: int,
) -> Floats:
    """Lay keyed shares out as (group, column); every cell exactly once."""
    cells = [(group, column) for group in groups for column in columns]
    if set(cells) != shares.keys() or rows != len(cells):
        raise ValueError(f"each of {groups} needs each of {columns} exactly once")
    return np.array([shares[cell] for cell in cells]).reshape(len(groups), len(columns))
