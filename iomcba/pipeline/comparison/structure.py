"""Two plans of one case → a plan between them: which piece of structure comes from which side.

A plan's structure is what it does with its quantities: which lines an option has, on what they are
counted, which factor is absent. Wherever two plans differ in it there is a `Piece`; a blank name is
a factor that is absent, and the engine then leaves it out, so that no neutral value is made up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from iomcba.terms.bridge import (
    COUNTERFACTUAL,
    CRIME_COSTS,
    PRISON,
    STAGE,
    TIMING,
    CellChange,
)
from iomcba.terms.plan import CostLine, EffectPlan, OptionPlan, OutcomeLine, Plan, UnitCostPart
from iomcba.terms.records import plain

COMMON = ""  # what all options share

Noun = TypeVar("Noun", CostLine, OutcomeLine, OptionPlan, UnitCostPart)


@dataclass(frozen=True, slots=True)
class Piece:
    """A place at which two plans differ.

    `component` is the option it belongs to, or COMMON. `names` are the quantities named there on
    either side, `cells` say what differs. `owner` is the row or the words that say it; where
    `by_rows` is set and some of the names are rows of one side only, it belongs to those rows
    instead.
    """

    key: str
    component: str
    owner: str
    names: frozenset[str]
    by_rows: bool = True
    cells: tuple[CellChange, ...] = ()


Take = Callable[[Piece], bool]
LINE = (
    *(("on_costs",), ("vacancy",), ("growth",), ("contingency",), ("optimism",), ("life",)),
    ("heading", "bearer", "amount", "factors", "in_year", "funding", "volume", "tiers", "vat"),
)
OUTCOME = (
    *(("factors",), ("deadweight",), ("drop_off",), ("lag",), ("transfer_share",)),
    *(("cashable",), ("optimism",), ("bearer", "value_class", "of_cohort", "unit_value")),
)
RAMP, STAY = ("ramp", "months_to_full", "go_live"), ("stay_months", "persistence")
OPTION = (
    STAY,
    ("relative_rate",),
    ("take_up",),
    ("retention",),
    ("displacement",),
    ("custody_ratio",),
)
SAID = ("role", "highest_rates_first")
FITTED = ("counterfactual", "fixed_mix", "past_yearly_offences")
GRADE = "parameter.crime-benefit-optimism"
PART = ("basis", "response", "bearer", "value_class", "rest")


def option_words(id: str) -> str:
    """Who owns what an option's file says."""
    return f"options/{id}.yaml"


def pieces(a: Plan, b: Plan) -> list[Piece]:
    """Every piece at which two plans differ."""
    found: list[Piece] = []

    def note(piece: Piece) -> bool:
        found.append(piece)
        return False

    between(a, b, note)
    return found


def between(a: Plan, b: Plan, take: Take) -> Plan:
    """Plan `a` with those pieces of `b` that are taken. Both have the same years."""
    changes: dict[str, Any] = {}
    if _fitted(a) != _fitted(b) and take(_whole(COUNTERFACTUAL)):
        changes = {field: getattr(b, field) for field in FITTED}
    if a.discount_timing != b.discount_timing and take(_whole(TIMING)):
        changes["discount_timing"] = b.discount_timing
    grades = _each((a.benefit_grade,), (b.benefit_grade,), "grade", COMMON, GRADE, take)
    changes["benefit_grade"] = grades[0]
    if a.offences != b.offences:
        if take(_whole(CRIME_COSTS)):
            changes |= {field: getattr(b, field) for field in ("offences", "severe", "parts")}
    else:
        changes["parts"] = tuple(_parts(a, b, take))
    options = tuple(_options(a, b, take))
    bearers = tuple(dict.fromkeys((*a.bearers, *b.bearers)))
    return replace(a, options=options, bearers=bearers, **changes)


def _fitted(plan: Plan) -> object:
    return plain([getattr(plan, field) for field in FITTED])


def _whole(owner: str) -> Piece:
    """What is of the plan as a whole."""
    return Piece(owner, COMMON, owner, frozenset())


