"""The synthetic cohort: the committed files keep their promises, the kernels keep their laws."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from iomcba.model.synth import draw_rates, lay_out_calendar, stream, synthesise, tables
from iomcba.terms.synthetic import MixLine, NeedLine, Recipe, SyntheticCohort, recipe_from

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "cohorts" / "bedfordshire-synthetic"
WINDOW = "2007-04-01"
BURGLARY_AND_VEHICLE = {"28A", "30A", "45", "48", "37.2", "126"}

Rows = list[dict[str, str]]


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parameters() -> dict[str, float]:
    return {row["parameter"]: float(row["central"]) for row in read(FOLDER / "recipe.csv")}


def mix_lines() -> list[MixLine]:
    return [
        MixLine(r["group"], r["offence"], r["code"], r["joint"] == "yes", float(r["central"]))
        for r in read(FOLDER / "recipe-mix.csv")
    ]


def need_lines() -> list[NeedLine]:
    return [
        NeedLine(row["group"], row["need"], float(row["central"]))
        for row in read(FOLDER / "recipe-need.csv")
    ]


def recipe_with(**changed: float) -> Recipe:
    given = parameters() | {name.replace("_", "-"): value for name, value in changed.items()}
    return recipe_from(given, mix_lines(), need_lines())


def written(cohort: SyntheticCohort) -> dict[str, bytes]:
    files = {}
    for table in tables(cohort):
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(table.header)
        writer.writerows(table.rows)
        files[table.file] = text.getvalue().encode("utf-8")
    return files


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    return recipe_with()


@pytest.fixture(scope="module")
def cohort(recipe: Recipe) -> SyntheticCohort:
    return synthesise(recipe, recipe.parameters.seed)


@pytest.fixture(scope="module")
def offenders() -> Rows:
    return read(FOLDER / "offenders.csv")


@pytest.fixture(scope="module")
def offences() -> Rows:
    return read(FOLDER / "offences.csv")


@pytest.fixture(scope="module")
def custody() -> Rows:
    return read(FOLDER / "custody.csv")


@pytest.fixture(scope="module")
def in_window(offences: Rows) -> Counter[str]:
    return Counter(r["offender_id"] for r in offences if r["offence_date"] >= WINDOW)


@pytest.fixture(scope="module")
def picked(offenders: Rows, in_window: Counter[str]) -> set[str]:
    people = sorted(row["offender_id"] for row in offenders)
    return set(sorted(people, key=lambda person: -in_window[person])[:250])


# --- the same recipe and seed, the same bytes ---


def test_committed_files_are_what_recipe_and_seed_make(cohort: SyntheticCohort) -> None:
    made = written(cohort)
    assert set(made) == {"offenders.csv", "offences.csv", "custody.csv"}
    for file, content in made.items():
        assert (FOLDER / file).read_bytes() == content, file


def test_same_seed_same_bytes_and_another_seed_differs(recipe: Recipe) -> None:
    first, again, other = (written(synthesise(recipe, seed)) for seed in (0, 0, 7))
    assert first == again
    assert all(first[file] != other[file] for file in first)


def test_a_changed_need_moves_no_offence(cohort: SyntheticCohort, recipe: Recipe) -> None:
    everyone = replace(recipe, need_share=np.ones_like(recipe.need_share))
    needy = synthesise(everyone, recipe.parameters.seed)
    assert needy.need.all()
    assert not cohort.need.all()
    before, after = written(cohort), written(needy)
    assert before["offences.csv"] == after["offences.csv"]
    assert before["custody.csv"] == after["custody.csv"]


def test_streams_differ_by_name_and_by_seed() -> None:
    draws = {stream(name, seed).random() for name in ("rates", "codes") for seed in (0, 1)}
    assert len(draws) == 4
    assert stream("rates", 0).random() in draws


# --- the committed files: published figures (case study 2011, report-out slides 2009) ---


def test_five_thousand_people_some_without_an_offence(
    offenders: Rows, in_window: Counter[str]
) -> None:
    people = {row["offender_id"] for row in offenders}
    assert len(offenders) == len(people) == 5_000
    assert set(in_window) < people


def test_case_study_2011_nearly_4000_offences_of_250(
    picked: set[str], in_window: Counter[str]
) -> None:
    assert 3_900 <= sum(in_window[person] for person in picked) <= 4_000


def test_case_study_2011_quarter_of_offences_borrowed_from_accused(
    picked: set[str], in_window: Counter[str]
) -> None:
    held = sum(in_window[person] for person in picked) / in_window.total()
    assert 0.24 <= held <= 0.26


def test_slides_2009_mostly_burglary_and_vehicle_crime(picked: set[str], offences: Rows) -> None:
    for rows in (offences, [row for row in offences if row["offender_id"] in picked]):
        share = np.mean([row["offence_code"] in BURGLARY_AND_VEHICLE for row in rows])
        assert share > 0.5


def test_slides_2009_drug_dependency_about_eight_in_ten_of_the_picked(
    picked: set[str], offenders: Rows
) -> None:
    with_need = {row["offender_id"] for row in offenders if row["need_drugs"] == "yes"}
    assert 0.75 <= len(with_need & picked) / len(picked) <= 0.9
    assert len(with_need - picked) / (len(offenders) - len(picked)) < 0.4


def test_slides_2009_six_of_the_picked_are_one_family(picked: set[str], offenders: Rows) -> None:
    families = defaultdict(set)
    for row in offenders:
        families[row["family_id"]].add(row["offender_id"])
    del families[""]
    ((_, family),) = families.items()
    assert len(family) == 6
    assert family <= picked


def test_fall_after_picking_is_like_the_toronto_sample(offences: Rows) -> None:
    """METHOD F3: three busy years, then about 0.6, 0.5, 0.4 of their yearly average (TO1)."""
    by_year: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for row in offences:
        day = date.fromisoformat(row["offence_date"])
        by_year[day.year - (day.month < 4)][row["offender_id"]] += 1
    falls = []
    for first in range(2000, 2005):
        busy = by_year[first] + by_year[first + 1] + by_year[first + 2]
        people = [person for person, _ in busy.most_common(250)]
        average = sum(busy[person] for person in people) / 3
        later = [sum(by_year[first + k][person] for person in people) for k in (3, 4, 5)]
        falls.append(np.array(later) / average)
    np.testing.assert_allclose(np.mean(falls, axis=0), [0.6, 0.5, 0.4], atol=0.05)


# --- the committed files: consistency ---


def test_nobody_offends_in_custody_and_spells_are_apart(offences: Rows, custody: Rows) -> None:
    spells = defaultdict(list)
    for row in custody:
        assert "2000-04-01" <= row["start"] < row["end"] <= "2010-04-01"
        spells[row["offender_id"]].append((row["start"], row["end"]))
    for own in spells.values():
        own.sort()
        assert all(former[1] < later[0] for former, later in pairwise(own))
    assert len(custody) > 1_000
    for row in offences:
        day = row["offence_date"]
        assert not any(start <= day < end for start, end in spells[row["offender_id"]])


def test_dates_ids_and_codes_are_known(offenders: Rows, offences: Rows) -> None:
    people = {row["offender_id"] for row in offenders}
    codes = {line.code for line in mix_lines()}
    assert {row["offender_id"] for row in offences} <= people
    assert {row["offence_code"] for row in offences} == codes
    assert len({row["offence_id"] for row in offences}) == len(offences)
    assert all("2000-04-01" <= row["offence_date"] <= "2010-03-31" for row in offences)


def test_codes_of_the_recipe_are_home_office_codes() -> None:
    listed = {row["code"] for row in read(ROOT / "assumptions/offence-codes/offence-code.csv")}
    assert {line.code for line in mix_lines()} <= listed


def test_a_shared_crime_has_one_day_one_code_and_different_people(offences: Rows) -> None:
    crimes = defaultdict(list)
    for row in offences:
        crimes[row["crime_id"]].append(row)
    shared = [rows for rows in crimes.values() if len(rows) > 1]
    assert len(shared) > 1_000
    for rows in shared:
        assert len({(row["offence_date"], row["offence_code"]) for row in rows}) == 1
        assert len({row["offender_id"] for row in rows}) == len(rows)
    joint = {line.code for line in mix_lines() if line.joint}
    assert {rows[0]["offence_code"] for rows in shared} <= joint


def test_some_young_people_begin_after_the_first_day(cohort: SyntheticCohort) -> None:
    late = cohort.onset_day > cohort.start_day
    assert 0.1 < late.mean() < 0.5
    assert cohort.birth_year[late].min() > 2000 - 22
    assert (cohort.offence_day >= cohort.onset_day[cohort.offence_person]).all()
    assert (cohort.onset_day <= cohort.end_day).all()


def test_cohort_yaml_fits_the_recipe_and_says_synthetic(cohort: SyntheticCohort) -> None:
    words = YAML(typ="safe").load(FOLDER / "cohort.yaml")
    assert words["synthetic"] is True
    assert words["label"] == "SYNTHETIC DATA: no real person"
    assert "synthetic" in words["title"]
    epoch = date(1970, 1, 1).toordinal()
    assert words["start"].toordinal() - epoch == cohort.start_day
    assert words["end"].toordinal() - epoch == cohort.end_day - 1


def test_every_column_stands_in_the_data_dictionary(cohort: SyntheticCohort) -> None:
    text = (FOLDER / "data-dictionary.md").read_text(encoding="utf-8")
    for table in tables(cohort):
        section = text.split(f"### {table.file}")[1].split("###")[0]
        columns = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
        assert columns == [*table.header]


def test_every_recipe_figure_says_how_it_is_known() -> None:
    sources = {row["source"] for row in read(FOLDER / "source.csv")}
    cited = set()
    for file in ("recipe.csv", "recipe-mix.csv", "recipe-need.csv"):
        for row in read(FOLDER / file):
            known = {"published", "derived", "judgement", "illustrative", "calibrated"}
            assert row["status"] in known
            assert row["source"] in sources
            cited.add(row["source"])
            assert row["status"] != "calibrated" or (row["source"] != "invented" and row["note"])
    assert cited == sources


def test_folder_stays_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 5_000_000


# --- laws of the kernels ---


def test_rates_have_the_stated_mean_spread_and_memory() -> None:
    """Closed form: mean log = ln m - sigma^2/2, sd = sigma, correlation k years apart = rho^k."""
    given = recipe_with(people=40_000, area_year_log_sd=0).parameters
    log_rate = np.log(draw_rates(given, lay_out_calendar(given), stream("test", 3)))
    mean = np.log(given.yearly_rate) - given.log_sd**2 / 2
    assert log_rate.mean() == pytest.approx(mean, abs=0.02)
    assert log_rate.std(axis=0) == pytest.approx(given.log_sd, rel=0.02)
    for years in (1, 3):
        now, later = log_rate[:, 0], log_rate[:, 4 * years]
        assert np.corrcoef(now, later)[0, 1] == pytest.approx(given.rho**years, abs=0.02)


def test_area_factor_moves_everyone_alike() -> None:
    given = recipe_with(people=300, log_sd=0).parameters
    rate = draw_rates(given, lay_out_calendar(given), stream("test", 3))
    assert np.ptp(rate, axis=0).max() == 0
    assert len(np.unique(rate[0])) == given.years + given.burn_in_years


def test_without_custody_counts_are_poisson_of_rate_and_time(recipe: Recipe) -> None:
    """Independent Poisson counts of people at risk throughout: the sum within 4 sd of its mean."""
    free = synthesise(recipe_with(custody_chance=0), 5)
    assert len(free.spell_person) == 0
    always = free.onset_day <= free.start_day
    quarters = np.diff(lay_out_calendar(recipe.parameters).edges)[-free.rate.shape[1] :]
    expected = (free.rate[always] * quarters / 365.25).sum()
    assert always[free.offence_person].sum() == pytest.approx(expected, abs=4 * expected**0.5)


def test_certain_custody_follows_every_offence_the_next_day() -> None:
    """Chance 1 and next to no delay: whoever offends is in custody from the day after."""
    cohort = synthesise(recipe_with(custody_chance=1, custody_delay_days=1e-9, people=500), 5)
    spells = {*zip(cohort.spell_person.tolist(), cohort.spell_start.tolist(), strict=True)}
    days = cohort.offence_day + 1
    for person, day in zip(cohort.offence_person.tolist(), days.tolist(), strict=True):
        assert (person, day) in spells or day == cohort.end_day


def test_without_joining_every_offence_is_its_own_crime() -> None:
    alone = synthesise(recipe_with(joining_chance=0), 5)
    np.testing.assert_array_equal(np.sort(alone.crime), np.arange(len(alone.crime)))


def test_a_code_with_the_whole_share_is_the_only_one(recipe: Recipe) -> None:
    only = np.zeros_like(recipe.mix)
    only[:, 3] = 1
    cohort = synthesise(replace(recipe, mix=only), 5)
    assert set(cohort.offence_code.tolist()) == {3}


def test_arrays_are_read_only(cohort: SyntheticCohort) -> None:
    with pytest.raises(ValueError, match="read-only"):
        cohort.need[0, 0] = True


# --- a recipe is refused ---


def test_recipe_refuses_missing_and_unknown_parameters() -> None:
    given = parameters()
    given["rhoo"] = given.pop("rho")
    with pytest.raises(ValueError, match="rho, rhoo"):
        recipe_from(given, mix_lines(), need_lines())


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"people": 300.5}, "not whole numbers: people"),
        ({"people": 200}, "self.people=200"),
        ({"rho": 1.0}, "self.rho=1.0"),
        ({"picked_years": 11}, "self.picked_years=11"),
        ({"age_youngest": 30.0}, "self.age_youngest=30.0"),
        ({"onset_age_lowest": 16.0}, "self.onset_age_lowest=16.0"),
        ({"male_share": 1.2}, "1.2"),
    ],
)
def test_recipe_refuses_impossible_parameters(changed: dict[str, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        recipe_with(**changed)


def test_recipe_refuses_shares_that_miss_one_double_rows_and_unlike_codes() -> None:
    mix, needs = mix_lines(), need_lines()
    with pytest.raises(ValueError, match="not 1"):
        recipe_from(parameters(), [mix[0]._replace(share=0.5), *mix[1:]], needs)
    with pytest.raises(ValueError, match="exactly once"):
        recipe_from(parameters(), mix[1:], needs)
    with pytest.raises(ValueError, match="exactly once"):
        recipe_from(parameters(), mix, [*needs, needs[0]])
    with pytest.raises(ValueError, match="two codes"):
        recipe_from(parameters(), [mix[0]._replace(code="99"), *mix[1:]], needs)
    with pytest.raises(ValueError, match="0 to 1"):
        recipe_from(parameters(), mix, [needs[0]._replace(share=1.5), *needs[1:]])
