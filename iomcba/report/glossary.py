"""The glossary: the terms that a report uses, each with what it means."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from functools import cache

from iomcba.report.grid import heading
from iomcba.report.views import Chart, Column, Part, Report, Row, Table
from iomcba.terms.catalogue import Catalogue, glossary_terms

_DRAWINGS = ("wide", "narrow")


def part(report: Report, words: Catalogue) -> Part:
    """The glossary of a laid-out report."""
    texts = list[str]()
    _gather(report, texts)
    return said_in("\n".join(texts), words)


def said_in(text: str, words: Catalogue) -> Part:
    """Those terms of the catalogue that stand in a text, in alphabetical order."""
    said = text.lower()
    terms = [pair for held in glossary_terms(words).values() for pair in held]
    found = sorted((pair for pair in terms if _is_in(pair[0], said)), key=lambda p: p[0].lower())
    columns = tuple(
        Column(words.text(f"glossary.{head}"), numeric=False) for head in ("term", "means")
    )
    rows = tuple(
        Row(heading(term), (heading(meaning),), id=_anchor(term)) for term, meaning in found
    )
    table = Table("glossary-terms", words.text("glossary.caption"), columns, rows)
    return Part("glossary", words.text("glossary.title"), tables=(table,) if rows else ())


def targets(glossary: Part) -> dict[str, str]:
    """Where each name of a term is explained, in small letters."""
    rows = (row for table in glossary.tables for row in table.rows)
    return {name: row.id for row in rows for name in _names(row.head.text)}


def _names(term: str) -> list[str]:
    """The names of a term.

    >>> _names("Net present social value (NPSV)")
    ['net present social value', 'npsv']
    """
    return [name.strip() for name in re.split(r"[,()]", term.lower()) if name.strip()]


def _anchor(term: str) -> str:
    return "term-" + "-".join(re.findall(r"\w+", term.lower()))


def _is_in(term: str, said: str) -> bool:
    """Whether a text in small letters has a term by one of its names, in the plural too."""
    return any(
        name in said and re.search(rf"\b{re.escape(name)}s?(?!\w)", said) for name in _names(term)
    )


def _gather(value: object, texts: list[str]) -> None:
    """Add every text of a laid-out report; drawings are left out."""
    if isinstance(value, str):
        texts.append(value)
    elif isinstance(value, tuple):
        for each in value:
            _gather(each, texts)
    else:
        for name in _fields(type(value)):  # type: ignore[arg-type]
            _gather(getattr(value, name), texts)


@cache
def _fields(kind: type[object]) -> tuple[str, ...]:
    """Names of what a noun holds that may be text; nothing of a number."""
    drawings = _DRAWINGS if kind is Chart else ()
    held = fields(kind) if is_dataclass(kind) else ()
    return tuple(field.name for field in held if field.name not in drawings)