def _options(a: Plan, b: Plan, take: Take) -> Iterator[OptionPlan]:
    theirs = {option.id: option for option in b.options}
    for option in a.options:
        if option.id in theirs:
            yield _option(option, theirs[option.id], take)
        elif not take(_presence(option.id, option, option_words(option.id))):
            yield option
    ours = {option.id for option in a.options}
    for option in b.options:
        if option.id not in ours and take(_presence(option.id, option, option_words(option.id))):
            yield option


def _presence(component: str, noun: object, owner: str) -> Piece:
    name = getattr(noun, "name", component)
    return Piece(f"{component}: {name}", component, owner, names_in(noun), by_rows=False)


def _option(a: OptionPlan, b: OptionPlan, take: Take) -> OptionPlan:
    """An option between two: its lines, outcomes and pathways by name, its fields by group."""
    id, owner = a.id, option_words(a.id)
    lines = tuple(_merged(a.lines, b.lines, id, _line, take))
    if _acts(a) != _acts(b) or (a.effect is None) != (b.effect is None):
        names = names_in(replace(a, lines=())) | names_in(replace(b, lines=()))
        taken = take(Piece(f"{id}: acts", id, owner, names, by_rows=False))
        return replace(b if taken else a, lines=lines)
    mixed = _grouped(a, b, OPTION, id, owner, take)
    mixed = _grouped(mixed, b, (SAID,), id, owner, take, by_rows=False)
    if a.months_to_full == b.months_to_full:
        mixed = _grouped(mixed, b, (("go_live",),), id, owner, take, by_rows=False)
        ramp = _each(a.ramp, b.ramp, f"{id}: ramp", id, owner, take)
        mixed = replace(mixed, ramp=ramp)
    else:
        mixed = _grouped(mixed, b, (RAMP,), id, owner, take)
    return replace(
        mixed,
        lines=lines,
        effect=_effect(a.effect, b.effect, id, take),
        pathways=tuple(_merged(a.pathways, b.pathways, id, lambda ours, *_: ours, take)),
        outcomes=tuple(_merged(a.outcomes, b.outcomes, id, _outcome, take)),
        places=_each(a.places, b.places, f"{id}: places", id, owner, take),
    )


def _acts(option: OptionPlan) -> bool:
    return option.effect is not None or bool(option.pathways)


def _effect(a: EffectPlan | None, b: EffectPlan | None, id: str, take: Take) -> EffectPlan | None:
    """Another effect is the option's word; another estimand of the same effect is its row's."""
    if a is None or b is None or a == b:
        return a
    owner = a.ratio if a.ratio == b.ratio else option_words(id)
    cells = (CellChange("effect", a.ratio, b.ratio),)
    names = names_in(a) | names_in(b)
    piece = Piece(f"{id}: effect", id, owner, names, by_rows=False, cells=cells)
    return b if take(piece) else a


def _merged(
    ours: Iterable[Any],
    theirs: Iterable[Any],
    component: str,
    mix: Callable[[Any, Any, str, Take], Any],
    take: Take,
) -> Iterator[Any]:
    """Named nouns: shared ones mixed, those of one side there as their presence is taken."""
    others = {noun.name: noun for noun in theirs}
    for noun in ours:
        if noun.name in others:
            yield mix(noun, others.pop(noun.name), component, take)
        elif not take(_presence(component, noun, noun.name)):
            yield noun
    for noun in others.values():
        if take(_presence(component, noun, noun.name)):
            yield noun


def _line(a: CostLine, b: CostLine, component: str, take: Take) -> CostLine:
    *optional, said = LINE
    staged = a.optimism.split(".")[:2] == b.optimism.split(".")[:2]
    mixed = a
    for group in optional:
        owner = STAGE if group == ("optimism",) and staged else a.name
        mixed = _grouped(mixed, b, (group,), component, owner, take)
    return _grouped(mixed, b, (said,), component, a.name, take, by_rows=False)


