"""Groups that are never picked, counted or shown: families and places are a few people each."""

from __future__ import annotations

from collections.abc import Iterable

from iomcba.errors import Place, Problems

FLAG = "flag_"
GROUPS = frozenset(("family", "household", "postcode", "address"))


def hold_no_groups(columns: Iterable[str], name: str, problems: Problems) -> None:
    """No flag may stand for a family or a place. `name` is the file's."""
    for column in columns:
        if column.startswith(FLAG) and GROUPS & set(column.lower().split("_")):
            what = "groups people by family or by where they live"
            remedy = "Leave the column out: such groups are never picked, counted or shown."
            problems.add(Place(name, 1, column), what, remedy)
