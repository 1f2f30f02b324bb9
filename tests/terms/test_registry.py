"""Every figure is declared, every declaration is produced, and names obey the grammar."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from iomcba.pipeline.appraise import appraise
from iomcba.read.catalogue import catalogue
from iomcba.report.explain.formula_text import conditions
from iomcba.terms.findings import BusinessCase
from iomcba.terms.formula import parse, refs
from iomcba.terms.names import is_id
from iomcba.terms.registry import QUANTITIES, QUANTITY_OF, STEP_OF, STEPS, Quantity, quantity_of
from tests.strategies import copied_case, made_uncertain

FORMULA = re.compile(r"F([1-9]|1\d|2[0-2])")


@lru_cache(maxsize=1)
def case() -> BusinessCase:
    with TemporaryDirectory() as folder:
        uncertain = with_an_outcome(made_uncertain(copied_case(Path(folder))))
        return appraise(str(uncertain), None, None, lambda done, of: None, date(2026, 1, 1)).full


def with_an_outcome(case: Path) -> Path:
    """The case with one outcome other than crime: calls saved at £100 each."""
    common = (case / "parameter.csv").read_text(encoding="utf-8").splitlines()[0]
    words = "outcome,quantity,label,bearer,value_class,population,contains_crime,disjoint"
    lines = [f"option,{words},unit_value,{common.removeprefix('parameter,')}"]
    for quantity, central, unit in (
        ("impact", "2", "calls per person per year"),
        ("deadweight", "0.5", "share"),
        ("unit-value", "100", "GBP per call"),
    ):
        price_base = "2012-13" if unit.startswith("GBP") else ""
        figure = f"{central},,,,,{unit},{price_base},illustrative,invented,red,low,nobody"
        of = f"team,calls,{quantity},Calls saved,police,fiscal,engaged,no,yes,"
        lines.append(f"{of},{figure},2099-12-31,")
    (case / "outcome.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return case


def ids() -> list[str]:
    return [f"{quantity.of}.{quantity.name}" for quantity in QUANTITIES]


@pytest.mark.parametrize("quantity", QUANTITIES, ids=ids())
class TestDeclaration:
    def test_it_is_declared_once(self, quantity: Quantity) -> None:
        assert QUANTITY_OF[quantity.of, quantity.name] is quantity
        assert ids().count(f"{quantity.of}.{quantity.name}") == 1

    def test_its_name_is_an_id(self, quantity: Quantity) -> None:
        assert is_id(quantity.name)

    def test_its_parents_exist(self, quantity: Quantity) -> None:
        for parent in quantity.parents:
            assert declared(parent), parent
            assert parent != quantity.name

    def test_its_words_are_there(self, quantity: Quantity) -> None:
        assert FORMULA.fullmatch(quantity.formula)
        assert quantity.unit
        assert quantity.kind in ("observed", "derived", "modelled", "assumption", "money")
        assert quantity.prose.endswith(".")
        assert set(quantity.axes) <= {
            "year",
            "offence",
            "bearer|heading|class",
            "scenario",
            "years",
            "outcome",
        }

    def test_some_run_produces_it(self, quantity: Quantity) -> None:
        made = {quantity_of(name) for name in case().figures}
        assert quantity in made


def declared(name: str) -> list[Quantity]:
    every = {**QUANTITY_OF, **STEP_OF}
    return [every[of, name] for of in ("option", "case") if (of, name) in every]


def test_no_quantity_is_its_own_ancestor() -> None:
    done: set[str] = set()

    def ancestors(name: str, seen: tuple[str, ...] = ()) -> None:
        assert name not in seen, seen
        if name not in done:
            for quantity in declared(name):
                for parent in quantity.parents:
                    ancestors(parent, (*seen, name))
        done.add(name)

    for quantity in (*QUANTITIES, *STEPS):
        ancestors(quantity.name)


@pytest.mark.parametrize("quantity", [*QUANTITIES, *STEPS], ids=lambda q: f"{q.of}.{q.name}")
def test_its_formulas_are_formulas_over_what_is_declared(quantity: Quantity) -> None:
    """Every rule is read; each parent is declared, an assumption, a field or a fact; every
    condition has words, and the last rule always holds or how it is found is told."""
    assert quantity.rules
    for when, text in quantity.rules:
        assert conditions(when, catalogue())
        for ref in refs(parse(text)) if text else ():
            assert ref.kind or "." in ref.name or declared(ref.name), ref
        assert bool(text) or quantity.told
    assert quantity.rules[-1][0] == "" or "year" in quantity.rules[-1][0] or quantity.told
    assert not quantity.told or quantity.told.endswith(".")


def test_no_step_is_a_figure() -> None:
    assert not set(STEP_OF) & set(QUANTITY_OF)
    assert len(STEP_OF) == len(STEPS)


def test_every_figure_is_declared_and_obeys_the_grammar() -> None:
    """`option.quantity[.bearer|heading|offence][.financial-year]`, each part an id."""
    found = case()
    options = {option.id for option in found.options}
    parts = {bearer.id for bearer in found.bearers}
    parts |= {"1", "3", *found.headings, *found.value_classes, "cashable", "capacity-released"}
    parts |= {
        "cost-avoided",
        "harsh",
        "calls",
        "not-costed",
        *(offence for offence, _ in found.offences),
    }
    for name, figure in found.figures.items():
        assert figure.name == name
        owner, quantity, *rest = name.split(".")
        assert owner in options | {"case"}
        assert all(is_id(part) for part in name.split("."))
        declared = quantity_of(name)
        assert declared.of == ("case" if owner == "case" else "option")
        assert declared.name == quantity
        if rest and rest[-1] in found.years:
            assert "year" in declared.axes, name
            rest = rest[:-1]
        assert len(rest) <= 1
        if rest:
            assert set(declared.axes) - {"year"}, name
            assert rest[0] in parts, name


@pytest.mark.parametrize("name", ["team.npvs", "case.npsv", "team.cohort-size", "team"])
def test_an_undeclared_quantity_fails(name: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        quantity_of(name)


def test_the_case_refuses_an_undeclared_figure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A kernel that made up a quantity would end the appraisal, not slip into a report."""
    from iomcba.appraise import listing
    from iomcba.appraise.figures import Drawn

    real = listing.figures

    def with_invented(plan, outcomes):  # type: ignore[no-untyped-def]
        yield from real(plan, outcomes)
        yield Drawn("team.goodwill", outcomes.offences[:, 0])

    monkeypatch.setattr(listing, "figures", with_invented)
    seed = 12_345  # of its own, so that the plan compiled with the invention is nobody else's
    with pytest.raises(KeyError, match="goodwill"):
        appraise(str(copied_case(tmp_path)), None, seed, lambda done, of: None, date(2026, 1, 1))
