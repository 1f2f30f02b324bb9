"""Tables of a synthetic cohort's recipe."""

from __future__ import annotations

from iomcba.read.columns import Column, TableForm, key

COHORT_TABLES = (
    TableForm(
        "recipe",
        (key("parameter"),),
        (Column("label"),),
        prose="how a synthetic cohort is made",
    ),
    TableForm(
        "recipe-mix",
        (key("group"), key("offence")),
        (Column("code", required=True), Column("joint"), Column("label")),
        prose="offence codes of a synthetic cohort",
    ),
    TableForm("recipe-need", (key("group"), key("need")), prose="needs in a synthetic cohort"),
)
