"""Every table a case or an evidence set may hold, declared once: columns, kinds, allowed words.

Reader, messages and the table of tables in the manual derive from these declarations.
"""

from __future__ import annotations

from dataclasses import dataclass

from iomcba.terms.rows import IMPACTS, QUALITIES, STATUSES
from iomcba.terms.uncertainty import FAMILIES, INTERVALS


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, kind (id, text, year, date, month, number, choice) and allowed words."""

    name: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    required: bool = False
    prose: str = ""


@dataclass(frozen=True, slots=True)
class TableForm:
    """A table: its key columns (they make the name), its attributes, if rows carry a figure."""

    name: str
    keys: tuple[Column, ...]
    attributes: tuple[Column, ...] = ()
    carries_figure: bool = True
    prose: str = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns in file order."""
        return (*self.keys, *self.attributes, *(COMMON if self.carries_figure else ()))


COMMON = (
    Column(
        "central",
        "number",
        prose="the figure; of a distribution its median, mean or mode (METHOD F18)",
    ),
    Column("distribution", "choice", FAMILIES, prose="blank for a certain figure"),
    Column("low", "number"),
    Column("high", "number"),
    Column("interval", "choice", tuple(INTERVALS), prose="what low and high mean"),
    Column("unit", required=True, prose="`GBP per crime`, `share`, `ratio`, `people` …"),
    Column("price_base", "year", prose="financial year of the pounds; blank where it is not money"),
    Column("status", "choice", STATUSES, required=True, prose="how the figure is known"),
    Column("source", "id", required=True, prose="a source id of source.csv"),
    Column("quality", "choice", QUALITIES, required=True, prose="rating of the evidence"),
    Column("impact", "choice", IMPACTS, required=True, prose="how much hangs on it"),
    Column("owner", required=True, prose="who answers for it"),
    Column("review_by", "date", required=True),
    Column("note"),
)

YES_NO = ("yes", "no")


def _key(name: str, kind: str = "id", required: bool = True) -> Column:
    return Column(name, kind, required=required)


def _choice(name: str, *choices: str, required: bool = True) -> Column:
    return Column(name, "choice", choices, required)


