"""Comparisons made up for the reports: usual, unchanged, not bridged, crowded and hostile."""

from __future__ import annotations

from iomcba.appraise.disclosure import disclose_comparison
from iomcba.terms.bridge import (
    COUNTERFACTUAL,
    Bridge,
    CellChange,
    Change,
    Comparison,
    Part,
    SharedComparison,
    SideWords,
)

SIDES = (
    SideWords("case", "A case", "case", "assumptions/case", "", 16_384, 7),
    SideWords("case", "A case", "run", "out/after", "", 16_384, 7, (("team.npsv", -900.0),)),
)
LABELS = (("as-now", "As now"), ("team", "A small team"), ("list", "A list & a meeting"))


def row(name: str, old: str, new: str, player: str = "", **more: object) -> Change:
    figure = tuple(
        CellChange(column, *cells)
        for column, cells in (
            ("central", (old, new)),
            *((("distribution", ("pert", "pert")), ("low", ("1", "1")), ("high", ("99", "99")))),
            *((("interval", ("p10-p90", "p10-p90")), ("unit", ("GBP", "GBP")))),
        )
    )
    cells = (CellChange("central", old, new),)
    table = name.partition(".")[0]
    places = (f"assumptions/case/{table}.csv:2", f"out/{table}.csv:3")
    known = {"sources": ("own", "own"), "player": player or name, **more}
    return Change(name, "changed", places, cells, figure, unit="GBP", **known)  # type: ignore[arg-type]


def words() -> Change:
    cells = (CellChange("note", "As it was", "Asked <b>again</b> & noted"),)
    places = ("assumptions/case/cost.csv:9", "assumptions/case/cost.csv:9")
    return Change("cost.team.room", "changed", places, cells, (), ("own", "own"), why="words only")


def bridge(option: str, measure: str, start: float, end: float, **parts: float) -> Bridge:
    found = tuple(
        Part(name.replace("__", "-").replace("_", "."), value, abs(value) / 50)
        for name, value in parts.items()
    )
    return Bridge(option, measure, start, end, found, 0, 3.0, 3.5, 1.0)


def comparison(**changes: object) -> Comparison:
    usual: dict[str, object] = {
        "sides": SIDES,
        "price_base": "2011-12",
        "years": ("2012-13", "2013-14", "2014-15"),
        "options": ("as-now", "team", "list"),
        "focus": "team",
        "changes": (
            row("salary.officer", "40000", "42000"),
            row("engagement.team.places", "20", "24"),
            row("counterfactual.fall.2012-13", "0.8", "0.7", COUNTERFACTUAL),
            words(),
        ),
        "players": ("salary.officer", "engagement.team.places", COUNTERFACTUAL),
        "bridges": (
            bridge(
                *("team", "npsv", -1000.0, -912.34),
                **{"salary_officer": -100.01, "engagement_team_places": 200.0},
                counterfactual=-12.33,
            ),
            bridge(
                *("team", "pvc", 5000.0, 5150.01),
                **{"salary_officer": 100.01, "engagement_team_places": 50.0},
                counterfactual=0.0,
            ),
            bridge(
                *("team", "p-best", 0.25, 0.2612),
                **{"salary_officer": -0.01, "engagement_team_places": 0.0212},
                counterfactual=0.0,
            ),
            bridge("list", "npsv", 40.0, 40.0, salary_officer=0.0, counterfactual=0.0),
        ),
        "ends": (
            *(("as-now.npsv", 0.0, 0.0), ("team.npsv", -1000.0, -912.34)),
            *(("team.pvc", 5000.0, 5150.01), ("team.p-best", 0.25, 0.2612)),
            *(("list.npsv", 40.0, 40.0), ("list.pvc", 10.0, 10.0), ("list.p-best", 0.75, 0.7388)),
        ),
        "unbridged": (),
        "labels": LABELS,
        "draws": 16_384,
        "seed": 7,
        "synthetic": True,
    }
    return Comparison(**{**usual, **changes})  # type: ignore[arg-type]


def shared(**changes: object) -> SharedComparison:
    return disclose_comparison(comparison(**changes), "synthetic", 10, ())


def usual() -> SharedComparison:
    return shared()


def unchanged() -> SharedComparison:
    none = tuple(Bridge(b.option, b.measure, b.start, b.start, ()) for b in comparison().bridges)
    ends = tuple((name, a, a) for name, a, _ in comparison().ends)
    return shared(changes=(), players=(), bridges=none, ends=ends)


def not_bridged() -> SharedComparison:
    return shared(
        players=(), bridges=(), unbridged=("Prices are of 2010-11 in A and of 2011-12 in B.",)
    )


def crowded() -> SharedComparison:
    """Thirty changes, sampled orders, a hostile name and a note of a page."""
    names = [f"cost.team.line-{n}" for n in range(30)]
    parts = tuple(Part(name, (-1) ** n * (1000.0 - n), 1.0, 2.0) for n, name in enumerate(names))
    total = sum(part.value for part in parts)
    changes = [row(name, "1", str(n)) for n, name in enumerate(names)]
    long = "<script>alert('x')</script> " + "very " * 300 + "long"
    hostile = Change(
        "cost.team.line-0", "added", ("", "b.csv:1"), (CellChange("note", "", long),), (), ("", "x")
    )
    return shared(
        changes=(*changes[1:], hostile),
        players=tuple(names),
        bridges=(Bridge("team", "npsv", -5000.0, -5000.0 + total, parts, 16),),
        ends=(("team.npsv", -5000.0, -5000.0 + total), ("team.pvc", 1.0, 2.0)),
    )
