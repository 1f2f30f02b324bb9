"""Summary table, benefits map and register, scenarios, labels for ids, the backtest's place."""

from __future__ import annotations

import re
from dataclasses import replace

import invented_cases
import invented_partners
import pytest
from pages import ENGLISH, TEMPLATES, Page

from iomcba.report import benefits, html, labels, screen, summary_table, verdict
from iomcba.report.layout import lay_out
from iomcba.report.lookup import Lookup
from iomcba.report.views import plain
from iomcba.terms.findings import AssumptionRow, Figure, SharedCase, TableWords, Warning

GATEWAY = "rehabilitation-gateway"


def case_with(**changes):
    return replace(invented_cases.largest().case, **changes)


def tables(case):
    return {table.id: table for table in summary_table.summary(Lookup(case, ENGLISH)).tables}


def test_options_are_columns_and_the_headline_comes_first():
    found = tables(case_with())["summary-appraisal"]
    labels_of = [option.label for option in invented_cases.OPTIONS[1:]]
    assert [column.label for column in found.columns] == ["Measure", *labels_of]
    first, second, *_ = found.rows
    assert [c.figure for c in first.cells] == [f"{o.id}.npsv" for o in invented_cases.OPTIONS[1:]]
    # Gateway: central 0.31 × 3,912,345.55 = £1.21m; expected × 1.013, with its range below it.
    assert (first.cells[-1].text, second.cells[-1].text) == ("£1.2m", "£1.2m")
    assert first.cells[-1].note == "−£2.4m to £4.8m"


def test_public_services_split_into_three_classes_and_then_stand_whole():
    rows = tables(case_with())["summary-classes"].rows
    order = [row.cells[-1].figure.removeprefix(f"{GATEWAY}.") for row in rows]
    assert order == [
        *("pvb.cashable", "pvb.capacity-released", "pvb.cost-avoided"),
        *("pvb.fiscal", "pvb.economic", "pvb.social", "pvb", "transfers"),
    ]


def test_rehabilitation_and_incapacitation_stand_apart():
    rows = {r.cells[-1].figure: r for r in tables(case_with())["summary-offending"].rows}
    shown = [
        rows[f"{GATEWAY}.{name}"].cells[-1].text
        for name in ("avoided-by-rehabilitation", "avoided-by-incapacitation", "extra-custody-days")
    ]
    assert shown == ["71", "29", "815"]


def test_a_rating_has_words_a_reason_and_a_mark():
    cells = [cell for row in tables(case_with())["summary-ratings"].rows for cell in row.cells]
    assert all(cell.text and cell.note and cell.mark in summary_table.RATINGS for cell in cells)
    assert {cell.text for cell in cells} == {"No different", "Better", "Worse", "Much better"}
    style = TEMPLATES["style.css"]
    for rating in summary_table.RATINGS:
        assert re.search(rf'\.mark\.{rating}::before {{ content: "[▲▼=]', style)


def test_an_option_without_a_rating_says_so():
    missing = tuple(r for r in invented_partners.RATINGS if r.option != "virtual-team")
    lone = replace(invented_partners.RATINGS[1], objective="other", label="Other")
    found = tables(case_with(ratings=(*missing, lone)))["summary-ratings"]
    column = [c.label for c in found.columns].index("Virtual team") - 1
    assert [row.cells[column].text for row in found.rows] == ["not rated", "not rated", "Better"]


def test_scenarios_stand_under_the_case_as_it_is():
    found = tables(case_with())
    rows = found["summary-scenarios"].rows
    assert [row.head.text for row in rows] == [
        "As the case stands",
        *(scenario.label for scenario in invented_partners.SCENARIOS),
    ]
    # 0.3 × 3,912,345.55 = £1,173,704.
    assert rows[1].cells[-1].text == "£1.2m"
    changes = found["summary-changes"].rows
    assert changes[0].cells[0].text == "Effect, Rehabilitation gateway, part 2"
    assert (changes[0].cells[1].text, changes[0].cells[2].text) == ("0.81", "1,236.5")


def test_scenarios_not_evaluated_are_left_out_everywhere():
    figures = {
        name: figure
        for name, figure in invented_cases.largest().case.figures.items()
        if "npsv-under" not in name
    }
    case = case_with(figures=figures)
    assert not {"summary-scenarios", "summary-changes"} & tables(case).keys()
    text = screen.summary(SharedCase(case, "none"), ENGLISH, 80, colour=False)
    assert "differently" not in text
    assert "differently" in screen.summary(invented_cases.largest(), ENGLISH, 80, colour=False)


