"""A shared comparison → the statements, bridges and tables that a screen, a page or a sheet shows.

Numbers keep their value beside their words, so that a workbook can add them up again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from iomcba.report import formats, phrases
from iomcba.report.compare.views import ChangeLine, Ends, Span, Step, View
from iomcba.report.compare.wording import change_name, column_name, detail, lines, player_name
from iomcba.terms.bridge import (
    PENNIES,
    UNITS,
    Bridge,
    Change,
    Comparison,
    SharedComparison,
    SideWords,
)
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.said import retold

MEASURES = ("npsv", "pvc", "pvb", "p-best", "p-npsv-positive")


def lay_out(shared: SharedComparison, words: Catalogue) -> View:
    """Lay a comparison out; the option in focus comes first."""
    found = shared.found
    known = dict(found.labels)
    order = sorted(found.options, key=lambda option: option != found.focus)
    spans = tuple(
        _span(found, each, known, words)
        for option in order
        for measure in MEASURES
        if (each := found.bridge(option, measure)) is not None and _proposal(found, option)
    )
    return View(
        title=words.text("compared.title"),
        label=words.text("compared.synthetic") if found.synthetic else "",
        sides=tuple(
            (letter, side_words(side, words))
            for letter, side in zip("AB", found.sides, strict=True)
        ),
        verdict=tuple(_verdict(found, known, words)),
        unbridged=tuple(retold(each, words, ()) for each in found.unbridged),
        spans=spans,
        ends=tuple(
            _ends(found, option, known, words) for option in order if _proposal(found, option)
        ),
        changes=tuple(
            _line(found, number, change, known, words)
            for number, change in enumerate(_ordered(found), start=1)
        ),
        basis=_basis(found, words),
        policy=retold(shared.policy, words, ()),
    )


def _proposal(found: Comparison, option: str) -> bool:
    """Every option but business as usual, which has no cost."""
    return any(name == f"{option}.pvc" for name, _, _ in found.ends)


def side_words(side: SideWords, words: Catalogue) -> str:
    """A side by its title, and where it is."""
    return words.text("compared.side", title=side.title, kind=side.kind, place=side.place)


def _basis(found: Comparison, words: Catalogue) -> str:
    years = len(found.years)
    return words.text(
        "compared.basis",
        prices=found.price_base,
        horizon=words.text("horizon", count=years, number=words.number_word(years)),
        draws=found.draws,
        seed=str(found.seed),
    )


def _verdict(found: Comparison, known: Mapping[str, str], words: Catalogue) -> Iterator[str]:
    if found.unchanged:
        yield words.text("compared.same")
        yield from _own(found, words)
        return
    if found.unbridged:
        yield words.text("compared.not-bridged")
        return
    moving = [change for change in found.changes if _moves(found, change)]
    some = words.text("compared.changes", count=len(found.changes))
    if not moving:
        yield words.text("compared.moves-none", changes=some)
        yield from _own(found, words)
        return
    still = len(found.changes) - len(moving)
    rest = words.text("compared.rest", count=still) if still else ""
    moves = words.text("compared.moves", count=len(moving))
    yield words.text("compared.moving", changes=some, moves=moves, rest=rest)
    focus = found.bridge(found.focus, "npsv")
    if focus is not None:
        yield _said(focus, known.get(found.focus, found.focus), words)
    best = [_best(found, side) for side in (1, 2)]
    if best[0] != best[1]:
        first, second = (known.get(option, option) for option in best)
        yield words.text("compared.best-moves", first=first, second=second)
    elif best[0]:
        yield words.text("compared.best-stays", option=known.get(best[0], best[0]))
    yield from _own(found, words)


def _own(found: Comparison, words: Catalogue) -> Iterator[str]:
    """What a run printed of the option in focus, where that is not what its end is here."""
    name = f"{found.focus}.npsv"
    end = next((ends for each, *ends in found.ends if each == name), None)
    for letter, side, here in zip("AB", found.sides, end or (None, None), strict=True):
        printed = dict(side.own).get(name)
        if printed is not None and here is not None and abs(printed - here) >= 1 / PENNIES:
            yield words.text(
                "compared.own",
                letter=letter,
                draws=f"{side.draws:,}",
                seed=str(side.seed),
                worth=formats.pounds_exact(printed),
            )


def _best(found: Comparison, side: int) -> str:
    """The option with the highest expected net value on a side; the first of equals."""
    values = {
        name.partition(".")[0]: end[side - 1]
        for name, *end in found.ends
        if name.endswith(".npsv") and end[side - 1] is not None
    }
    return max(values, key=lambda option: values[option] or 0.0) if values else ""


def _said(each: Bridge, label: str, words: Catalogue) -> str:
    show, what = _shows(each.measure), words.text(f"compared-long.{each.measure}", option=label)
    if not each.difference:
        return words.text("compared.stays", what=what, value=show(each.end))
    chance = UNITS[each.measure] != PENNIES
    by = _points(words)(abs(each.difference)) if chance else show(abs(each.difference))
    ends = {"start": show(each.start), "end": show(each.end)}
    if each.difference > 0:
        return words.text("compared.rises", what=what, by=by, **ends)
    return words.text("compared.falls", what=what, by=by, **ends)


def _shows(measure: str) -> Callable[[float], str]:
    if UNITS[measure] == PENNIES:
        return formats.pounds_exact
    return lambda share: f"{formats.points(share)}%"


def _points(words: Catalogue) -> Callable[[float], str]:
    """A difference of two chances."""
    return lambda share: words.text("compared.points", points=formats.points(share))


def _moves(found: Comparison, change: Change) -> bool:
    return bool(change.player) and change.player in _movers(found)


def _movers(found: Comparison) -> set[str]:
    return {part.player for each in found.bridges for part in each.parts if part.value}


def _span(found: Comparison, each: Bridge, known: Mapping[str, str], words: Catalogue) -> Span:
    show = _shows(each.measure)
    label = known.get(each.option, each.option)
    parts = sorted((p for p in each.parts if p.value), key=lambda part: -abs(part.value))
    steps = (
        Step("A", "", each.start, show(each.start), each.start_se, total=True),
        *(
            Step(
                player_name(part.player, known, words),
                detail(found, part.player, words),
                part.value,
                formats.moved(part.value, show),
                (part.se**2 + part.sampling**2) ** 0.5,
            )
            for part in parts
        ),
        Step("B", "", each.end, show(each.end), each.end_se, total=True),
    )
    still = tuple(player_name(part.player, known, words) for part in each.parts if not part.value)
    orders = (
        words.text("compared.sampled", orders=str(each.orders))
        if each.orders
        else words.text("compared.exact")
    )
    note = words.text("compared.note", orders=orders)
    title = words.text(f"compared-title.{each.measure}", option=label)
    said = _said(each, label, words)
    return Span(each.option, label, each.measure, title, said, steps, still, note)


def _ordered(found: Comparison) -> list[Change]:
    """Changes by what they do to the focus, then the others, words last."""
    focus = found.bridge(found.focus, "npsv")
    size = {part.player: abs(part.value) for part in focus.parts} if focus else {}
    movers = _movers(found)
    return sorted(
        found.changes,
        key=lambda c: (-size.get(c.player, 0.0), c.player not in movers, not c.player, c.name),
    )


def _line(
    found: Comparison, number: int, change: Change, known: Mapping[str, str], words: Catalogue
) -> ChangeLine:
    moves = _moves(found, change)
    together = ""
    if change.player not in ("", change.name):
        together = player_name(change.player, known, words)
    focus = found.bridge(found.focus, "npsv")
    part = {p.player: p.value for p in focus.parts} if focus else {}
    if change.player in part:
        effect = formats.moved(part[change.player], formats.pounds_exact)
        if not part[change.player]:
            effect = words.text("compared.nothing-here") if moves else _idle(change, words)
        elif together:
            effect = words.text("compared.together", effect=effect)
    else:
        why = retold(change.why, words, ())
        effect = words.text("compared.nothing", why=why) if why else ""
    return ChangeLine(
        number,
        change_name(change, known),
        change.name,
        change.kind,
        change.places,
        tuple((column_name(c, words), old, new) for c, old, new in lines(change, words)),
        change.sources,
        together,
        effect,
        moves,
    )


def _idle(change: Change, words: Catalogue) -> str:
    """What a change that moves no headline does."""
    if any(cell.column == "bearer" for cell in change.cells):
        return words.text("compared.another-bearer")
    return words.text("compared.idle")


def _ends(found: Comparison, option: str, known: Mapping[str, str], words: Catalogue) -> Ends:
    rows, chance = [], partial(phrases.chance, words=words)
    for measure in MEASURES:
        ends = next((end for name, *end in found.ends if name == f"{option}.{measure}"), None)
        if ends is None:
            continue
        money = UNITS[measure] == PENNIES
        show, moved = (formats.pounds, formats.pounds) if money else (chance, _points(words))
        a, b = (("–" if value is None else show(value)) for value in ends)
        first, last = ends
        apart = first is None or last is None or bool(found.unbridged)
        gap = "–" if apart else formats.moved((last or 0.0) - (first or 0.0), moved)
        rows.append((words.text(f"compared-measure.{measure}"), a, b, gap))
    return Ends(option, known.get(option, option), tuple(rows))
