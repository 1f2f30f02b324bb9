"""A formula in words, and with its numbers put in, as a reader with a calculator types it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from iomcba.report.formats import MINUS, UNDEFINED
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.formula import (
    FACT,
    Call,
    Each,
    Formula,
    Number,
    Operation,
    Over,
    Ref,
    Term,
    parse,
)

DIGITS = 8  # significant digits of a number put in: what is typed gives what is printed
PENCE = 2
FEW = 8  # terms of a sum that are written out
SIGNS = {"+": " + ", "-": f" {MINUS} ", "*": " × ", "/": " ÷ ", "^": "^"}
RANK = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}
ATOM = 4
OF_OFFENCE = ".[offence]"
ONE = Term("", 1.0, "", absent=True)


def declared(text: str, words: Catalogue) -> str:
    """A formula as declared, in words.

    >>> declared("{benefit} * {discount-factor}", Catalogue())
    'benefit × discount-factor'
    """
    return _said(parse(text), words)


def conditions(when: str, words: Catalogue) -> str:
    """When a formula holds, in words."""
    found = [words.text(f"formula-holds.{word}") for word in when.split()]
    return words.text("list.comma").join(found) or words.text("formula-holds.otherwise")


def worked(formula: Formula, words: Catalogue) -> str:
    """The same with its numbers, factors that are absent left out.

    >>> net = Operation("-", Term("a.pvb", 1234.5, "GBP real"), Term("a.pvc", 200.0, "GBP real"))
    >>> worked(net, Catalogue())
    '£1,234.50 − £200.00'
    """
    return _said(without_absent(formula), words)


def number(value: float, unit: str) -> str:
    """A number put in: eight digits, of money at least the pence.

    >>> number(1234.5, "GBP real"), number(0.07, "share"), number(-1 / 3, "ratio")
    ('£1,234.50', '0.07', '−0.33333333')
    """
    exact = Decimal(repr(float(value)))
    if not exact.is_finite():
        return UNDEFINED
    money = unit.startswith("GBP")
    places = max(DIGITS - exact.adjusted() - 1, PENCE if money else 0)
    rounded = abs(exact).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    text = f"{rounded:,f}"
    if "." in text:
        whole, _, rest = text.partition(".")
        rest = rest.rstrip("0")
        rest = rest.ljust(PENCE, "0") if money else rest
        text = f"{whole}.{rest}" if rest else whole
    return f"{MINUS if exact < 0 and rounded else ''}{'£' if money else ''}{text}"


def without_absent(formula: Formula) -> Formula:
    """The formula without factors that the plan has not."""
    match formula:
        case Operation(sign, left, right):
            return _joined(sign, without_absent(left), without_absent(right))
        case Call(function, arguments):
            return Call(function, tuple(without_absent(each) for each in arguments))
        case Each("product", _, ()):
            return ONE
        case Each(_, _, (only,)):
            return without_absent(only)
        case Each(what, axis, parts):
            return Each(what, axis, tuple(without_absent(part) for part in parts))
    return formula


def _joined(sign: str, left: Formula, right: Formula) -> Formula:
    """Two formulas joined; where one is an absent factor, the other, or again an absent one."""
    lacks, has = _absent(left), _absent(right)
    if sign in "*/" and has == 1:
        return left
    if sign == "*" and lacks == 1:
        return right
    if sign == "^" and lacks == 1:
        return ONE
    if sign in "+-" and has == 0:
        return ONE if left == Number(1.0) else left
    return Operation(sign, left, right)


def _absent(formula: Formula) -> float | None:
    return formula.value if isinstance(formula, Term) and formula.absent else None


def _said(formula: Formula, words: Catalogue) -> str:
    said: str
    match formula:
        case Number(value):
            said = f"{value:g}"
        case Term(_, value, unit):
            said = number(value, unit)
        case Ref():
            said = _named(formula, words)
        case Call(function, arguments):
            said = f"{function}({', '.join(_said(each, words) for each in arguments)})"
        case Over(what, axis, each):
            over = {"axis": words.text(f"formula-axis.{axis}"), "each": _said(each, words)}
            said = words.text("formula.over", what=words.text(f"formula.{what}"), **over)
        case Each(what, axis, parts):
            said = _written_out(what, axis, parts, words)
        case Operation(sign, left, right):
            said = _operation(sign, left, right, words)
    return said


def _operation(sign: str, left: Formula, right: Formula, words: Catalogue) -> str:
    if left == Number(0.0) and sign == "-":
        return f"{MINUS}{_bracketed(right, ATOM, words)}"
    strict = RANK[sign] + (sign in "-/")
    first = _bracketed(left, RANK[sign], words)
    return f"{first}{SIGNS[sign]}{_bracketed(right, strict, words, follows=True)}"


def _bracketed(formula: Formula, least: int, words: Catalogue, follows: bool = False) -> str:
    """A formula in brackets where it binds less than what it stands in."""
    text = _said(formula, words)
    negative = follows and text.startswith(MINUS)
    return f"({text})" if _rank(formula) < least or negative else text


def _rank(formula: Formula) -> int:
    match formula:
        case Operation(sign, _, _):
            return RANK[sign]
        case Each(what, _, parts) if 1 < len(parts) <= FEW:
            return RANK["+" if what == "sum" else "*"]
    return ATOM


def _written_out(what: str, axis: str, parts: Sequence[Formula], words: Catalogue) -> str:
    if not parts:
        return "0" if what == "sum" else "1"
    if len(parts) > FEW:
        many = {"number": f"{len(parts)}", "axis": words.text(f"formula-axis.{axis}")}
        return words.text("formula.many", what=words.text(f"formula.{what}"), **many)
    sign = "+" if what == "sum" else "*"
    first, *others = parts
    said = [_bracketed(first, RANK[sign], words)]
    said += [_bracketed(part, RANK[sign], words, follows=True) for part in others]
    return SIGNS[sign].join(said)


def _named(ref: Ref, words: Catalogue) -> str:
    name = ref.name.replace("_", "-")
    if name.endswith(OF_OFFENCE):
        name = words.text("formula.of-the-offence", name=name.removesuffix(OF_OFFENCE))
    if ref.kind == FACT:
        return name.replace("-", " ")
    of = f"{name} [{ref.part}]" if ref.part else name
    key = f"formula-year.{ref.year}"
    return words.text(key, name=of) if key in words.texts else of
