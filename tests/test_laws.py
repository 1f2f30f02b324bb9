"""Laws that any case obeys, whatever its numbers: signs, sums, linearity, streams, order, bits."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from datetime import date
from math import isclose
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import brentq

from iomcba.appraise.figures import figures
from iomcba.keep.folders import write_folder
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import central, draw
from iomcba.pipeline.appraise import Appraised, appraise, keep
from iomcba.terms.plan import HEADINGS, VALUE_CLASSES, Plan
from iomcba.terms.uncertainty import Distribution, fit, point
from tests.strategies import (
    BEARERS,
    CASH_BEARERS,
    LINES,
    OFFENCES,
    YEARS,
    at_means,
    certain,
    copied_case,
    drawn_figures,
    expected_figures,
    factors,
    made_uncertain,
    option,
    option_quantities,
    scaled_costs,
    scaled_unit_costs,
    seeds,
    set_cells,
    small_plan,
    with_quantities,
)

TODAY = date(2026, 1, 1)
COST_OF_TEAM = ("cost", "pvc", "cumulative-cost", "cash-cost")
BENEFITS = ("pvb", "benefit", "pvb-crime", "proven-offences-avoided", "crimes-avoided")


def begin(name: str, *quantities: str) -> bool:
    """Whether a figure of the team belongs to one of these quantities."""
    return any(name == f"team.{q}" or name.startswith(f"team.{q}.") for q in quantities)


def near(found: float | None, expected: float | None) -> bool:
    """Equal but for the order of adding up."""
    if found is None or expected is None:
        return found is expected
    return isclose(found, expected, rel_tol=1e-11, abs_tol=1e-9)


def run(case: Path, seed: int | None = None) -> Appraised:
    return appraise(str(case), None, seed, lambda done, of: None, TODAY)


class TestEffect:
    """Benefit follows the effect through nought and beyond: nothing is clipped."""

    @given(seeds)
    def test_no_effect_has_exactly_no_benefit(self, seed: int) -> None:
        plan = with_quantities(small_plan(seed=seed), effect_some=point(1.0))
        for name, figure in drawn_figures(plan).items():
            if begin(name, *BENEFITS, "effect", "cash-saving", "cumulative-benefit"):
                assert (figure.expected == 0).all(), name
                assert figure.headline is None or (figure.headline == 0).all(), name

    @given(seeds)
    def test_no_dose_has_exactly_no_benefit(self, seed: int) -> None:
        plan = with_quantities(small_plan(seed=seed), engagement_team_dose=point(0.0))
        assert (expected_figures(plan)["team.pvb"] == 0).all()

    @given(st.floats(1.001, 3.0))
    def test_a_harmful_effect_has_a_negative_benefit(self, ratio: float) -> None:
        found = expected_figures(with_quantities(small_plan(), effect_some=point(ratio)))
        for name, values in found.items():
            if begin(name, "pvb", "benefit", "proven-offences-avoided", "crimes-avoided"):
                assert (values <= 0).all(), name
        assert (found["team.pvb"] < 0).all()
        assert (found["team.npsv"] < -found["team.pvc"]).all()

    def test_harm_in_a_draw_is_not_clipped(self) -> None:
        """Draws of a rate ratio around 1 harm about half the time, and the mean is what is left."""
        ratio = fit("lognormal", 1.0, 0.8, 1.25, "95%")
        plan = with_quantities(small_plan(), effect_some=ratio, engagement_team_dose=point(1.0))
        found = expected_figures(plan)
        assert 0.4 < (found["team.pvb"] < 0).mean() < 0.6
        assert_allclose(np.sign(found["team.pvb"]), np.sign(found["team.effect"]))

    @given(st.floats(0.0, 0.9))
    def test_displacement_takes_its_share(self, displaced: float) -> None:
        none = with_quantities(small_plan(), engagement_team_displacement=point(0.0))
        some = with_quantities(small_plan(), engagement_team_displacement=point(displaced))
        assert_allclose(
            expected_figures(some)["team.pvb"],
            (1 - displaced) * expected_figures(none)["team.pvb"],
            rtol=1e-12,
        )


class TestLinearity:
    @given(factors, seeds)
    def test_costs_times_a_factor(self, factor: float, seed: int) -> None:
        plan = small_plan(seed=seed)
        before, after = expected_figures(plan), expected_figures(scaled_costs(plan, factor))
        for name, values in before.items():
            scale = factor if begin(name, *COST_OF_TEAM) else 1.0
            if begin(name, *COST_OF_TEAM, "pvb", "benefit", "cash-saving"):
                assert_allclose(after[name], scale * values, rtol=1e-9, err_msg=name)

    def test_costs_times_ten(self) -> None:
        plan = small_plan()
        ten = expected_figures(scaled_costs(plan, 10.0))
        assert_allclose(ten["team.pvc"], 10 * expected_figures(plan)["team.pvc"], rtol=1e-12)

    @given(factors, seeds)
    def test_unit_costs_times_a_factor(self, factor: float, seed: int) -> None:
        plan = small_plan(seed=seed)
        before, after = expected_figures(plan), expected_figures(scaled_unit_costs(plan, factor))
        money = ("pvb", "benefit", "cash-saving", "value-reached", "cumulative-benefit")
        for name, values in before.items():
            if begin(name, *money) or "value" in name or name == "case.cost-per-crime":
                assert_allclose(after[name], factor * values, rtol=1e-9, err_msg=name)
            elif begin(name, "pvc", "cost", "proven-offences-avoided", "crimes-avoided"):
                assert_array_equal(after[name], values, err_msg=name)

    @given(factors)
    def test_more_offences_more_benefit(self, factor: float) -> None:
        plan = small_plan()
        fitted = plan.counterfactual
        more = replace(fitted, mean=factor * fitted.mean, covariance=factor**2 * fitted.covariance)
        assert_allclose(
            expected_figures(replace(plan, counterfactual=more))["team.pvb"],
            factor * expected_figures(plan)["team.pvb"],
            rtol=1e-9,
        )


class TestSums:
    """Parts add up to their totals in every draw, to rounding."""

    FOUND = staticmethod(lambda: expected_figures(small_plan()))

    @pytest.mark.parametrize(
        ("total", "parts"),
        [
            ("team.pvc", BEARERS),
            ("team.pvc", HEADINGS),
            ("team.pvb", BEARERS),
            ("team.pvb", VALUE_CLASSES),
            ("team.pvb.fiscal", ("cashable", "capacity-released", "cost-avoided")),
            ("team.cash-cost", CASH_BEARERS),
            ("team.cash-saving", CASH_BEARERS),
            ("team.net-budget", CASH_BEARERS),
            ("team.cash-cost", YEARS),
            ("team.cash-saving", YEARS),
            ("team.net-budget", YEARS),
            ("team.proven-offences-avoided", YEARS),
            ("team.crimes-avoided", OFFENCES),
            ("case.counterfactual-crimes", OFFENCES),
            ("case.counterfactual-offences", YEARS),
        ],
    )
    def test_parts_of_a_total(self, total: str, parts: tuple[str, ...]) -> None:
        found = self.FOUND()
        whole = total.removesuffix(".fiscal") if total == "team.pvb.fiscal" else total
        summed = np.sum([found[f"{whole}.{part}"] for part in parts], axis=0)
        assert np.abs(found[total]).min() > 0
        assert_allclose(summed, found[total], rtol=1e-10, atol=1e-8)

    @pytest.mark.parametrize("year", YEARS)
    @pytest.mark.parametrize(
        ("total", "parts"),
        [
            ("team.cost", BEARERS),
            ("team.cost", HEADINGS),
            ("team.benefit", BEARERS),
            ("team.benefit", VALUE_CLASSES),
        ],
    )
    def test_parts_of_a_year(self, total: str, parts: tuple[str, ...], year: str) -> None:
        found = self.FOUND()
        summed = np.sum([found[f"{total}.{part}.{year}"] for part in parts], axis=0)
        assert_allclose(summed, found[f"{total}.{year}"], rtol=1e-10, atol=1e-8)

    @pytest.mark.parametrize("timing", [0.0, 0.5, 1.0])
    def test_present_values_are_discounted_years(self, timing: float) -> None:
        plan = small_plan(discount_timing=timing)
        found = expected_figures(plan)
        v = [1.035 ** -(y + timing) for y in range(3)]
        for yearly, present in (("cost", "pvc"), ("benefit", "pvb"), ("net", "npsv")):
            summed = sum(v[y] * found[f"team.{yearly}.{year}"] for y, year in enumerate(YEARS))
            assert_allclose(summed, found[f"team.{present}"], rtol=1e-10, atol=1e-6)
        assert_allclose(found["team.cumulative-net.2014-15"], found["team.npsv"], rtol=1e-12)

    def test_net_is_benefit_less_cost_in_every_view(self) -> None:
        found = drawn_figures(small_plan())
        for view in ("expected", "headline"):
            npsv, pvb, pvc = (getattr(found[f"team.{q}"], view) for q in ("npsv", "pvb", "pvc"))
            assert_allclose(npsv, pvb - pvc, rtol=1e-10, atol=1e-6)

    def test_business_as_usual_is_nought(self) -> None:
        """All but the level of offences, which is that of the counterfactual."""
        found = self.FOUND()
        for name, values in found.items():
            if name.startswith("as-now.proven-offences") and "avoided" not in name:
                whole = name.replace("as-now.proven", "case.counterfactual")
                assert_array_equal(values, found[whole], err_msg=name)
            elif name.startswith("as-now."):
                assert (values == 0).all(), name


class TestStreams:
    """Adding an option or an assumption moves no other figure, to the last bit."""

    @given(seeds)
    def test_adding_an_option(self, seed: int) -> None:
        plan = small_plan(seed=seed)
        more = replace(
            plan,
            options=(*plan.options, option("site", (LINES[1],))),
            quantities={**plan.quantities, **option_quantities("site")},
        )
        before, after = drawn_figures(plan), drawn_figures(more)
        for name, figure in before.items():
            assert_array_equal(after[name].expected, figure.expected, err_msg=name)
            if figure.headline is not None:
                assert_array_equal(after[name].headline, figure.headline, err_msg=name)
        assert any(name.startswith("site.") for name in after)

    @given(seeds)
    def test_the_order_of_options_does_not_matter(self, seed: int) -> None:
        plan = small_plan(seed=seed)
        turned = replace(plan, options=plan.options[::-1])
        before, after = expected_figures(plan), expected_figures(turned)
        for name, values in before.items():
            assert_array_equal(after[name], values, err_msg=name)

    @given(seeds)
    def test_making_a_row_uncertain_moves_only_what_hangs_on_it(self, seed: int) -> None:
        plan = small_plan(seed=seed)
        moved = with_quantities(plan, cost_team_rent=fit("gamma", 9e3, 7e3, 11.2e3, "p10-p90"))
        before, after = expected_figures(plan), expected_figures(moved)
        changed = {n for n, values in before.items() if (after[n] != values).any()}
        assert "team.pvc.operating" in changed
        assert "team.npsv" in changed
        assert not [n for n in changed if n.startswith("case.")]
        assert not [n for n in changed if begin(n, "pvb", "benefit", "pvc.staff", "cash-cost")]

    @pytest.mark.parametrize(
        ("name", "row"),
        [
            ("effect.some", fit("lognormal", 0.7, 0.6, 0.82, "95%")),
            ("cost.team.site", fit("uniform", 1e5, 5e4, 15e4, "min-max")),
            ("parameter.discount-rate", fit("uniform", 0.035, 0.02, 0.05, "min-max")),
            ("parameter.unit-cost-uncertainty", point(1.0)),
        ],
    )
    def test_replacing_a_row_needs_no_new_draw(self, name: str, row: Distribution) -> None:
        """One column replaced gives what a fresh draw of the changed plan gives, bit for bit."""
        plan = small_plan()
        changed = plan.with_quantity(name, row)
        column = draw(changed, 3)[name]
        patched = evaluate(changed, draw(plan, 3).with_column(name, column))
        fresh = evaluate(changed, draw(changed, 3))
        before = evaluate(plan, draw(plan, 3))
        one, two, old = (list(figures(changed, o)) for o in (patched, fresh, before))
        for found, wanted in zip(one, two, strict=True):
            assert found.name == wanted.name
            assert_array_equal(found.expected, wanted.expected, err_msg=wanted.name)
            if wanted.headline is not None:
                assert_array_equal(found.headline, wanted.headline, err_msg=wanted.name)
        assert any(
            not np.array_equal(a.expected, b.expected) for a, b in zip(one, old, strict=True)
        )


class TestCertainty:
    """A quantity alone may be uncertain, whatever it is: the axes fit."""

    @pytest.mark.parametrize("name", sorted(small_plan().quantities))
    def test_any_quantity_alone_may_be_uncertain(self, name: str) -> None:
        still = certain(small_plan())
        mean = still.quantities[name].mean
        width = 0.2 * abs(mean) or 0.1
        loose = fit("uniform", mean, mean - width, mean + width, "min-max")
        found = expected_figures(still.with_quantity(name, loose))
        exact = at_means(still)
        assert all(np.isfinite(values).all() for values in found.values())
        untouched = [n for n in exact if np.ptp(found[n]) == 0]
        for figure in untouched:
            assert_allclose(found[figure], exact[figure], rtol=1e-12, atol=1e-9)
        if "list" not in name and name not in ("parameter.cashable-share",):
            assert len(untouched) < len(exact)

    @given(seeds)
    def test_a_certain_plan_is_its_central_case(self, seed: int) -> None:
        plan = certain(small_plan(seed=seed))
        exact, found = at_means(plan), expected_figures(plan)
        for name, values in found.items():
            assert_allclose(values, exact[name], rtol=1e-12, atol=1e-9, err_msg=name)


def test_break_even_breaks_even() -> None:
    """Put the break-even cut back in, at central values: the NPSV is nought."""
    plan = certain(small_plan())
    plan = with_quantities(
        plan, engagement_team_dose=point(1.0), engagement_team_displacement=point(0.0)
    )
    found = at_means(plan)
    cut = found["team.pvc"] / found["team.value-reached"]
    back = at_means(with_quantities(plan, effect_some=point(1 - cut)))
    assert abs(back["team.npsv"]) < 1e-9 * found["team.pvc"]
    solved = brentq(
        lambda c: at_means(with_quantities(plan, effect_some=point(1 - c)))["team.npsv"], -1, 1
    )
    assert solved == pytest.approx(cut, rel=1e-9)


def test_a_name_that_no_quantity_has_fails() -> None:
    plan = small_plan()
    without = {n: d for n, d in plan.quantities.items() if n != "multiplier.wounding"}
    with pytest.raises(KeyError, match=r"multiplier\.wounding"):
        evaluate(plan, draw(replace(plan, quantities=without), 0))
    with pytest.raises(KeyError):
        plan.with_quantity("multiplier.arson", point(1.0))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_uncertain(copied_case(tmp_path_factory.mktemp("laws")))


class TestCase:
    """The same laws through files, on an uncertain copy of the hand-worked case."""

    def test_shuffled_rows_give_equal_results(self, case: Path, tmp_path: Path) -> None:
        """Every table's rows in another order: the same figures but for the order of adding up."""
        other = made_uncertain(copied_case(tmp_path))
        order = random.Random(5)
        shuffled = 0
        for table in sorted(other.parents[1].rglob("*.csv")):
            header, *lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
            order.shuffle(lines)
            table.write_text(header + "".join(lines), encoding="utf-8")
            shuffled += len(lines) > 1
        assert shuffled > 15
        found, expected = run(other).full.figures, run(case).full.figures
        assert set(found) == set(expected)
        for name, figure in expected.items():
            assert near(found[name].central, figure.central), name
            assert near(found[name].mean, figure.mean), name

    def test_the_same_seed_gives_the_same_bytes(self, case: Path, tmp_path: Path) -> None:
        for folder in ("one", "two"):
            keep(run(case, 0), tmp_path / folder, force=False)
        names = sorted(
            p.relative_to(tmp_path / "one") for p in (tmp_path / "one").rglob("*") if p.is_file()
        )
        assert Path("results.json") in names
        for name in names:
            if name.name != "manifest.json":  # clock, host and folder stand there alone
                one, two = ((tmp_path / f / name).read_bytes() for f in ("one", "two"))
                assert one == two, name

    def test_another_seed_differs_and_nought_is_a_seed(self, case: Path) -> None:
        def npsv(seed: int | None) -> float:
            mean = run(case, seed).full.figure("team.npsv").mean
            assert mean is not None
            return mean

        # the case's own seed is 0, so that 0 asked for is the same and no default creeps in
        assert npsv(0) == npsv(None)
        assert len({npsv(0), npsv(1), npsv(2011)}) == 3

    def test_an_option_more_moves_no_figure(self, case: Path, tmp_path: Path) -> None:
        """A second team, in every table, read last: all other figures stay to the last bit."""
        more = made_uncertain(copied_case(tmp_path))
        for name in ("staff", "cost", "engagement"):
            table = more / f"{name}.csv"
            header, *lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
            again = [line.replace("team,", "other,", 1) for line in lines]
            table.write_text(header + "".join([*lines, *again]), encoding="utf-8")
        team = (more / "options" / "team.yaml").read_text(encoding="utf-8")
        (more / "options" / "other.yaml").write_text(
            team.replace("id: team", "id: other"), encoding="utf-8"
        )
        words = (more / "case.yaml").read_text(encoding="utf-8")
        (more / "case.yaml").write_text(words.replace("  - team\n", "  - team\n  - other\n"))
        found, expected = run(more).full.figures, run(case).full.figures
        assert "other.npsv" in found
        for name, figure in expected.items():
            if not name.endswith("p-best"):  # a second winner shares the chance
                assert found[name] == figure, name

    def test_an_unused_assumption_moves_no_figure(self, case: Path, tmp_path: Path) -> None:
        more = made_uncertain(copied_case(tmp_path))
        table = more / "effect.csv"
        rows = list(csv.reader(table.read_text(encoding="utf-8").splitlines()))
        extra = ["an-other", *rows[1][1:]]
        text = "".join(",".join(row) + "\n" for row in [rows[0], extra, *rows[1:]])
        table.write_text(text, encoding="utf-8")
        assert run(more).full.figures == run(case).full.figures

    def test_a_missing_row_is_refused(self, tmp_path: Path) -> None:
        case = copied_case(tmp_path)
        table = case / "optimism-bias.csv"
        lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
        table.write_text("".join(line for line in lines if not line.startswith("partner")))
        with pytest.raises(Exception, match=r"optimism-bias\.partner|'partner'"):
            run(case)

    def test_a_run_folder_is_not_overwritten(self, tmp_path: Path) -> None:
        write_folder(tmp_path / "run", {"manifest.json": b"{}"}, force=False)
        with pytest.raises(Exception, match="exists already"):
            write_folder(tmp_path / "run", {"manifest.json": b"{}"}, force=False)

    def test_a_dearer_fitting_out_costs_what_it_costs(self, tmp_path: Path) -> None:
        """1,000 pounds of 2010-11 more: × 1.25 × 1.24 in year 0, ÷ 1.02 = 1,519.61 of PVC."""
        case = copied_case(tmp_path)
        before = run(case).full.figure("team.pvc").central
        set_cells(case / "cost.csv", "team,fit-out,", central="9000")
        after = run(case).full.figure("team.pvc").central
        assert before is not None
        assert after == pytest.approx(before + 1000 * 1.25 * 1.24 / 1.02, abs=0.005)


def test_the_central_case_is_no_draw() -> None:
    plan: Plan = small_plan()
    assert central(plan).size == 1
    assert at_means(plan) == at_means(replace(plan, seed=99))