@pytest.mark.parametrize(
    ("steps", "words"),
    [((-0.3, -0.1), "none pays"), ((0.3, -0.1), "1 pay"), ((0.3, 0.1), "all pay")],
)
def test_the_first_page_says_how_many_scenarios_pay(steps, words):
    names = [f"{GATEWAY}.npsv-under.{s.id}" for s in invented_partners.SCENARIOS]
    changed = {n: Figure(n, v * 1e6, v * 1e6) for n, v in zip(names, steps, strict=True)}
    case = case_with(figures={**invented_cases.largest().case.figures, **changed})
    first, *lines = (plain(sentence) for sentence in verdict.scenarios(Lookup(case, ENGLISH)))
    assert first.endswith(f"under 2 scenarios, of which {words}:")
    assert lines[1] == f"{'−' if steps[1] < 0 else ''}£100k: No additional partner costs."


def test_a_hidden_scenario_stops_the_count():
    first, *_ = verdict.scenarios(Lookup(invented_cases.with_hidden().case, ENGLISH))
    assert plain(first).endswith("under 2 scenarios:")


def test_columns_of_amounts_in_the_case_s_own_tables_stand_right():
    table = TableWords(
        "own",
        "Own",
        ("Year", "Amount", "Range", "Word"),
        (("2010", "+1,204", "1,602 to 2,413", "yes"), ("2011", "−£3.2m", "–", "4%  of it")),
    )
    found = lay_out(SharedCase(case_with(tables=(table,)), "none"), ENGLISH).extras[0]
    assert [column.numeric for column in found.columns] == [False, True, True, False]


def registers(case):
    return {
        table.id: table
        for part in benefits.parts(Lookup(case, ENGLISH))
        for table in part.tables
        if table.id.endswith("register")
    }


def test_options_that_share_a_map_get_it_once_and_a_register_each():
    parts = benefits.parts(Lookup(case_with(), ENGLISH))
    assert [part.title for part in parts] == [
        "Virtual team",
        "Co-located team and Rehabilitation gateway",
    ]
    assert len(registers(case_with())) == 3
    steps = parts[1].paths[0].steps
    assert steps == (
        ("Activity", "Doing of crime"),
        ("Output", "Having of crime"),
        ("Outcome", "Changing of crime"),
        ("Benefit", "Gaining of crime"),
    )


@pytest.mark.parametrize("path", [p for p in invented_partners.paths() if p.option == GATEWAY])
def test_every_prefix_is_resolved_or_said_to_be_missing(path):
    case = case_with()
    table = registers(case)[f"benefits-{GATEWAY}--register"]
    row = next(row for row in table.rows if row.head.text == path.label)
    years = len(case.years)
    for prefix, cells in ((path.baseline, row.cells[3:6]), (path.target, row.cells[6:])):
        resolved = {
            name
            for name in case.figures
            if name == prefix
            or name[: len(prefix) + 8] in {f"{prefix}.{year}" for year in case.years}
        }
        printed = {cell.figure for cell in cells if cell.figure}
        if not prefix:
            assert {cell.text for cell in cells} == {ENGLISH.text("benefits.to-measure")}
        elif not resolved:
            assert {cell.text for cell in cells} == {ENGLISH.text("figure.not-in-run")}
        else:
            wanted = {f"{prefix}.{year}" for year in case.years} & case.figures.keys()
            wanted |= {prefix} & case.figures.keys() if len(cells) > years else set()
            assert printed == wanted
        assert all(cell.text for cell in cells)


def test_a_change_is_worded_as_less_or_more_and_an_owner_is_named_for_what_is_missing():
    """A target of £42,000 less reads so; a level is a bare figure; a blank names who measures."""
    table = registers(case_with())[f"benefits-{GATEWAY}--register"]
    rows = {row.head.text: row.cells for row in table.rows}
    assert rows["Gaining of transfers"][-1].text == "£42k less"
    assert rows["Gaining of crime"][-1].text.replace(",", "").isdigit()
    measure = rows["Gaining of transfers"][1]
    assert measure.note == "its owner measures the baseline before the start"
    assert rows["Gaining of crime"][1].note == ""


def test_a_target_of_more_that_comes_out_negative_reads_less():
    figures = dict(case_with().figures)
    figures[f"{GATEWAY}.transfers"] = Figure(f"{GATEWAY}.transfers", -3000.0)
    table = registers(case_with(figures=figures))[f"benefits-{GATEWAY}--register"]
    cells = next(row.cells for row in table.rows if row.head.text == "Gaining of transfers")
    assert cells[-1].text == "£3,000 more"


