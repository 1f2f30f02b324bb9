"""Backtest of the counterfactual on a folder of real histories (F8): picks, predicts, scores.

    python benchmarks/backtest_histories.py FOLDER
    python benchmarks/backtest_histories.py FOLDER --starts 1998 2000 2002 2004 --top 38 76

The folder holds offenders.csv (offender_id, birth_year), offences.csv (offender_id, offence_date)
and, if there are custody records, custody.csv (offender_id, start, end). Unknown columns are named
and ignored. Windows start at ages 18, 20, 22 and 24 when all were born about the same time, else
every second year; the top tenth and the top fifth are picked. Hyper-parameters come from the years
before the pick date, and the shock from windows closed by then, shrunk to the assumption.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import json
import sys
from datetime import date
from pathlib import Path

import numpy as np

from iomcba.appraise.backtest import predicted_total, run_backtest
from iomcba.model.offending.exposure import count_offences
from iomcba.model.offending.forecast import forecast, forecast_static
from iomcba.model.offending.selection import pick
from iomcba.model.offending.shock import estimate_shock, window_weights
from iomcba.terms.backtest import Backtest, BacktestRow, BacktestWindow, Outlook
from iomcba.terms.counterfactual import ForecastSettings, SelectionRule
from iomcba.terms.histories import DAYS_PER_YEAR, Histories

EPOCH = date(1970, 1, 1)
START_AGES = (18, 20, 22, 24)
SAME_BIRTH = 2  # years between the tenth and the ninetieth percentile of birth years
SHARES = (0.1, 0.2)
SHOCK_WINDOWS = 4.0  # the assumed shock counts as four independent windows
ASSUMED = {  # as in the rows `counterfactual.*` that the project ships, each with its evidence
    "custody_share": 0.12,
    "history_years": 5.0,
    "maturity_months": 0.0,
    "mix_prior_offences": 20.0,
    "persistence": 0.75,
    "persistence_logit_sd": 0.7,
    "rise_damping": 0.0,
    "shock_log_sd": 0.1,
    "shock_yearly_log_sd": 0.0,
    "spread": 1.3,
    "spread_log_sd": 0.5,
    "trend_damping": 0.9,
    "trend_log_sd": 0.15,
}


def day(text: str) -> int:
    return (date.fromisoformat(text.strip()[:10]) - EPOCH).days


def new_year(year: int) -> int:
    return (date(year, 1, 1) - EPOCH).days


def rows(path: Path, known: set[str]) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        unknown = [name for name in reader.fieldnames or [] if name not in known]
        if unknown:
            print(f"{path.name}: columns ignored: {', '.join(unknown)}", file=sys.stderr)
        return list(reader)


def read_histories(folder: Path, listing: str) -> Histories:
    """Histories of a folder; spells without an end run to the end of the observed span."""
    offenders = rows(folder / "offenders.csv", {"offender_id", "birth_year"})
    offences = rows(folder / "offences.csv", {"offender_id", "offence_date", "category"})
    custody = rows(folder / "custody.csv", {"offender_id", "start", "end"})
    people = tuple(dict.fromkeys(row["offender_id"] for row in offenders))
    index = {person: i for i, person in enumerate(people)}
    births = {row["offender_id"]: (row.get("birth_year") or "").strip() for row in offenders}
    seen = [
        (index[row["offender_id"]], day(row["offence_date"]))
        for row in offences
        if row["offender_id"] in index and (row["offence_date"] or "").strip()
    ]
    person, offence_day = np.array(seen, dtype=np.int64).reshape(-1, 2).transpose()
    ends = [day(row["end"]) for row in custody if (row["end"] or "").strip()]
    first = date.fromordinal(EPOCH.toordinal() + int(offence_day.min())).year
    last = date.fromordinal(EPOCH.toordinal() + int(max([offence_day.max(), *ends]))).year
    end_day = new_year(last + 1)
    spells = [
        (
            index[row["offender_id"]],
            day(row["start"]),
            day(row["end"]) if (row["end"] or "").strip() else end_day,
        )
        for row in custody
        if row["offender_id"] in index and (row["start"] or "").strip()
    ]
    held, start, end = np.array(spells, dtype=np.int64).reshape(-1, 3).transpose()
    everyone = len(np.unique(person)) < len(people) if listing == "auto" else listing == "everyone"
    return Histories(
        people=people,
        offence_types=("any",),
        start_day=new_year(first),
        end_day=end_day,
        lists_everyone=everyone,
        offence_person=person,
        offence_day=offence_day,
        offence_type=np.zeros(len(person), dtype=np.int64),
        crime=np.arange(len(person)),
        spell_person=held,
        spell_start=start,
        spell_end=end,
        birth_year=np.array([int(births[one]) if births[one] else -1 for one in people]),
    )


def default_starts(histories: Histories, years: int, step: int) -> list[int]:
    """First calendar years of the windows: by age where that is one calendar, else by the step."""
    first = round(histories.start_day / DAYS_PER_YEAR) + EPOCH.year
    last = round(histories.end_day / DAYS_PER_YEAR) + EPOCH.year
    born = histories.birth_year[histories.birth_year > 0]
    if len(born) and np.diff(np.quantile(born, (0.1, 0.9)))[0] <= SAME_BIRTH:
        wanted = [round(float(np.median(born))) + age for age in START_AGES]
        fitting = [year for year in wanted if first <= year <= last - years]
        if fitting:
            return fitting
    return list(range(first, last - years + 1, step))


def windows(starts: list[int], tops: list[int], select: int, ahead: int) -> list[BacktestWindow]:
    return [
        BacktestWindow(
            label=f"{year}-{year + select - 1}",
            from_day=new_year(year),
            pick_day=new_year(year + select),
            to_day=new_year(year + select + ahead),
            top=top,
        )
        for year in starts
        for top in tops
    ]


def settings(window: BacktestWindow, method: str, shock: float, family: str) -> ForecastSettings:
    years = round((window.to_day - window.pick_day) / DAYS_PER_YEAR)
    edges = np.round(np.linspace(window.pick_day, window.to_day, years + 1)).astype(np.int64)
    return ForecastSettings(
        method=method,
        family=family,
        years=tuple(f"year-{year + 1}" for year in range(years)),
        year_edges=edges,
        window_from=window.from_day,
        window_to=window.pick_day,
        fall=np.ones(years),
        fall_log_sd=np.zeros(years),
        selected_from_count=None,
        totals=None,
        stock=None,
        **(ASSUMED | {"shock_log_sd": shock}),
    )


def shock_from(closed: tuple[BacktestRow, ...], shocks: dict[str, float]) -> float:
    """Shared shock from the windows that had closed by the pick date, shrunk to the assumption."""
    own = [row for row in closed if row.method == "population"]
    if not own:
        return ASSUMED["shock_log_sd"]
    explained = [
        row.log_sd**2 - shocks[f"{row.window.label}/{row.window.top}"] ** 2 + 1 / row.predicted
        for row in own
    ]
    weight = window_weights(
        np.array([float(row.window.pick_day) for row in own]),
        np.array([float(row.window.to_day) for row in own]),
    )
    errors = np.array([row.log_error for row in own])
    return estimate_shock(
        errors, np.array(explained), weight, ASSUMED["shock_log_sd"], SHOCK_WINDOWS
    )


def backtest(histories: Histories, chosen: list[BacktestWindow], family: str) -> Backtest:
    shocks: dict[str, float] = {}

    def outlook(window: BacktestWindow, closed: tuple[BacktestRow, ...]) -> Outlook:
        seen = histories.known_by(window.pick_day)
        rule = SelectionRule(
            "count", window.top, None, window.from_day, window.pick_day, None, None
        )
        people = pick(seen, rule)
        shock = shocks[f"{window.label}/{window.top}"] = shock_from(closed, shocks)
        later = np.array([window.pick_day, window.to_day])
        return Outlook(
            observed=int(count_offences(histories, later)[people].sum()),
            predictions=(
                predicted_total(
                    forecast(seen, people, settings(window, "population", shock, family))
                ),
                predicted_total(
                    forecast_static(seen, people, settings(window, "population", 0.0, "gamma"))
                ),
                predicted_total(forecast(seen, people, settings(window, "naive", 0.0, "gamma"))),
            ),
        )

    return run_backtest(tuple(chosen), outlook)


def print_table(result: Backtest) -> None:
    print(
        "window      top  method        obs  predicted  log err     80% interval      95% interval"
        "   hit80 hit95  score80  zero-effect claim (95%)"
    )
    for row in result.rows:
        print(
            f"{row.window.label:10} {row.window.top:4}  {row.method:11} {row.observed:5}"
            f" {row.predicted:10.1f} {row.log_error:+8.2f}  {row.low80:7.0f} to {row.high80:5.0f}"
            f"   {row.low95:7.0f} to {row.high95:5.0f}   {'yes' if row.hit80 else 'no':5}"
            f" {'yes' if row.hit95 else 'no':5} {row.score80:8.0f}"
            f"  {row.claimed:+7.0f} ({row.claimed_low95:+.0f} to {row.claimed_high95:+.0f})"
        )
    print(
        "\nmethod        rms log err   mean  worst factor  80% held  95% held  widest hi80/lo80"
        "  score80  best fixed +-  best fixed ratio"
    )
    for one in result.summaries:
        print(
            f"{one.method:12} {one.rms_log_error:12.3f} {one.mean_log_error:+6.2f}"
            f" {one.worst_ratio:13.2f} {one.hits80:5} of {one.windows}"
            f" {one.hits95:4} of {one.windows} {one.widest80:18.2f} {one.score80:8.0f}"
            f" {one.fixed80:14.0f} {one.ratio80:17.0f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--starts", type=int, nargs="+", help="first calendar years of the windows")
    parser.add_argument("--top", type=int, nargs="+", help="heads picked")
    parser.add_argument("--select", type=int, default=3, help="years of the selection window")
    parser.add_argument("--ahead", type=int, default=3, help="years predicted")
    parser.add_argument(
        "--step", type=int, default=2, help="years between windows without --starts"
    )
    parser.add_argument("--family", choices=("gamma", "lognormal", "best"), default="best")
    parser.add_argument(
        "--listing",
        choices=("auto", "everyone", "offenders"),
        default="auto",
        help="whether offenders.csv lists everyone at risk or only people with an offence;"
        " auto: everyone if anyone in it has none",
    )
    parser.add_argument("--json", action="store_true", help="rows and summaries as JSON")
    words = parser.parse_args()
    histories = read_histories(words.folder, words.listing)
    starts = words.starts or default_starts(histories, words.select + words.ahead, words.step)
    tops = words.top or [round(share * len(histories.people)) for share in SHARES]
    result = backtest(histories, windows(starts, tops, words.select, words.ahead), words.family)
    if words.json:
        print(json.dumps(dataclasses.asdict(result), indent=1))
    else:
        print_table(result)


if __name__ == "__main__":
    main()