FORMS = (
    TableForm(
        "source",
        (_key("source"),),
        tuple(
            Column(c)
            for c in (
                "title",
                "authors",
                "published",
                "publisher",
                "table",
                "licence",
                "url",
                "read_through",
            )
        ),
        carries_figure=False,
        prose="where figures come from; cited by id",
    ),
    TableForm(
        "offence",
        (_key("offence"),),
        (
            Column("label", required=True),
            _choice("victim_sector", "individual", "business"),
            _choice("severe", *YES_NO),
            Column("note"),
        ),
        carries_figure=False,
        prose="the offence axis of a crime-cost set",
    ),
    TableForm(
        "cost-component",
        (_key("component"),),
        (
            Column("label", required=True),
            _choice("group", "anticipation", "consequence", "police", "cjs", "response"),
            _choice("basis", "crime", "proven-offence", "split"),
            Column("bearer", "id"),
            _choice("value_class", "fiscal", "economic", "social"),
            Column("note"),
        ),
        carries_figure=False,
        prose="parts of a unit cost: what they are counted on, who bears them, what sort of value",
    ),
    TableForm(
        "unit-cost", (_key("offence"), _key("component")), prose="pounds per crime, by component"
    ),
    TableForm(
        "multiplier", (_key("offence"),), prose="estimated crimes per recorded crime (m of F7)"
    ),
    TableForm("deflator", (_key("financial_year", "year"),), prose="GDP deflator index"),
    TableForm("parameter", (_key("parameter"),), prose="single figures of a case or set"),
    TableForm(
        "offence-code",
        (_key("code", "text"), _key("set")),
        (
            Column("offence", "id"),
            Column("label"),
            Column("offence_group"),
            Column("subgroup"),
            _choice("vintage", "current", "legacy"),
            _choice("basis", "direct", "proxy", "none"),
            Column("source", "id"),
            Column("note"),
        ),
        carries_figure=False,
        prose="Home Office offence code to the offence axis of a crime-cost set",
    ),
    TableForm(
        "crosswalk",
        (_key("set"), _key("offence"), _key("other_set"), _key("other_offence")),
        (_choice("basis", "direct", "proxy"), Column("note")),
        carries_figure=False,
        prose="offences of one set joined to those of another",
    ),
    TableForm(
        "agency-share", (_key("offence"), _key("component")), prose="split of a response cost"
    ),
    TableForm(
        "unit-value",
        (_key("value"), _key("account")),
        tuple(
            Column(c)
            for c in ("theme", "description", "payer", "payer_detail", "parent", "contains_crime")
        ),
        prose="unit costs of outcomes other than crime",
    ),
    TableForm(
        "bearer",
        (_key("bearer"),),
        (
            Column("label", required=True),
            _choice("public", *YES_NO),
            _choice("cash_budget", *YES_NO),
            Column("note"),
        ),
        carries_figure=False,
        prose="who bears costs and gains benefits",
    ),
    TableForm(
        "salary", (_key("role"),), prose="pounds a year for a full-time post, before on-costs"
    ),
    TableForm(
        "staff",
        (_key("option"), _key("role")),
        (
            Column("employer", "id", required=True),
            _choice("post", "funded", "seconded"),
            Column("start", "month", required=True),
            Column("end", "month", required=True),
            Column("optimism", "id", required=True),
        ),
        prose="full-time equivalents by option and role; start and end months inclusive",
    ),
    TableForm(
        "cost",
        (_key("option"), _key("line")),
        (
            Column("label", required=True),
            _choice("heading", "capital", "operating", "partner"),
            Column("bearer", "id", required=True),
            _choice("timing", "one-off", "per-year", "per-engaged-year"),
            Column("first_year", "year", required=True),
            Column("last_year", "year", required=True),
            _choice("funding", "cash", "opportunity"),
            Column("optimism", "id", required=True),
        ),
        prose="cost lines by option, additional to business as usual",
    ),
    TableForm("optimism-bias", (_key("class"),), prose="uplift on the cost lines of a class (F14)"),
    TableForm(
        "engagement",
        (_key("option"), _key("quantity"), _key("financial_year", "year", required=False)),
        prose="places, take-up, retention, ramp, dose, relative engagement, displacement by option",
    ),
    TableForm(
        "effect",
        (_key("effect"),),
        (
            Column("label", required=True),
            _choice("measure", "count", "prevalence"),
            _choice("population", "all-assigned", "engaged"),
            _choice("denominator", "calendar", "free-time"),
            Column("follow_up_months", "number", required=True),
            _choice("design", "randomised", "matched", "before-after", "judgement"),
        ),
        prose="rate ratios with their estimand (F10)",
    ),
    TableForm(
        "counterfactual",
        (_key("quantity"), _key("financial_year", "year", required=False)),
        prose="assumptions of the counterfactual method",
    ),
    TableForm("recorded-crime", (_key("offence"),), prose="the area's recorded crimes a year"),
    TableForm(
        "recipe",
        (_key("parameter"),),
        (Column("label"),),
        prose="how a synthetic cohort is made",
    ),
    TableForm(
        "recipe-mix",
        (_key("group"), _key("offence")),
        (Column("code", required=True), Column("joint"), Column("label")),
        prose="offence codes of a synthetic cohort",
    ),
    TableForm(
        "recipe-need", (_key("group"), _key("need")), prose="needs in a synthetic cohort"
    ),
    TableForm(
        "published",
        (_key("figure"),),
        (Column("label", required=True), Column("ours"), Column("why", required=True)),
        prose="published figures beside ours",
    ),
)

FORM_OF = {form.name: form for form in FORMS}
