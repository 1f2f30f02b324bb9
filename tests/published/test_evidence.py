"""Every shipped figure against the committed copies of the published ones.

Both sides are parsed here with the standard library alone: nothing of the tool takes part.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from decimal import Decimal
from fnmatch import fnmatchcase
from fractions import Fraction
from pathlib import Path

import pytest

COPIES = Path(__file__).parent / "evidence"
SETS = Path(__file__).parents[2] / "assumptions"

Row = dict[str, str]
Figure = tuple[Decimal, str, str, str, str]  # central, price base, status, source, unit
Figures = dict[str, Figure]

USABLE = {"verified", "verified_secondary", "derived"}
COMMON = (
    "central,distribution,low,high,interval,unit,price_base,status,source,quality,impact,owner,review_by,note"
).split(",")
KEYS = {
    "unit-cost": ("offence", "component"),
    "multiplier": ("offence",),
    "parameter": ("parameter",),
    "deflator": ("financial_year",),
    "unit-value": ("value", "account"),
    "agency-share": ("offence", "component"),
}
CRIME_COSTS = ("home-office-2026", "iom-toolkit-2011")
HELD = (*CRIME_COSTS, "green-book-2026", "hm-treasury-2026", "other-unit-costs")
OTHER_SETS = ("offence-codes", "crosswalks")
AGENCIES = ("police", "probation", "courts-legal-aid", "prison", "other-cjs")
TRANSCRIBED = "transcribed; check against the publication"

# Figures of the copies that the sets deliberately leave out: set, pattern of names, reason.
LEFT_OUT = (
    ("home-office-2026", "unit-cost.*.total", "a total beside its groups counts twice"),
    (
        "home-office-2026",
        "unit-cost.rape.physical-emotional-harm",
        "a part of consequence; the only part seen",
    ),
    ("iom-toolkit-2011", "unit-cost.all-crime.*", "an average beside its offences counts twice"),
    ("iom-toolkit-2011", "unit-cost.*.fiscal-total", "a total beside its parts counts twice"),
    ("iom-toolkit-2011", "unit-cost.*.total", "a total beside its parts counts twice"),
    ("hm-treasury-2026", "percentage-change.*", "the index alone is used, and implies the change"),
    (
        "other-unit-costs",
        "unit-value.gmca-he2-0-2.economic",
        "the same value as gmca-he2-0-1, printed twice",
    ),
    (
        "other-unit-costs",
        "unit-value.gmca-he2-0-2.social",
        "the same value as gmca-he2-0-1, printed twice",
    ),
)

# Copies whose figures no set ships: file, reason.
NOT_SHIPPED = {
    "home_office_2000_business_unit_costs.csv": "history; comparison only",
    "home_office_2005_totals.csv": "history; comparison only",
    "home_office_2005_unit_costs.csv": "history; totals only, comparison only",
    "home_office_2018_totals.csv": "history; comparison only",
    "home_office_2018_unit_costs.csv": "history; too few cells read in a text",
    "home_office_2026_totals.csv": "national totals, no unit costs",
    "moj_2019_reoffending.csv": "national totals, no unit costs",
}
SHIPPED_FROM = {
    "appraisal_parameters.csv",
    "gdp_deflator.csv",
    "home_office_2026_multipliers.csv",
    "home_office_2026_unit_costs.csv",
    "iom_toolkit_2011_multipliers.csv",
    "iom_toolkit_2011_unit_costs.csv",
    "offence_mapping.csv",
    "other_unit_costs.csv",
    "sources.csv",
}
# The financial year that holds nine months of the calendar year (1 April to 31 December).
CALENDAR_YEARS = {"2019": "2019-20", "2023": "2023-24"}


def table(path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, strict=True))
    assert all(None not in row and None not in row.values() for row in rows), (
        f"ragged row in {path}"
    )
    return rows


def copied(name: str) -> list[Row]:
    return table(COPIES / f"{name}.csv")


def shipped(set_id: str, name: str) -> list[Row]:
    return table(SETS / set_id / f"{name}.csv")


def id_of(text: str) -> str:
    return re.sub(r"[_.]", "-", text.lower().replace("&", ""))


def year_of(text: str) -> str:
    return CALENDAR_YEARS.get(text, text.replace("/", "-"))


def figure(row: Row, column: str, unit: str) -> Figure:
    assert row["status"] in USABLE
    return (
        Decimal(row[column]),
        year_of(row.get("price_base", "")),
        row["status"].replace("_", "-"),
        id_of(row["source_id"]),
        unit,
    )


def home_office_2026() -> Iterator[tuple[str, Figure]]:
    for row in copied("home_office_2026_unit_costs"):
        name = f"unit-cost.{id_of(row['crime_id'])}.{id_of(row['component'])}"
        yield name, figure(row, "unit_cost_gbp", "GBP per crime")
    for row in copied("home_office_2026_multipliers"):
        yield f"multiplier.{id_of(row['crime_id'])}", figure(row, "multiplier", "ratio")


def iom_toolkit_2011() -> Iterator[tuple[str, Figure]]:
    without_parts = {"economic_total": "economic", "social_total": "social"}
    for row in copied("iom_toolkit_2011_unit_costs"):
        component = without_parts.get(row["component"], id_of(row["component"]))
        name = f"unit-cost.{id_of(row['crime_id'])}.{component}"
        yield name, figure(row, "unit_cost_gbp", "GBP per crime")
    for row in copied("iom_toolkit_2011_multipliers"):
        all_crime = row["crime_id"] == "all_crime"
        name = (
            "parameter.all-crime-multiplier"
            if all_crime
            else f"multiplier.{id_of(row['crime_id'])}"
        )
        yield name, figure(row, "multiplier", "ratio")


def green_book_2026() -> Iterator[tuple[str, Figure]]:
    rates = {
        "discount_rate_real": "discount-rate",
        "discount_rate_real_health": "discount-rate-health",
    }
    for row in copied("appraisal_parameters"):
        if row["parameter"] in rates:
            yield f"parameter.{rates[row['parameter']]}", figure(row, "value", "per year")
            continue
        name = f"parameter.{id_of(row['parameter'])}"
        yield f"{name}-upper", figure(row, "value", "ratio")
        if lower := re.search(r"Lower bound ([0-9.]+)", row["note"]):
            yield f"{name}-lower", figure(row | {"value": lower[1]}, "value", "ratio")


def hm_treasury_2026() -> Iterator[tuple[str, Figure]]:
    for row in copied("gdp_deflator"):
        year = year_of(row["financial_year"])
        yield f"deflator.{year}", figure(row, "index_2025_26_eq_100", "index")
        yield f"percentage-change.{year}", figure(row, "pct_change", "per cent")


def other_unit_costs() -> Iterator[tuple[str, Figure]]:
    for row in copied("other_unit_costs"):
        unit = "GBP " + row["unit"][0].lower() + row["unit"][1:]
        for account in ("fiscal", "economic", "social"):
            if row[f"{account}_gbp"]:
                name = f"unit-value.{id_of(row['cost_id'])}.{account}"
                yield name, figure(row, f"{account}_gbp", unit)


PUBLISHED = {
    "home-office-2026": home_office_2026,
    "iom-toolkit-2011": iom_toolkit_2011,
    "green-book-2026": green_book_2026,
    "hm-treasury-2026": hm_treasury_2026,
    "other-unit-costs": other_unit_costs,
}


def published_figures(set_id: str) -> Figures:
    pairs = list(PUBLISHED[set_id]())
    assert len(dict(pairs)) == len(pairs), "two copied figures fall on one name"
    return dict(pairs)


def is_left_out(set_id: str, name: str) -> bool:
    return any(at == set_id and fnmatchcase(name, pattern) for at, pattern, _ in LEFT_OUT)


def value_rows(set_id: str) -> list[tuple[str, Row]]:
    """List all rows of a set that carry a number, each with its name."""
    found = []
    for path in sorted((SETS / set_id).glob("*.csv")):
        for row in table(path):
            if "central" in row:
                found.append((".".join([path.stem, *(row[key] for key in KEYS[path.stem])]), row))
    return found


def shipped_figures(set_id: str) -> Figures:
    return {
        name: (
            Decimal(row["central"]),
            row["price_base"],
            row["status"],
            row["source"],
            row["unit"],
        )
        for name, row in value_rows(set_id)
        if row["status"] != "open"
    }


def offences(set_id: str) -> list[str]:
    return [row["offence"] for row in shipped(set_id, "offence")]


# The copies themselves.


def test_checksums_of_the_copies_hold() -> None:
    lines = (COPIES / "SHA256SUMS").read_text().splitlines()
    listed = {name: checksum for checksum, name in (line.split("  ", 1) for line in lines)}
    assert set(listed) == {path.name for path in COPIES.glob("*.csv")}
    for name, checksum in listed.items():
        assert hashlib.sha256((COPIES / name).read_bytes()).hexdigest() == checksum, name


def test_every_copy_is_shipped_or_left_out_with_a_reason() -> None:
    assert SHIPPED_FROM.isdisjoint(NOT_SHIPPED)
    assert {path.name for path in COPIES.glob("*.csv")} == SHIPPED_FROM | set(NOT_SHIPPED)


def test_no_copied_row_rests_on_memory() -> None:
    for path in COPIES.glob("*.csv"):
        for row in table(path):
            statuses = {v for k, v in row.items() if k == "status" or k.endswith("_status")}
            assert "recalled" not in statuses, (path.name, row)
            assert not statuses or statuses & USABLE, (path.name, row)


# Shipped figures against the copies.


@pytest.mark.parametrize("set_id", HELD)
def test_every_figure_equals_its_copy_and_none_is_missing(set_id: str) -> None:
    expected = {n: f for n, f in published_figures(set_id).items() if not is_left_out(set_id, n)}
    ours = shipped_figures(set_id)
    assert sorted(ours) == sorted(expected)
    different = {name: (ours[name], f) for name, f in expected.items() if ours[name] != f}
    assert not different


@pytest.mark.parametrize(("set_id", "pattern", "reason"), LEFT_OUT)
def test_a_figure_left_out_exists_in_the_copy(set_id: str, pattern: str, reason: str) -> None:
    assert reason
    assert any(fnmatchcase(name, pattern) for name in published_figures(set_id))


def test_figures_left_out_as_repeated_are_repeated() -> None:
    figures = published_figures("other-unit-costs")
    for account in ("economic", "social"):
        repeated = figures[f"unit-value.gmca-he2-0-2.{account}"]
        assert repeated == figures[f"unit-value.gmca-he2-0-1.{account}"]


@pytest.mark.parametrize("set_id", HELD)
def test_an_open_row_is_blank_and_has_no_published_figure(set_id: str) -> None:
    published = published_figures(set_id)
    for name, row in value_rows(set_id):
        assert (row["status"] == "open") == (row["central"] == ""), name
        assert row["status"] in {"verified", "verified-secondary", "derived", "open"}, name
        assert row["status"] != "open" or name not in published, name


def test_open_rows_are_the_missing_multipliers() -> None:
    missing = {
        set_id: [n for n, r in value_rows(set_id) if r["status"] == "open"] for set_id in HELD
    }
    business = [
        row["offence"]
        for row in shipped("home-office-2026", "offence")
        if row["victim_sector"] == "business"
    ]
    assert missing == {
        "home-office-2026": [f"multiplier.{offence}" for offence in business],
        "iom-toolkit-2011": ["multiplier.homicide"],
        "green-book-2026": [],
        "hm-treasury-2026": [],
        "other-unit-costs": [],
    }
    assert len(business) == 6


@pytest.mark.parametrize("set_id", [*HELD, *OTHER_SETS])
def test_value_rows_are_laid_out_alike_and_cite_a_source_of_the_set(set_id: str) -> None:
    sources = [row["source"] for row in shipped(set_id, "source")]
    assert len(set(sources)) == len(sources)
    names = [name for name, _ in value_rows(set_id)]
    assert len(set(names)) == len(names)
    for name, row in value_rows(set_id):
        assert list(row)[-len(COMMON) :] == COMMON, name
        assert row["source"] in sources, name
        assert re.fullmatch(r"[a-z0-9.-]+", name), name
        assert not any(row[c] for c in ("distribution", "low", "high", "interval")), name
        assert row["quality"] in {"green", "amber", "red"}, name
        assert row["impact"] in {"high", "medium", "low"}, name
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["review_by"]), name
        assert row["unit"].startswith("GBP") == bool(row["price_base"]), name
        assert row["owner"], name


@pytest.mark.parametrize("set_id", [*HELD, *OTHER_SETS])
def test_sources_keep_title_licence_and_address(set_id: str) -> None:
    published = {id_of(row["source_id"]): row for row in copied("sources")}
    for row in shipped(set_id, "source"):
        for column in ("title", "authors", "published", "publisher", "licence", "url"):
            assert row[column] == published[row["source"]][column], (row["source"], column)


def test_transcribed_figures_say_so_in_every_row() -> None:
    rows = value_rows("home-office-2026")
    assert rows
    for name, row in rows:
        assert row["quality"] == "amber", name
        assert TRANSCRIBED in row["note"], name
    assert TRANSCRIBED in (SETS / "home-office-2026" / "set.yaml").read_text(encoding="utf-8")


def test_a_calendar_year_price_base_is_named_in_its_row() -> None:
    published = {id_of(row["cost_id"]): row["price_base"] for row in copied("other_unit_costs")}
    calendar = {name for name, base in published.items() if base in CALENDAR_YEARS}
    assert calendar == {"wellby", "vpf"}
    for row in shipped("other-unit-costs", "unit-value"):
        base = published[row["value"]]
        assert (f"calendar year {base}" in row["note"]) == (row["value"] in calendar), row["value"]


# Parts and wholes.


@pytest.mark.parametrize("set_id", CRIME_COSTS)
def test_unit_costs_stand_on_the_axes_of_their_set(set_id: str) -> None:
    components = {row["component"]: row for row in shipped(set_id, "cost-component")}
    costs = shipped(set_id, "unit-cost")
    assert {row["component"] for row in costs} <= set(components)
    assert {row["offence"] for row in costs} == set(offences(set_id))
    assert [row["offence"] for row in shipped(set_id, "multiplier")] == offences(set_id)
    assert len(set(offences(set_id))) == 19
    for row in components.values():
        assert (row["basis"] == "split") == (row["bearer"] == ""), row
        expected = {"police": "crime", "cjs": "proven-offence", "response": "split"}
        assert row["basis"] == expected.get(row["group"], "crime"), row


@pytest.mark.parametrize(
    ("set_id", "tolerance"), [("home-office-2026", 10), ("iom-toolkit-2011", 1)]
)
def test_shipped_parts_add_up_to_the_published_total(set_id: str, tolerance: int) -> None:
    """Each offence's parts come to the printed total within rounding: none dropped or doubled."""
    published = published_figures(set_id)
    for offence in offences(set_id):
        parts = [r["central"] for r in shipped(set_id, "unit-cost") if r["offence"] == offence]
        total = published[f"unit-cost.{offence}.total"][0]
        assert abs(sum(map(Decimal, parts)) - total) <= tolerance, offence


