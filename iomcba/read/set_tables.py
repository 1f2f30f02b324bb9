"""Tables of an evidence set."""

from __future__ import annotations

from iomcba.read.columns import YES_NO, Column, TableForm, choice, key

SET_TABLES = (
    TableForm(
        "source",
        (key("source"),),
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
        (key("offence"),),
        (
            Column("label", required=True),
            choice("victim_sector", "individual", "business"),
            choice("severe", *YES_NO),
            Column("note"),
        ),
        carries_figure=False,
        prose="the offence axis of a crime-cost set",
    ),
    TableForm(
        "cost-component",
        (key("component"),),
        (
            Column("label", required=True),
            choice("group", "anticipation", "consequence", "police", "cjs", "response"),
            choice("basis", "crime", "proven-offence", "split"),
            Column("bearer", "id"),
            choice("value_class", "fiscal", "economic", "social"),
            Column("note"),
        ),
        carries_figure=False,
        prose="parts of a unit cost: what they are counted on, who bears them, what sort of value",
    ),
    TableForm(
        "unit-cost", (key("offence"), key("component")), prose="pounds per crime, by component"
    ),
    TableForm(
        "multiplier", (key("offence"),), prose="estimated crimes per recorded crime (m of F7)"
    ),
    TableForm("deflator", (key("financial_year", "year"),), prose="GDP deflator index"),
    TableForm(
        "offence-code",
        (key("code", "text"), key("set")),
        (
            Column("offence", "id"),
            Column("label"),
            Column("offence_group"),
            Column("subgroup"),
            choice("vintage", "current", "legacy"),
            choice("basis", "direct", "proxy", "none"),
            Column("source", "id"),
            Column("note"),
        ),
        carries_figure=False,
        prose="Home Office offence code to the offence axis of a crime-cost set",
    ),
    TableForm(
        "crosswalk",
        (key("set"), key("offence"), key("other_set"), key("other_offence")),
        (choice("basis", "direct", "proxy"), Column("note")),
        carries_figure=False,
        prose="offences of one set joined to those of another",
    ),
    TableForm("agency-share", (key("offence"), key("component")), prose="split of a response cost"),
    TableForm(
        "unit-value",
        (key("value"), key("account")),
        tuple(
            Column(c)
            for c in ("theme", "description", "payer", "payer_detail", "parent", "contains_crime")
        ),
        prose="unit costs of outcomes other than crime",
    ),
)
