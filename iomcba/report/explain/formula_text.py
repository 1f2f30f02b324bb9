"""A formula in words, and with its numbers put in, as a reader with a calculator types it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from iomcba.report.formats import MINUS, UNDEFINED
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
AXES = {
    "year": "years",
    "year-so-far": "years so far",
    "later-year": "years after the last",
    "month": "months of the year",
    "offence": "offence types",
    "offence-or-none": "offence types",
    "severe-offence": "homicide and rape",
    "component": "components of unit costs",
    "response-component": "components of the response",
    "heading": "headings",
    "bearer": "bearers",
    "public-bearer": "public bodies",
    "cash-bearer": "bearers with a cash budget",
    "line": "cost lines",
    "outcome": "outcomes",
    "pathway": "pathways",
    "tier": "tiers",
    "factor": "factors of the line",
}
WHEN = {"last": " of the last year", "before": " of the year before", "lagged": " of a lag before"}
CONDITIONS = {
    "": "otherwise",
    "year": "by year",
    "offence": "by offence type",
    "bearer": "of a bearer",
    "heading": "of a heading",
    "class": "of a class of value",
    "cashable": "cashable",
    "capacity-released": "capacity released",
    "cost-avoided": "cost avoided",
    "acts": "where the option acts on offending",
    "pathways": "by pathways",
    "custody": "with more custody and an effect per free day",
    "recalls": "with more custody",
    "stays": "where the effect outlasts the stay",
    "assigned": "effect among all assigned",
    "ranked": "highest rates first",
    "rated": "relative rate as stated",
    "monthly": "ramp by months",
    "outcomes": "with other outcomes",
    "prevalence": "from shares reconvicted",
    "before-after": "from a before-after study",
    "graded": "with a confidence grade",
    "per-crime": "counted on crimes",
    "response": "of the response to crime",
    "rest": "what a share leaves",
    "one-year": "of one year",
    "last": "in the last year",
    "life": "with years of use",
    "transfer": "a transfer",
    "sunk": "sunk",
    "opportunity": "an opportunity cost",
    "backfill": "a seconded post",
    "places": "per place",
    "engaged": "per person engaged",
    "extra-custody-days": "per extra custody day",
    "required-posts": "posts sized by caseload",
    "of-cohort": "counted on the cohort",
    "waiting": "before the lag has passed",
    "stepped": "in steps",
    "by-gain": "shared by gain",
    "by-size": "shared by size",
}
ONE = Term("", 1.0, "", absent=True)


def declared(text: str) -> str:
    """A formula as declared, in words.

    >>> declared("sum year ({benefit} * {discount-factor})")
    'sum over years of (benefit × discount-factor)'
    """
    return _said(parse(text))


def conditions(when: str) -> str:
    """When a formula holds, in words."""
    return ", ".join(CONDITIONS[word] for word in when.split()) or CONDITIONS[""]


def worked(formula: Formula) -> str:
    """The same with its numbers, factors that are absent left out.

    >>> net = Operation("-", Term("a.pvb", 1234.5, "GBP real"), Term("a.pvc", 200.0, "GBP real"))
    >>> worked(net)
    '£1,234.50 − £200.00'
    """
    return _said(without_absent(formula))


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


def _said(formula: Formula) -> str:
    said: str
    match formula:
        case Number(value):
            said = f"{value:g}"
        case Term(_, value, unit):
            said = number(value, unit)
        case Ref():
            said = _named(formula)
        case Call(function, arguments):
            said = f"{function}({', '.join(_said(each) for each in arguments)})"
        case Over(what, axis, each):
            said = f"{what} over {AXES[axis]} of ({_said(each)})"
        case Each(what, axis, parts):
            said = _written_out(what, axis, parts)
        case Operation(sign, left, right):
            said = _operation(sign, left, right)
    return said


def _operation(sign: str, left: Formula, right: Formula) -> str:
    if left == Number(0.0) and sign == "-":
        return f"{MINUS}{_bracketed(right, ATOM)}"
    strict = RANK[sign] + (sign in "-/")
    return f"{_bracketed(left, RANK[sign])}{SIGNS[sign]}{_bracketed(right, strict, follows=True)}"


def _bracketed(formula: Formula, least: int, follows: bool = False) -> str:
    """A formula in brackets where it binds less than what it stands in."""
    text = _said(formula)
    negative = follows and text.startswith(MINUS)
    return f"({text})" if _rank(formula) < least or negative else text


def _rank(formula: Formula) -> int:
    match formula:
        case Operation(sign, _, _):
            return RANK[sign]
        case Each(what, _, parts) if 1 < len(parts) <= FEW:
            return RANK["+" if what == "sum" else "*"]
    return ATOM


def _written_out(what: str, axis: str, parts: Sequence[Formula]) -> str:
    if not parts:
        return "0" if what == "sum" else "1"
    if len(parts) > FEW:
        return f"[{what} of {len(parts)} {AXES[axis]}]"
    sign = "+" if what == "sum" else "*"
    first, *others = parts
    said = [_bracketed(first, RANK[sign])]
    said += [_bracketed(part, RANK[sign], follows=True) for part in others]
    return SIGNS[sign].join(said)


def _named(ref: Ref) -> str:
    name = ref.name.replace("_", "-").replace(".[offence]", " of the offence type")
    if ref.kind == FACT:
        return name.replace("-", " ")
    of = f" [{ref.part}]" if ref.part else ""
    return f"{name}{of}{WHEN.get(ref.year, '')}"