def test_a_parent_of_a_unit_value_exists_and_is_no_part_itself() -> None:
    rows = shipped("other-unit-costs", "unit-value")
    parents = {row["value"]: row["parent"] for row in rows}
    assert any(parents.values())
    for row in rows:
        assert row["parent"] == "" or parents[row["parent"]] == "", row["value"]
        assert row["contains_crime"] in {"yes", "no", "unknown"}, row["value"]


# Words: shares, crosswalk, codes.


def test_agency_shares_sum_to_one_and_recompute_from_the_copy() -> None:
    costs: dict[str, dict[str, Fraction]] = {}
    for row in copied("iom_toolkit_2011_unit_costs"):
        if id_of(row["component"]) in AGENCIES and row["crime_id"] != "all_crime":
            cost = Fraction(row["unit_cost_gbp"])
            costs.setdefault(id_of(row["crime_id"]), {})[id_of(row["component"])] = cost
    ours: dict[str, dict[str, Fraction]] = {}
    for row in shipped("crosswalks", "agency-share"):
        assert row["status"] == "derived"
        ours.setdefault(row["offence"], {})[row["component"]] = Fraction(row["central"])
    assert sorted(ours) == sorted(costs) == sorted(offences("iom-toolkit-2011"))
    for offence, shares in ours.items():
        assert tuple(shares) == AGENCIES
        assert abs(sum(shares.values()) - 1) < Fraction(1, 10**9), offence
        whole = sum(costs[offence].values(), Fraction(0))
        for agency, share in shares.items():
            assert abs(share - costs[offence][agency] / whole) < Fraction(1, 10**11), (
                offence,
                agency,
            )


