"""Titles of sheets, and what each is for."""

from __future__ import annotations

CASE = "Words and switches of the case as a whole."
OPTIONS = "Words and switches of each delivery option."
# Tables whose name is no plural by an s.
TITLES = {
    "asset-life": "Asset lives",
    "benefits-map": "Benefits map",
    "cash-release": "Cash release",
    "cohort-stock": "Cohort stock",
    "contingency": "Contingency",
    "counterfactual": "Counterfactual",
    "engagement": "Engagement",
    "optimism-bias": "Optimism bias",
    "published": "Published figures",
    "recorded-crime": "Recorded crime",
    "salary": "Salaries",
    "staff": "Staff",
}


def of_table(table: str) -> str:
    """The title of a table's sheet.

    >>> of_table("unit-cost"), of_table("staff")
    ('Unit costs', 'Staff')
    """
    return TITLES.get(table) or f"{table.replace('-', ' ').capitalize()}s"
