"""The page as a browser shows it: accessible at every width, usable by keyboard, and true."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import invented_cases
import pytest
from pages import ENGLISH, TEMPLATES

from iomcba.appraise.summary import central_values
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import central
from iomcba.pipeline.appraise import Appraised, appraise
from iomcba.report import html
from tests.packaging.skips import SEE

pytestmark = pytest.mark.slow
WIDTHS = (360, 768, 1280)
PAGES = ("bedfordshire", "smallest", "largest", "with_hidden")


@pytest.fixture(scope="module")
def appraised() -> Appraised:
    return appraise("bedfordshire-2011", 16_384, 1, lambda *_: None, date(2011, 1, 1))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, appraised: Appraised) -> Path:
    found = tmp_path_factory.mktemp("pages")
    for name in PAGES:
        shared = appraised.shared if name == "bedfordshire" else getattr(invented_cases, name)()
        (found / f"{name}.html").write_bytes(
            html.render(shared, TEMPLATES, ENGLISH, "1 April 2011")
        )
    return found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason=f"no playwright: {SEE}")
    path = shutil.which("chromium")
    if path is None:
        pytest.skip(f"no chromium: {SEE}")
    flags = ("disable-quic", "no-first-run", "disable-background-networking", "disable-sync")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-component-update", *(f"--{f}" for f in flags)],
        )
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Any, folder: Path) -> Iterator[Any]:
    """Open a page by name; whatever it complains of fails the test."""
    said: list[str] = []
    contexts = []

    def open_(name: str, width: int = 1280, **how: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 900}, **how)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda r: r.url.startswith("file:") or said.append(r.url))
        page.goto((folder / f"{name}.html").as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert said == []


def violations(page: Any, *rules: str) -> list[str]:
    """What axe finds; with `rules`, what those alone find."""
    import axe_playwright_python

    script = Path(axe_playwright_python.__file__).parent / "axe.min.js"
    page.evaluate(script.read_text(encoding="utf-8"))  # not a tag: the page's policy allows none
    how = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found = page.evaluate("how => axe.run(document, how)", how)
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def unfold(page: Any) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_with_everything_unfolded(opened, name, width):
    page = opened(name, width)
    unfold(page)
    assert violations(page) == []


def test_axe_finds_nothing_with_everything_folded(opened):
    assert violations(opened("bedfordshire", 768)) == []


@pytest.mark.parametrize(
    "how",
    [{}, {"contrast": "more"}, {"forced_colors": "active"}],
    ids=["dark", "dark-more", "dark-forced"],
)
def test_every_word_stands_out_in_the_dark_and_in_high_contrast(opened, how):
    page = opened("largest", 768, color_scheme="dark", **how)
    unfold(page)
    assert violations(page, "color-contrast") == []


def test_every_word_stands_out_in_high_contrast_by_day(opened):
    assert violations(opened("largest", 768, contrast="more"), "color-contrast") == []


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_never_scrolls_sideways(opened, name):
    page = opened(name, 360)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_page_says_all_it_has_to_say_without_a_script(opened):
    without = opened("bedfordshire", java_script_enabled=False)
    assert not without.locator(".trial").is_visible()
    assert without.locator(".contents a[href='#trial']").is_visible() is False
    assert without.locator("#one-page").is_visible()
    assert without.locator("#chart-net .on-page svg").is_visible()


def test_a_keyboard_reaches_points_of_a_chart_and_hears_them(opened):
    page = opened("bedfordshire")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#chart-net .on-page .point").first.focus()
    readout = page.locator("#chart-net .readout")
    first = readout.text_content()
    page.keyboard.press("ArrowDown")
    second = readout.text_content()
    assert first.startswith("Do minimum: joint list: expected")
    assert second.startswith("Virtual team: expected")
    page.keyboard.press("ArrowUp")
    assert readout.text_content() == first


def test_a_pointer_over_a_bar_is_told_what_it_shows(opened):
    page = opened("bedfordshire")
    page.locator("#chart-sides .on-page .point").first.hover()
    assert "Bedfordshire Police pays £" in page.locator("#chart-sides .readout").text_content()


def test_a_table_is_copied_whole(opened):
    page = opened("bedfordshire")
    page.locator("#front-cost").locator("xpath=../following-sibling::button").click()
    copied = page.evaluate("getSelection().toString()")
    assert "Bedfordshire Police" in copied
    assert "All payers" in copied


def test_what_the_page_works_out_is_what_the_engine_says(opened, appraised):
    """Sliders moved, the page's net value is the engine's with those assumptions, to the penny."""
    page, plan = opened("bedfordshire"), appraised.plan
    page.select_option("#trial-option", "co-located-team")

    def set_slider(name: str, value: float) -> None:
        moved = "(e, v) => { e.value = v; e.dispatchEvent(new Event('input')); }"
        page.locator(f"#trial-{name}").evaluate(moved, value)

    for slider, value in (("cut", 0.3), ("staff", 1.25), ("rate", 0.06)):
        set_slider(slider, value)
    option = next(o for o in plan.options if o.id == "co-located-team")
    tried = next(t for t in appraised.shared.case.what_if if t.option == option.id)
    place = [s.take_up for s in tried.streams].index(0.6)
    set_slider("take-up", place)
    draws = central(plan)
    assert option.effect is not None
    ratio = (1 - 0.3) ** (1 / float(draws[option.effect.dose]))
    changes = {option.effect.ratio: ratio, option.take_up: 0.6, "parameter.discount-rate": 0.06}
    changes |= {
        line.amount: 1.25 * float(draws[line.amount])
        for line in option.lines
        if line.heading == "staff"
    }
    for name, value in changes.items():
        draws = draws.with_column(name, value)
    wanted = central_values(plan, evaluate(plan, draws))["co-located-team.npsv"]
    shown = float(page.locator("#trial-npsv").get_attribute("data-value"))
    assert shown == pytest.approx(wanted, abs=0.005)
    page.locator(".trial-form button").click()
    back = float(page.locator("#trial-npsv").get_attribute("data-value"))
    now = appraised.shared.case.figures["co-located-team.npsv"].central
    assert back == pytest.approx(now, abs=0.005)


def test_the_page_is_valid_html(folder):
    html5lib = pytest.importorskip("html5lib")
    for name in PAGES:
        parser = html5lib.HTMLParser(strict=True)
        parser.parse((folder / f"{name}.html").read_bytes())
        assert parser.errors == []