def _outcome(a: OutcomeLine, b: OutcomeLine, component: str, take: Take) -> OutcomeLine:
    *optional, said = OUTCOME
    mixed = _grouped(a, b, (said,), component, a.name, take, by_rows=False)
    return _grouped(mixed, b, optional, component, a.name, take)


def _grouped(
    a: Noun,
    b: Noun,
    groups: Iterable[tuple[str, ...]],
    component: str,
    owner: str,
    take: Take,
    by_rows: bool = True,
) -> Noun:
    """Noun `a` with the groups of fields of `b` that are taken; a group goes together."""
    changes: dict[str, Any] = {}
    for group in groups:
        ours, theirs = ([getattr(noun, field) for field in group] for noun in (a, b))
        if ours == theirs:
            continue
        names = names_in(ours) | names_in(theirs)
        key = f"{component}: {_known_as(a)}: {group[0]}"
        cells = tuple(
            CellChange(field.replace("_", " "), _text(mine), _text(other))
            for field, mine, other in zip(group, ours, theirs, strict=True)
            if mine != other
        )
        if take(Piece(key, component, owner, names, by_rows, cells)):
            changes |= dict(zip(group, theirs, strict=True))
    return replace(a, **changes) if changes else a


def _text(value: object) -> str:
    """A field's value as a cell shows it."""
    if isinstance(value, tuple):
        return ", ".join(_text(each) for each in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _known_as(noun: object) -> str:
    """What a noun is known by inside its option or plan; an option's own fields by nothing."""
    return str(getattr(noun, "name", getattr(noun, "component", "")))


def _each(
    ours: tuple[str, ...], theirs: tuple[str, ...], key: str, component: str, owner: str, take: Take
) -> tuple[str, ...]:
    """Names place by place, by year or by offence; all at once where there are not as many."""
    if len(ours) != len(theirs):
        piece = Piece(key, component, owner, names_in(ours) | names_in(theirs))
        return theirs if take(piece) else ours
    return tuple(
        other
        if mine != other
        and take(Piece(f"{key}: {place}", component, owner, names_in((mine, other))))
        else mine
        for place, (mine, other) in enumerate(zip(ours, theirs, strict=True))
    )


def _parts(a: Plan, b: Plan, take: Take) -> Iterator[UnitCostPart]:
    """Components of the unit costs; whether prison savings are one is the case's word."""
    others = {part.component: part for part in b.parts}
    for part in a.parts:
        if part.component in others:
            yield _part(part, others.pop(part.component), take)
        elif not take(_component(part)):
            yield part
    for part in others.values():
        if take(_component(part)):
            yield part


def _component(part: UnitCostPart) -> Piece:
    owner = PRISON if part.bearer == "prison" else f"cost-component.{part.component}"
    return Piece(f"{part.component}: there", COMMON, owner, names_in(part), by_rows=False)


def _part(a: UnitCostPart, b: UnitCostPart, take: Take) -> UnitCostPart:
    row = f"cost-component.{a.component}"
    mixed = _grouped(a, b, (PART,), COMMON, row, take, by_rows=False)
    costs, shares = (
        _each(ours, theirs, f"{a.component}: {word}", COMMON, row, take)
        for word, ours, theirs in (("costs", a.costs, b.costs), ("shares", a.shares, b.shares))
    )
    return replace(mixed, costs=costs, shares=shares)


def names_in(noun: object) -> frozenset[str]:
    """Every name in a noun, however deep; blanks and single words are no names of quantities."""
    return frozenset(word for word in _words(noun) if "." in word)


def _words(noun: object) -> Iterator[str]:
    if isinstance(noun, str):
        yield noun
    elif is_dataclass(noun) and not isinstance(noun, type):
        for field in fields(noun):
            yield from _words(getattr(noun, field.name))
    elif isinstance(noun, Mapping):
        yield from _words(list(noun.values()))
    elif isinstance(noun, list | tuple | frozenset):
        for each in noun:
            yield from _words(each)
