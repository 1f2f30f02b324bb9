"""A formula as text over the names of its parents, which can be read out and worked out alike.

    {pvb} - {pvc}
    sum year ({benefit} * {discount-factor})
    {places} * (1 - {@vacancy?0})

In braces stands a quantity of the registry, an assumption (a name with a dot, `[axis]` in it being
what is summed over), a field of the line, component or option at hand (`@field`), or a fact of the
plan (`#fact`). `name[part]` and `name@year` take another part or year than the figure's own. `?0`
and `?1` are the neutral value of a factor that may be absent. `sum` and `product` run over an axis.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

_TOKEN = re.compile(r"\s*(?:(\{[^}]*\})|(\d+(?:\.\d+)?)|(sum|product)\s+([a-z-]+)|(\w+)|(.))")
_REF = re.compile(
    r"\{(?P<kind>[@#]?)(?P<name>[a-z0-9_.\[\]-]*?[a-z0-9_\]])"
    r"(?:\[(?P<part>[a-z-]+)\])?(?:@(?P<year>[a-z]+))?(?:\?(?P<neutral>[01]))?\}"
)
FIELD, FACT = "@", "#"


class FormulaError(ValueError):
    """The text is no formula: a fault of the registry."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is part of a law: 1, 12, 365.25."""

    value: float


@dataclass(frozen=True, slots=True)
class Ref:
    """A parent. `kind` is FIELD, FACT or blank; `neutral` is None where it must exist."""

    name: str
    kind: str = ""
    part: str = ""
    year: str = ""
    neutral: float | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """Two formulas joined by + - * / ^."""

    sign: str
    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True)
class Call:
    """One of FUNCTIONS, of its arguments."""

    function: str
    arguments: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Over:
    """`sum` or `product` of a formula over an axis."""

    what: str
    axis: str
    each: Formula


@dataclass(frozen=True, slots=True)
class Term:
    """A parent with its value put in; one that is `absent` has no name, and a neutral value."""

    name: str
    value: float
    unit: str
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Each:
    """`sum` or `product` written out, a formula for every place of the axis."""

    what: str
    axis: str
    parts: tuple[Formula, ...]


Formula = Number | Ref | Operation | Call | Over | Term | Each


@lru_cache(maxsize=1024)
def parse(text: str) -> Formula:
    """Read a formula.

    Raises:
        FormulaError: if the text is none.

    >>> parse("{pvb} - {pvc}")
    Operation(sign='-', left=Ref(name='pvb', kind='', part='', year='', neutral=None), \
right=Ref(name='pvc', kind='', part='', year='', neutral=None))
    """
    reader = _Reader(text)
    found = reader.expression()
    if reader.token:
        raise FormulaError(f"{text!r}: {reader.token!r} is left over")
    return found


def refs(formula: Formula) -> Iterator[Ref]:
    """Every parent, in reading order; one that stands twice comes twice."""
    match formula:
        case Ref():
            yield formula
        case Operation(_, left, right):
            yield from refs(left)
            yield from refs(right)
        case Call(_, arguments):
            for argument in arguments:
                yield from refs(argument)
        case Over(_, _, each):
            yield from refs(each)
        case Number() | Term() | Each():
            return


def put_in_place(formula: Formula, values: Mapping[str, float]) -> Formula:
    """The formula with other values of the parents that are named."""
    match formula:
        case Term(name=name) if name in values:
            return replace(formula, value=values[name])
        case Operation(_, left, right):
            return replace(
                formula, left=put_in_place(left, values), right=put_in_place(right, values)
            )
        case Call(_, parts):
            return replace(formula, arguments=tuple(put_in_place(p, values) for p in parts))
        case Each(_, _, parts):
            return replace(formula, parts=tuple(put_in_place(p, values) for p in parts))
        case _:
            return formula


def terms(formula: Formula) -> Iterator[Term]:
    """Every parent that is put in, in reading order."""
    match formula:
        case Term():
            yield formula
        case Operation(_, left, right):
            yield from terms(left)
            yield from terms(right)
        case Call(_, parts) | Each(_, _, parts):
            for part in parts:
                yield from terms(part)
        case Ref() | Number() | Over():
            return


def result(formula: Formula) -> float:
    """Work out a formula whose parents are put in.

    Raises:
        ZeroDivisionError: as arithmetic does.
        TypeError: if a parent is not put in.
    """
    match formula:
        case Number(value) | Term(_, value):
            return value
        case Operation(sign, left, right):
            return _SIGNS[sign](result(left), result(right))
        case Call(function, arguments):
            return float(_FUNCTIONS[function](*(result(each) for each in arguments)))
        case Each("sum", _, parts):
            return math.fsum(result(part) for part in parts)
        case Each(_, _, parts):
            return math.prod(result(part) for part in parts)
    raise TypeError(f"{formula} is not put in")


_SIGNS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}
_FUNCTIONS: dict[str, Callable[..., float]] = {"min": min, "max": max, "trunc": math.trunc}
FUNCTIONS = tuple(_FUNCTIONS)


class _Reader:
    """Recursive descent: expression, term, power, atom."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = self._split(text)
        self.token: str | tuple[str, str] = ""
        self._next()

    def _split(self, text: str) -> Iterator[str | tuple[str, str]]:
        for match in _TOKEN.finditer(text.strip()):
            ref, number, over, axis, word, sign = match.groups()
            yield (over, axis) if over else ref or number or word or sign

    def _next(self) -> None:
        self.token = next(self._tokens, "")

    def _take(self, wanted: str) -> None:
        if self.token != wanted:
            raise FormulaError(f"{self.text!r}: {wanted!r} expected, {self.token!r} found")
        self._next()

    def expression(self) -> Formula:
        return self._chain(("+", "-"), lambda: self._chain(("*", "/"), self._power))

    def _chain(self, signs: tuple[str, ...], below: Callable[[], Formula]) -> Formula:
        found = below()
        while isinstance(self.token, str) and self.token in signs:
            sign = self.token
            self._next()
            found = Operation(sign, found, below())
        return found

    def _power(self) -> Formula:
        base = self._atom()
        if self.token != "^":
            return base
        self._next()
        return Operation("^", base, self._power())

    def _atom(self) -> Formula:
        token = self.token
        if isinstance(token, tuple):
            self._next()
            return Over(token[0], token[1], self._bracketed())
        if token == "(":
            return self._bracketed()
        if token == "-":
            self._next()
            return Operation("-", Number(0.0), self._power())
        self._next()
        if token.startswith("{"):
            return self._ref(token)
        if token in FUNCTIONS:
            return Call(token, self._arguments())
        try:
            return Number(float(token))
        except ValueError as error:
            raise FormulaError(f"{self.text!r}: {token!r} has no place here") from error

    def _bracketed(self) -> Formula:
        self._take("(")
        inside = self.expression()
        self._take(")")
        return inside

    def _arguments(self) -> tuple[Formula, ...]:
        self._take("(")
        found = [self.expression()]
        while self.token == ",":
            self._next()
            found.append(self.expression())
        self._take(")")
        return tuple(found)

    def _ref(self, token: str) -> Ref:
        match = _REF.fullmatch(token)
        if match is None:
            raise FormulaError(f"{self.text!r}: {token!r} names nothing")
        neutral = match["neutral"]
        return Ref(
            match["name"],
            match["kind"],
            match["part"] or "",
            match["year"] or "",
            None if neutral is None else float(neutral),
        )