def test_agency_share_of_a_dwelling_burglary_by_hand() -> None:
    """Police 683 of 683 + 81 + 129 + 366 + 102 = 1,361 pounds (Unit Cost Database CR8.7)."""
    (share,) = (
        row["central"]
        for row in shipped("crosswalks", "agency-share")
        if (row["offence"], row["component"]) == ("burglary-dwelling", "police")
    )
    assert round(float(share), 4) == 0.5018


def test_the_response_can_be_split_over_components_of_its_own_set() -> None:
    components = {row["component"]: row for row in shipped("home-office-2026", "cost-component")}
    for agency in AGENCIES:
        assert components[agency]["group"] == ("police" if agency == "police" else "cjs")


def test_crosswalk_joins_every_offence_to_one_that_exists() -> None:
    rows = shipped("crosswalks", "crosswalk")
    assert [row["offence"] for row in rows] == offences("home-office-2026")
    for row in rows:
        assert (row["set"], row["other_set"]) == CRIME_COSTS
        assert row["other_offence"] in offences("iom-toolkit-2011"), row
        assert row["basis"] in {"direct", "proxy"}, row


def test_offence_codes_equal_the_copy_and_point_to_offences_that_exist() -> None:
    columns = {
        "home-office-2026": "cost_category_ho2026",
        "iom-toolkit-2011": "cost_category_iom2011",
    }
    expected = {}
    for row in copied("offence_mapping"):
        for set_id, column in columns.items():
            costed = row[column] != "none"
            expected[row["ho_code"], set_id] = (
                id_of(row[column]) if costed else "",
                row["basis"] if costed else "none",
                row["offence"],
                row["offence_group"],
                row["offence_subgroup"],
                row["code_vintage"],
                id_of(row["source_id"]),
            )
    rows = shipped("offence-codes", "offence-code")
    words = ("offence", "basis", "label", "offence_group", "subgroup", "vintage", "source")
    ours = {(row["code"], row["set"]): tuple(row[word] for word in words) for row in rows}
    assert len(ours) == len(rows)
    assert ours == expected
    sources = {row["source"] for row in shipped("offence-codes", "source")}
    for row in rows:
        assert row["offence"] == "" or row["offence"] in offences(row["set"]), row
        assert row["source"] in sources, row


def test_severe_offences_are_homicide_and_the_categories_with_rape() -> None:
    severe = {
        set_id: [r["offence"] for r in shipped(set_id, "offence") if r["severe"] == "yes"]
        for set_id in CRIME_COSTS
    }
    assert severe == {
        "home-office-2026": ["homicide", "rape"],
        "iom-toolkit-2011": ["homicide", "sexual-offences"],
    }
