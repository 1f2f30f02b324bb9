"""A shared comparison → the statements, bridges and tables that a screen, a page or a sheet shows.

Numbers keep their value beside their words, so that a workbook can add them up again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from iomcba.report import formats, phrases
from iomcba.report.compare.views import ChangeLine, Ends, Span, Step, View
from iomcba.report.compare.wording import change_name, detail, lines, player_name
from iomcba.report.words import number_word, plural
from iomcba.terms.bridge import PENNIES, UNITS, Bridge, Change, Comparison, SharedComparison

MEASURES = {
    "npsv": "Net value",
    "pvc": "Cost",
    "pvb": "Benefit",
    "p-best": "Chance of being best",
    "p-npsv-positive": "Chance that it pays",
}
TITLES = {
    "npsv": "Net value of {}",
    "pvc": "Cost of {}",
    "pvb": "Benefit of {}",
    "p-best": "Chance that {} is the best option",
    "p-npsv-positive": "Chance that {} pays",
}
LONG = {
    **TITLES,
    "npsv": "Net present social value of {}",
    "pvc": "Present value of costs of {}",
    "pvb": "Present value of benefits of {}",
}


def lay_out(shared: SharedComparison) -> View:
    """Lay a comparison out; the option in focus comes first."""
    found = shared.found
    known = dict(found.labels)
    order = sorted(found.options, key=lambda option: option != found.focus)
    spans = tuple(
        _span(found, each, known)
        for option in order
        for measure in MEASURES
        if (each := found.bridge(option, measure)) is not None and _proposal(found, option)
    )
    return View(
        title="What changed, and what it did to the answer",
        label="SYNTHETIC DATA" if found.synthetic else "",
        sides=tuple(
            (letter, f"{side.title} ({side.kind} {side.place})")
            for letter, side in zip("AB", found.sides, strict=True)
        ),
        verdict=tuple(_verdict(found, known)),
        unbridged=found.unbridged,
        spans=spans,
        ends=tuple(_ends(found, option, known) for option in order if _proposal(found, option)),
        changes=tuple(
            _line(found, number, change, known)
            for number, change in enumerate(_ordered(found), start=1)
        ),
        basis=_basis(found),
        policy=shared.policy,
    )


def _proposal(found: Comparison, option: str) -> bool:
    """Every option but business as usual, which has no cost."""
    return any(name == f"{option}.pvc" for name, _, _ in found.ends)


def _basis(found: Comparison) -> str:
    years = number_word(len(found.years))
    parts = (
        f"{found.price_base} prices over {years} {'year' if len(found.years) == 1 else 'years'}. "
        f"Both sides on the same {found.draws:,} draws (seed {found.seed})."
    )
    return parts


def _verdict(found: Comparison, known: Mapping[str, str]) -> Iterator[str]:
    if found.unchanged:
        yield "Nothing differs: the same rows, words, data and settings, and so the same answer."
        yield from _own(found, known)
        return
    if found.unbridged:
        yield "No bridge is shown; the changes are listed."
        return
    moving = [change for change in found.changes if _moves(found, change)]
    some = plural(len(found.changes), "change")
    if not moving:
        yield f"{some}, and the answer is the same: no net value, cost or chance moves."
        yield from _own(found, known)
        return
    still = len(found.changes) - len(moving)
    rest = f"; {'one does' if still == 1 else f'{still} do'} not" if still else ""
    yield f"{some}: {plural(len(moving), 'moves', 'move')} an answer{rest}."
    focus = found.bridge(found.focus, "npsv")
    if focus is not None:
        yield _said(focus, known.get(found.focus, found.focus))
    best = [_best(found, side) for side in (1, 2)]
    if best[0] != best[1]:
        first, second = (known.get(option, option) for option in best)
        yield f"The best option is {first} in A and {second} in B."
    elif best[0]:
        yield f"The best option stays {known.get(best[0], best[0])}."
    yield from _own(found, known)


def _own(found: Comparison, known: Mapping[str, str]) -> Iterator[str]:
    """What a run printed of the option in focus, where that is not what its end is here."""
    name = f"{found.focus}.npsv"
    end = next((ends for each, *ends in found.ends if each == name), None)
    for letter, side, here in zip("AB", found.sides, end or (None, None), strict=True):
        printed = dict(side.own).get(name)
        if printed is not None and here is not None and abs(printed - here) >= 1 / PENNIES:
            yield (
                f"{letter}'s own run, on {side.draws:,} draws of seed {side.seed}, says "
                f"{formats.pounds_exact(printed)}: the draws are others, not the assumptions."
            )


def _best(found: Comparison, side: int) -> str:
    """The option with the highest expected net value on a side; the first of equals."""
    values = {
        name.partition(".")[0]: end[side - 1]
        for name, *end in found.ends
        if name.endswith(".npsv") and end[side - 1] is not None
    }
    return max(values, key=lambda option: values[option] or 0.0) if values else ""


def _said(each: Bridge, label: str) -> str:
    show, what = _shows(each.measure), LONG[each.measure].format(label)
    if not each.difference:
        return f"{what} stays at {show(each.end)}."
    verb = "rises" if each.difference > 0 else "falls"
    chance = UNITS[each.measure] != PENNIES
    by = _points(abs(each.difference)) if chance else show(abs(each.difference))
    return f"{what} {verb} by {by}, from {show(each.start)} to {show(each.end)}."


def _shows(measure: str) -> Callable[[float], str]:
    if UNITS[measure] == PENNIES:
        return formats.pounds_exact
    return lambda share: f"{formats.points(share)}%"


def _points(share: float) -> str:
    """A difference of two chances."""
    return f"{formats.points(share)} points"


def _moves(found: Comparison, change: Change) -> bool:
    return bool(change.player) and change.player in _movers(found)


def _movers(found: Comparison) -> set[str]:
    return {part.player for each in found.bridges for part in each.parts if part.value}


def _span(found: Comparison, each: Bridge, known: Mapping[str, str]) -> Span:
    show = _shows(each.measure)
    label = known.get(each.option, each.option)
    parts = sorted((p for p in each.parts if p.value), key=lambda part: -abs(part.value))
    steps = (
        Step("A", "", each.start, show(each.start), each.start_se, total=True),
        *(
            Step(
                player_name(part.player, known),
                detail(found, part.player),
                part.value,
                formats.moved(part.value, show),
                (part.se**2 + part.sampling**2) ** 0.5,
            )
            for part in parts
        ),
        Step("B", "", each.end, show(each.end), each.end_se, total=True),
    )
    still = tuple(player_name(part.player, known) for part in each.parts if not part.value)
    orders = (
        f"Parts are Shapley values, averaged over {each.orders} sampled orders of the changes; "
        "their error includes that of sampling. Fewer players are exact: --by table."
        if each.orders
        else "Parts are Shapley values over every order in which the changes could be made."
    )
    note = f"{orders} They add up exactly; pennies left by rounding go to the parts nearest to one."
    title = TITLES[each.measure].format(label)
    return Span(each.option, label, each.measure, title, _said(each, label), steps, still, note)


def _ordered(found: Comparison) -> list[Change]:
    """Changes by what they do to the focus, then the others, words last."""
    focus = found.bridge(found.focus, "npsv")
    size = {part.player: abs(part.value) for part in focus.parts} if focus else {}
    movers = _movers(found)
    return sorted(
        found.changes,
        key=lambda c: (-size.get(c.player, 0.0), c.player not in movers, not c.player, c.name),
    )


def _line(found: Comparison, number: int, change: Change, known: Mapping[str, str]) -> ChangeLine:
    moves = _moves(found, change)
    together = player_name(change.player, known) if change.player not in ("", change.name) else ""
    focus = found.bridge(found.focus, "npsv")
    part = {p.player: p.value for p in focus.parts} if focus else {}
    if change.player in part:
        effect = formats.moved(part[change.player], formats.pounds_exact)
        if not part[change.player]:
            effect = "nothing here; it moves other options" if moves else _idle(change)
        elif together:
            effect = f"{effect} together"
    else:
        effect = f"nothing: {change.why}" if change.why else ""
    return ChangeLine(
        number,
        change_name(change, known),
        change.name,
        change.kind,
        change.places,
        tuple(lines(change)),
        change.sources,
        together,
        effect,
        moves,
    )


def _idle(change: Change) -> str:
    """What a change that moves no headline does."""
    if any(cell.column == "bearer" for cell in change.cells):
        return "no net value: another bearer"
    return "no net value, cost, benefit or chance"


def _ends(found: Comparison, option: str, known: Mapping[str, str]) -> Ends:
    rows = []
    for measure, label in MEASURES.items():
        ends = next((end for name, *end in found.ends if name == f"{option}.{measure}"), None)
        if ends is None:
            continue
        money = UNITS[measure] == PENNIES
        show, moved = (formats.pounds, formats.pounds) if money else (phrases.chance, _points)
        a, b = (("–" if value is None else show(value)) for value in ends)
        first, last = ends
        apart = first is None or last is None or bool(found.unbridged)
        gap = "–" if apart else formats.moved((last or 0.0) - (first or 0.0), moved)
        rows.append((label, a, b, gap))
    return Ends(option, known.get(option, option), tuple(rows))
