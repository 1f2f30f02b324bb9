"""The HTML report: self-contained, well-formed, silent on what is hidden, always the same."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import invented_cases
import pytest
from jinja2 import Environment, nodes
from pages import ENGLISH, TEMPLATES, Page

from iomcba.errors import TemplateFault
from iomcba.report import html
from iomcba.terms.findings import SharedCase

CASES = ("smallest", "bare_option", "largest", "no_option_pays", "with_hidden")
STAMP = "1 April 2011"


@pytest.fixture(scope="module", params=CASES)
def drawn(request):
    shared = getattr(invented_cases, request.param)()
    page = html.render(shared, TEMPLATES, ENGLISH, STAMP)
    return shared, page, Page(page)


def test_page_is_well_formed(drawn):
    _, page, found = drawn
    assert page.startswith(b"<!DOCTYPE html>")
    assert found.faults == []
    assert found.open == []


def test_ids_are_unique_and_every_reference_lands(drawn):
    _, _, found = drawn
    assert len(found.ids) == len(set(found.ids))
    wanted = {
        target
        for _, attributes in found.tags
        for key in ("aria-labelledby", "aria-describedby")
        for target in attributes.get(key, "").split()
    }
    wanted |= {
        attributes["href"][1:]
        for _, attributes in found.tags
        if attributes.get("href", "").startswith("#")
    }
    assert wanted <= set(found.ids)


def test_page_needs_no_network_and_obeys_its_own_policy(drawn):
    _, page, found = drawn
    assert {"link", "img", "iframe", "object", "embed", "base"}.isdisjoint(
        tag for tag, _ in found.tags
    )
    policy = next(
        a["content"] for _, a in found.tags if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'")
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page.decode(), re.DOTALL)
        hashed = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{hashed}'" in policy
    scripts = [a for tag, a in found.tags if tag == "script"]
    assert [a for a in scripts if a] in ([], [{"type": "application/json", "id": "trial-data"}])
    assert not any("style" in attributes for _, attributes in found.tags)
    for tag, attributes in found.tags:
        assert not any(key.startswith("on") or key == "src" for key in attributes)
        address = attributes.get("href", "#")
        assert address.startswith("#") or (tag == "a" and address.startswith("https://"))
    assert not re.search(rb"@import|url\((?!#)", page)


def test_headings_come_in_order_and_language_is_british(drawn):
    _, _, found = drawn
    assert found.headings.count(1) == 1
    steps = zip(found.headings, found.headings[1:], strict=False)
    assert all(after <= before + 1 for before, after in steps)
    assert ("html", {"lang": "en-GB"}) in found.tags


def test_tables_have_captions_scopes_and_whole_rows(drawn):
    shared, _, found = drawn
    assert found.tables or not shared.case.figures
    for table in found.tables:
        head, *body = table["rows"]
        assert table["caption"]
        assert all(cell == ("th", "col") for cell in head)
        for row in body:
            assert row[0] == ("th", "row")
            assert len(row) == len(head)


def test_tables_that_become_cards_keep_their_roles_and_name_each_cell(drawn):
    """A phone shows rows as cards; what a screen reader hears stays a table."""
    shared, page, found = drawn
    assert not re.search(rb"&#34;|&quot;(?=[^<]*>)", page)
    kinds = ("table", "rowgroup", "row", "columnheader", "rowheader", "cell")
    roles = [
        a["role"] for tag, a in found.tags if tag in {"table", "thead", "tr", "td"} and "role" in a
    ]
    assert set(roles) <= set(kinds)
    cells = [a for tag, a in found.tags if tag == "td" and a.get("role") == "cell"]
    assert all(attributes["data-label"] for attributes in cells)
    assert cells or not shared.case.figures


def test_every_printed_figure_is_in_the_case(drawn):
    shared, _, found = drawn
    assert {name for name, _ in found.printed} <= set(shared.case.figures)


def test_charts_have_a_title_and_a_description(drawn):
    _, page, found = drawn
    charts = [attributes for tag, attributes in found.tags if tag == "svg"]
    assert all(chart["role"] == "group" and "aria-labelledby" in chart for chart in charts)
    points = [a for tag, a in found.tags if tag == "g" and a.get("class") == "point"]
    assert all(point["role"] == "img" and point["aria-label"] for point in points)
    assert page.count(b"<desc id=") == len(charts)


def test_largest_case_prints_each_figure_of_the_preferred_option_by_name():
    shared = invented_cases.largest()
    found = Page(html.render(shared, TEMPLATES, ENGLISH))
    printed = {name for name, _ in found.printed}
    own = {name for name in shared.case.figures if name.startswith("rehabilitation-gateway.")}
    # Cash over all years by agency stands on the first page; every other figure has its table.
    assert own - printed == set()
    assert {tag for tag, _ in found.tags} >= {"svg", "details", "nav"}


def test_central_is_exact_and_expected_is_rounded_by_its_error():
    # pvc: central 3,912,345.55; mean 3,963,206.04 with standard error 2,347.42.
    found = Page(html.render(invented_cases.largest(), TEMPLATES, ENGLISH))
    texts = {text for name, text in found.printed if name == "rehabilitation-gateway.pvc"}
    assert {"£3,912,345.55", "£3,960,000", "£2,400", "£4.0m"} <= texts


def test_hidden_figures_are_never_printed():
    shared = invented_cases.with_hidden()
    found = Page(html.render(shared, TEMPLATES, ENGLISH))
    hidden = {name for name, figure in shared.case.figures.items() if figure.hidden}
    texts = {name: text for name, text in found.printed if name in hidden}
    assert set(texts) == hidden
    assert all(
        text.strip("()") == "hidden: fewer than 10"
        for name, text in found.printed
        if name in hidden
    )
    assert not any(form in found.text for form in invented_cases.SECRET_FORMS)


def test_a_hidden_figure_moves_no_drawing():
    """Whatever value is left inside a hidden figure, the page has the same bytes."""
    shared = invented_cases.with_hidden()
    emptied = {
        name: replace(
            figure, central=None, mean=None, se=None, interval=None, interval_expected=None
        )
        if figure.hidden
        else figure
        for name, figure in shared.case.figures.items()
    }
    other = SharedCase(replace(shared.case, figures=emptied), shared.policy, shared.hidden)
    assert html.render(other, TEMPLATES, ENGLISH) == html.render(shared, TEMPLATES, ENGLISH)


def test_words_of_users_are_escaped_everywhere():
    case = invented_cases.largest().case
    sharp = "<script>alert(1)</script> & $x$"
    options = (*case.options[:-1], replace(case.options[-1], label=sharp, summary=sharp))
    bearers = (replace(case.bearers[0], label=sharp), *case.bearers[1:])
    changed = replace(case, title=sharp, decision=sharp, options=options, bearers=bearers)
    page = html.render(SharedCase(changed, "none"), TEMPLATES, ENGLISH)
    found = Page(page)
    assert found.faults == []
    assert b"<script>alert" not in page
    assert page.count(b"<script") == page.count(b"</script>") == 2  # its own, and what to try
    assert "<script>alert(1)</script> & $x$" in found.text


def test_an_unknown_name_in_a_template_is_an_error():
    broken = {**TEMPLATES, "one_page.html.j2": "\n\n{{ report.front.nothing }}"}
    with pytest.raises(TemplateFault, match="nothing") as raised:
        html.render(invented_cases.smallest(), broken, ENGLISH)
    assert (raised.value.file, raised.value.line) == ("one_page.html.j2", 3)


def test_a_template_cannot_leave_its_sandbox():
    sly = {**TEMPLATES, "one_page.html.j2": "{{ report.title.__class__.__mro__ }}"}
    with pytest.raises(TemplateFault, match="unsafe"):
        html.render(invented_cases.smallest(), sly, ENGLISH)


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name.endswith(".j2")])
def test_templates_do_not_count(name):
    tree = Environment().parse(TEMPLATES[name])
    counting = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
    assert not list(tree.find_all(counting))
    used = {node.name for node in tree.find_all(nodes.Filter)}
    assert used.isdisjoint({"round", "sum", "float", "int", "format", "safe"})


def test_same_input_gives_same_bytes_in_another_process():
    script = (
        "import sys, invented_cases, pages; from iomcba.report import html;"
        "given = (invented_cases.largest(), pages.TEMPLATES, pages.ENGLISH, 'x');"
        "sys.stdout.buffer.write(html.render(*given))"
    )
    folder = Path(__file__).parent
    path = os.pathsep.join([str(folder), str(folder.parents[1])])
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "7"}
    other = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, env=environment
    )
    assert other.stdout == html.render(invented_cases.largest(), TEMPLATES, ENGLISH, "x")


def test_stamp_is_printed_only_when_given():
    shared = invented_cases.smallest()
    assert STAMP.encode() in html.render(shared, TEMPLATES, ENGLISH, STAMP)
    assert STAMP.encode() not in html.render(shared, TEMPLATES, ENGLISH)
