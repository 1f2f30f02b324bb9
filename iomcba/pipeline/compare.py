"""`compare`: two cases, two runs, or a case and its edited assumptions, bridged (F21)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from iomcba.appraise.bridge import Order, bridge, coalitions, orders_for
from iomcba.appraise.disclosure import disclose_comparison
from iomcba.appraise.headlines import headlines
from iomcba.appraise.precision import by_replicate
from iomcba.appraise.summary import KEPT_OF_MORE
from iomcba.errors import InputError, Place, Problem, nearest
from iomcba.keep.folders import write_folder
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import draw
from iomcba.pipeline.beside import shared_out
from iomcba.pipeline.comparison.changes import changes
from iomcba.pipeline.comparison.coalitions import BEST, BlockValues, Game, Traced, best_shares, game
from iomcba.pipeline.comparison.players import Players, players
from iomcba.pipeline.comparison.sides import Side, read_sides
from iomcba.pipeline.executor import processors
from iomcba.pipeline.report import stamp
from iomcba.pipeline.simulate import blocks_for, least_draws
from iomcba.read.templates import page_templates
from iomcba.report.compare import page
from iomcba.report.compare.workbook import workbook
from iomcba.terms.bridge import MEASURES, Bridge, Comparison, SharedComparison
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.plan import BLOCK, Array, Plan
from iomcba.terms.records import encode
from iomcba.terms.said import worded

PAGE, BOOK, DATA = "comparison.html", "comparison.xlsx", "comparison.json"
Progress = Callable[[int, int], None]
Named = tuple[str, str]  # an option and a measure
Values = Mapping[Named, Mapping[int, Array]]
Ends = tuple[tuple[str, float | None, float | None], ...]


def quiet(done: int, of: int) -> None:
    """Hear of progress and say nothing."""


def compare(
    a: str,
    b: str,
    draws: int | None = None,
    progress: Progress = quiet,
    option: str = "",
    by_table: bool = False,
) -> SharedComparison:
    """Compare two cases or runs by name or folder; `option` is put in focus.

    Rows are players each, or `by_table` those of one table together.

    Raises:
        InputError: if either is neither a case nor a run, or with every problem in it.
    """
    return compare_sides(*read_sides(a, b, processors()), draws, progress, option, by_table)


def write(shared: SharedComparison, folder: Path, force: bool, words: Catalogue) -> list[str]:
    """Write a comparison as a page, a workbook and JSON, whole or not at all; the files' names.

    Raises:
        InputError: if the folder exists and may not be replaced.
    """
    files = {
        PAGE: page.render(shared, page_templates(page="compare"), words, stamp()),
        BOOK: workbook(shared, words),
        DATA: encode(shared).encode(),
    }
    write_folder(folder, files, force, DATA)
    return list(files)


def compare_sides(
    a: Side,
    b: Side,
    draws: int | None = None,
    progress: Progress = quiet,
    option: str = "",
    by_table: bool = False,
) -> SharedComparison:
    """Compare two sides that are read, on `draws` draws: A's own, up to 16,384, unless said.

    Raises:
        InputError: if neither side has the option that is to be in focus.
    """
    options = tuple(dict.fromkeys(o.id for side in (a, b) for o in side.plan.options))
    if option and option not in options:
        what, remedy = f"is {option!r}, which neither side has", nearest(option, options)
        raise InputError([Problem(Place("--option"), what, remedy)])
    found, unbridged = changes(a, b), tuple(_unbridged(a, b))
    who = Players((), {}, {}, (), {})
    settled = tuple(replace(change, player="", why="") for change in found)
    if not unbridged:
        who, settled = players(a, b, found, by_table)
    wanted = draws or max(min(a.words.draws, KEPT_OF_MORE), least_draws(a.plan))
    count = blocks_for(a.plan, wanted)
    bridges, ends = tuple[Bridge, ...](), Ends()
    if unbridged:
        ends = _apart(a.plan, b.plan, count)
    else:
        bridges, ends = _bridged(game(a.plan, b.plan, who), count, progress)
    comparison = Comparison(
        sides=(a.words, b.words),
        price_base=a.price_base,
        years=a.plan.years,
        options=options,
        focus=option or _focus(b, ends),
        changes=settled,
        players=who.names,
        bridges=bridges,
        ends=ends,
        unbridged=unbridged,
        labels=tuple({**a.labels, **b.labels}.items()),
        draws=count * BLOCK,
        seed=a.plan.seed,
        synthetic=a.synthetic and b.synthetic,
    )
    hiding = [side.threshold for side in (a, b) if side.policy == "standard"]
    if not hiding:
        return disclose_comparison(comparison, "synthetic", 0.0, ())
    return disclose_comparison(comparison, "standard", max(hiding), a.few | b.few, min(hiding))


def _apart(a: Plan, b: Plan, blocks: int) -> Ends:
    """Both ends of every figure where there is no bridge, each side on its own draws."""
    found: list[dict[str, float]] = []
    for plan in (a, replace(b, seed=a.seed, sampler=a.sampler, replicates=a.replicates)):
        drawn = [
            headlines(plan, evaluate(plan, draw(plan, block), headlines=True)).means
            for block in range(blocks)
        ]
        names = [f"{option.id}.{m}" for option in plan.options for m in MEASURES]
        found.append(
            {n: float(np.mean([d[n].mean() for d in drawn])) for n in names if n in drawn[0]}
        )
    every = dict.fromkeys((*found[0], *found[1]))
    return tuple((name, found[0].get(name), found[1].get(name)) for name in every)


def _unbridged(a: Side, b: Side) -> Iterator[str]:
    """What differs that makes two answers incomparable: it is reported, not bridged."""
    if a.price_base != b.price_base:
        years = {"first": str(a.price_base), "second": str(b.price_base)}
        yield worded("unbridged.prices", **years)
    if a.plan.years != b.plan.years:
        first, second = (
            worded("unbridged.span", start=str(years[0]), end=str(years[-1]))
            for years in (a.plan.years, b.plan.years)
        )
        yield worded("unbridged.spans", first=first, second=second)
    usual = [side.plan.options[0].id for side in (a, b)]
    if usual[0] != usual[1]:
        yield worded("unbridged.usual", first=usual[0], second=usual[1])


def _bridged(play: Game, blocks: int, progress: Progress) -> tuple[tuple[Bridge, ...], Ends]:
    """Every bridge of every option, and both ends of every figure."""
    everyone = play.everyone()
    orders: dict[str, tuple[Order, ...]] = {
        option: orders_for(play.hearing(option), play.a.seed) for option in play.options
    }
    of_all = orders_for(everyone, play.a.seed)
    needed = {
        option: sorted({*coalitions(play.hearing(option), orders[option]), 0, _all(everyone)})
        for option in play.options
    }
    best = sorted({*coalitions(everyone, of_all), 0, _all(everyone)})
    table = _table(play, needed, best, blocks, progress)
    bridges = []
    for option in play.options:
        for measure in MEASURES:
            values = table.get((option, measure), {})
            if measure == BEST:
                players_, taken = everyone, of_all
            else:
                players_, taken = play.hearing(option), orders[option]
            if 0 in values and _all(everyone) in values and _all(players_) in values:
                bridges.append(
                    bridge(option, measure, players_, taken, values.__getitem__, play.who.names)
                )
    ends = tuple(
        (f"{option}.{measure}", _end(values, 0), _end(values, _all(everyone)))
        for (option, measure), values in table.items()
    )
    return tuple(bridges), ends


def _all(players_: tuple[int, ...]) -> int:
    return sum(1 << p for p in players_)


def _end(values: Mapping[int, Array], coalition: int) -> float | None:
    return float(values[coalition].mean()) if coalition in values else None


def _table(
    play: Game, needed: Mapping[str, list[int]], best: list[int], blocks: int, progress: Progress
) -> Values:
    """Means by replicate of every measure in every coalition that is needed."""
    gathered: dict[Named, dict[int, list[float]]] = {}
    plans: dict[int, Plan] = {}
    traced: Traced = {}

    def means_of(block: int) -> list[tuple[Named, int, float]]:
        found = list(_block(BlockValues(play, block, plans, traced), needed, best))
        progress(block, blocks)
        return found

    for means in shared_out(means_of, range(blocks), processors()):
        for named, coalition, mean in means:
            gathered.setdefault(named, {}).setdefault(coalition, []).append(mean)
    progress(blocks, blocks)
    return {
        named: {
            coalition: by_replicate(np.array(means)[:, None], play.a.replicates)[:, 0]
            for coalition, means in values.items()
        }
        for named, values in gathered.items()
    }


def _block(
    values: BlockValues, needed: Mapping[str, list[int]], best: list[int]
) -> Iterator[tuple[Named, int, float]]:
    npsv: dict[int, dict[str, Array]] = {coalition: {} for coalition in best}
    for option, wanted in needed.items():
        means, draws = values.values(option, wanted, best)
        for coalition, found in means.items():
            for measure, mean in found.items():
                yield (option, measure), coalition, mean
        for coalition, drawn in draws.items():
            npsv[coalition][option] = drawn
    for coalition, drawn_ in npsv.items():
        shares = dict(best_shares(values.plan(coalition), drawn_))
        for option in needed:
            yield (option, BEST), coalition, shares.get(option, 0.0)


def _focus(side: Side, ends: tuple[tuple[str, float | None, float | None], ...]) -> str:
    """B's option with the highest expected NPSV if it pays, else its most costly one."""
    last = {name: value for name, _, value in ends if value is not None}
    proposals = [o.id for o in side.plan.options if o.role != "business-as-usual"]
    if not proposals or not last:
        return side.plan.options[-1].id
    leader = max(proposals, key=lambda id: last.get(f"{id}.npsv", -np.inf))
    if last.get(f"{leader}.npsv", -1.0) > 0:
        return leader
    return max(proposals, key=lambda id: last.get(f"{id}.pvc", -np.inf))
