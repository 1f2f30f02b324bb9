"""Rows of staff, cost and risk tables → the cost lines of an option (F13, F14)."""

from __future__ import annotations

from iomcba.errors import Place, nearest
from iomcba.pipeline.resolver import Resolver
from iomcba.terms.inputs import Inputs
from iomcba.terms.money import FinancialYear
from iomcba.terms.plan import CostLine
from iomcba.terms.rows import Row

MONTHS = 12
VOLUME_OF = {
    "one-off": "one",
    "per-year": "one",
    "per-place-year": "places",
    "per-engaged-year": "engaged",
    "per-extra-custody-day": "extra-custody-days",
}


def cost_lines(
    id: str, inputs: Inputs, years: tuple[FinancialYear, ...], find: Resolver
) -> tuple[CostLine, ...]:
    """Every line of one option: staff first, then costs, then costed risks."""
    staff = [row for row in inputs.table("staff") if row.keys[0] == id]
    costs = [row for row in inputs.table("cost") if row.keys[0] == id]
    risks: dict[str, list[Row]] = {}
    for row in inputs.table("risk"):
        if row.keys[0] == id:
            risks.setdefault(row.keys[1], []).append(row)
    for rows in risks.values():
        hold_alike(rows, find)
        hold_bearer(rows[0], find)
    return (
        *(_staff_line(row, years, find) for row in staff),
        *(_cost_line(row, years, find) for row in costs),
        *(_risk_line(rows[0], years, find) for rows in risks.values()),
    )


def hold_alike(rows: list[Row], find: Resolver) -> None:
    """Rows of one thing must say the same about it: only the first is read for its words."""
    for row in rows[1:]:
        for (column, word), (_, first) in zip(row.words, rows[0].words, strict=True):
            if word != first:
                at = Place(row.place.file, row.place.line, column)
                find.problems.add(
                    at, f"is {word!r}, but {first!r} in {rows[0].place}", "Write the same in both."
                )


def hold_bearer(row: Row, find: Resolver) -> None:
    """The bearer that a row names must be one of the case."""
    bearers = [bearer.keys[0] for bearer in find.inputs.table("bearer")]
    if row.word("bearer") not in bearers:
        at = Place(row.place.file, row.place.line, "bearer")
        what = f"is {row.word('bearer')!r}, which the case does not have"
        find.problems.add(at, what, nearest(row.word("bearer"), bearers))


def optimism_name(row: Row, find: Resolver) -> str:
    """The uplift of a line's class, at the case's stage where the class has one."""
    word, stage = row.word("optimism"), find.inputs.words.stage
    staged = f"optimism-bias.{word}.{stage}"
    return find.need(staged if staged in find.inputs.rows else f"optimism-bias.{word}", row.name)


def _staff_line(row: Row, years: tuple[FinancialYear, ...], find: Resolver) -> CostLine:
    """FTE · salary · (1 + on-costs) · months / 12 · (1 + real pay growth)^y  (F13).

    A post sized by caseload takes its row's figure as a share of the posts that places require.
    """
    option, role = row.keys
    by_caseload = row.word("sized_by") == "caseload"
    if row.word("end") < row.word("start"):
        at = Place(row.place.file, row.place.line, "end")
        find.problems.add(at, f"is {row.word('end')}, before start {row.word('start')}")
    return CostLine(
        name=row.name,
        heading="staff",
        bearer=row.word("employer"),
        amount=find.need(row.name, row.name),
        factors=(find.need(f"salary.{role}", row.name),),
        in_year=tuple(_months(row.word("start"), row.word("end"), year) / MONTHS for year in years),
        funding="backfill" if row.word("post") == "seconded" else "cash",
        volume="required-posts" if by_caseload else "one",
        tiers=tiers(option, role, find) if by_caseload else (),
        growth=find.need("parameter.real-pay-growth", row.name),
        on_costs=find.need("parameter.on-cost-rate", row.name),
        vacancy=find.maybe("parameter.vacancy-rate", row.name),
        contingency=find.maybe(f"contingency.{option}.staff", row.name),
        optimism=optimism_name(row, find),
    )


def tiers(option: str, role: str, find: Resolver) -> tuple[tuple[str, str], ...]:
    """Pairs of names: a tier's share of the option's places, and a role's caseload in that tier."""
    names = [row.keys[1] for row in find.inputs.table("tier") if row.keys[0] == option]
    if not names:
        find.problems.add(
            Place(find.inputs.place.file),
            f"option {option} has no tier rows",
            "A post sized by caseload needs the share of places in each tier.",
        )
    why = f"the caseload of {role}"
    return tuple(
        (find.need(f"tier.{option}.{tier}", why), find.need(f"caseload.{role}.{tier}", why))
        for tier in names
    )


def _months(start: str, end: str, year: FinancialYear) -> int:
    """Months of a financial year from a first to a last month, both included."""

    def number(month: str) -> int:
        return int(month[:4]) * MONTHS + int(month[5:]) - 1

    april = year.start * MONTHS + 3
    return max(0, min(number(end), april + MONTHS - 1) - max(number(start), april) + 1)


def _cost_line(row: Row, years: tuple[FinancialYear, ...], find: Resolver) -> CostLine:
    option, line = row.keys
    timing, heading = row.word("timing"), row.word("heading")
    lost_vat = row.word("vat") == "irrecoverable"
    return CostLine(
        name=row.name,
        heading=heading,
        bearer=row.word("bearer"),
        amount=find.need(row.name, row.name),
        factors=(),
        in_year=_running(row, years, timing == "one-off", find),
        funding=row.word("funding"),
        volume=VOLUME_OF[timing],
        contingency=find.maybe(f"contingency.{option}.{heading}", row.name),
        optimism=optimism_name(row, find),
        life=find.maybe(f"asset-life.{option}.{line}", row.name),
        vat=find.need("parameter.vat-rate", row.name) if lost_vat else "",
    )


def _risk_line(row: Row, years: tuple[FinancialYear, ...], find: Resolver) -> CostLine:
    """Expected cost of a risk a year: probability · impact, with no uplift for the same risk."""
    option, risk, _ = row.keys
    name = f"risk.{option}.{risk}"
    return CostLine(
        name=name,
        heading=row.word("heading"),
        bearer=row.word("bearer"),
        amount=find.need(f"{name}.impact", name),
        factors=(find.need(f"{name}.probability", name),),
        in_year=_running(row, years, False, find),
        funding="cash",
    )


def _running(
    row: Row, years: tuple[FinancialYear, ...], once: bool, find: Resolver
) -> tuple[float, ...]:
    """1 in the years in which a line runs; problems where they make no sense."""
    first, last = (FinancialYear.parse(row.word(c)) for c in ("first_year", "last_year"))
    if first > last or (once and first != last):
        at = Place(row.place.file, row.place.line, "last_year")
        remedy = "A one-off has equal years; others must not end before they begin."
        find.problems.add(at, f"is {last}, but first_year is {first}", remedy)
    if first < years[0] or last > years[-1]:
        at = Place(row.place.file, row.place.line, "first_year")
        what = f"{first} to {last} leaves the appraisal years {years[0]} to {years[-1]}"
        find.problems.add(at, what)
    return tuple(float(first <= year <= last) for year in years)