def test_a_map_is_a_list_in_reading_order():
    page = html.render(invented_cases.largest(), TEMPLATES, ENGLISH).decode()
    flow = page[page.index('<ul class="paths" aria-label="Benefits map: Virtual team"') :]
    words = ["Doing of crime", "Having of crime", "Changing of crime", "Gaining of crime"]
    places = [flow.index(word) for word in words]
    assert places == sorted(places)


def test_no_id_of_the_case_is_left_in_a_warning():
    report = lay_out(invented_cases.largest(), ENGLISH)
    text = " ".join((*report.warnings, *report.other_warnings))
    assert (
        "No multiplier is known for Rehabilitation gateway, part 1 and Theft of a vehicle" in text
    )
    assert "see cost line, Rehabilitation gateway, part 3." in text


def test_words_with_hyphens_that_are_no_ids_stay():
    book = Lookup(
        case_with(warnings=(Warning("x", "A before-after study; 2010-11 prices."),)), ENGLISH
    )
    assert labels.warnings(book, front_page=False) == ("A before-after study; 2010-11 prices.",)


def test_a_warning_that_comes_twice_is_said_once():
    twice = (Warning("x", "Same.", True), Warning("y", "Same.", True))
    assert labels.warnings(Lookup(case_with(warnings=twice), ENGLISH), front_page=True) == (
        "Same.",
    )


@pytest.mark.parametrize(
    ("timing", "words"),
    [("start-of-year", "first year in full"), ("mid-year", "middle of each year")],
)
def test_discounting_is_said_in_words_with_its_rate(timing, words):
    row = invented_cases.largest().case.assumptions[0]
    rate: AssumptionRow = replace(row, name="parameter.discount-rate", central=0.035)
    case = case_with(discounting=timing, assumptions=(rate,))
    text = labels.discounting(Lookup(case, ENGLISH))
    assert "3.5% a year" in text
    assert words in text
    page = html.render(SharedCase(case, "none"), TEMPLATES, ENGLISH).decode()
    assert timing not in page


def test_a_naive_counterfactual_does_not_claim_that_the_fall_is_taken_out():
    text = labels.method(Lookup(case_with(method="naive"), ENGLISH))
    assert "overstates every benefit" in text
    assert "taken out" not in text


def test_the_backtest_stands_with_the_counterfactual_and_its_note_leads():
    table = TableWords("backtest", "Backtest", ("Window", "Error"), (("2009-10", "4%"),), "Two.")
    gap = TableWords("closing-the-gap", "Gap", ("Cause", "£"), (("Fall", "£1m"),))
    case = case_with(tables=(gap, table, *invented_cases.largest().case.tables))
    report = lay_out(SharedCase(case, "none"), ENGLISH)
    found = next(t for t in report.counterfactual.tables if t.id == "extra-backtest")
    assert (found.caption, found.units) == ("How well this method predicted your own past", "Two.")
    assert report.published.tables[0].id == "extra-closing-the-gap"
    assert [table.id for table in report.extras] == ["extra-inconsistencies"]


def test_every_table_of_the_report_is_on_the_page_once():
    page = Page(html.render(invented_cases.largest(), TEMPLATES, ENGLISH))
    report = lay_out(invented_cases.largest(), ENGLISH)
    parts = (report.summary, report.counterfactual, report.published, report.provenance)
    wanted = [t.id for p in (*parts, *report.partners, *report.benefits) for t in p.tables]
    assert sorted(wanted) == sorted({t["id"] for t in page.tables} & set(wanted))


def test_a_hidden_class_and_a_hidden_scenario_stay_hidden():
    found = tables(invented_cases.with_hidden().case)
    cells = {c.figure: c.text for t in found.values() for r in t.rows for c in r.cells}
    for name in (f"{GATEWAY}.pvb.cashable", f"{GATEWAY}.npsv-under.no-partner-costs"):
        assert cells[name] == "hidden: fewer than 10"


def test_expected_value_falls_back_on_central_where_nothing_was_drawn():
    figure = Figure(f"{GATEWAY}.pvb.cashable", 250_000.0)
    case = case_with(figures={**invented_cases.largest().case.figures, figure.name: figure})
    assert tables(case)["summary-classes"].rows[0].cells[-1].text == "£250k"
