"""Paper → plain data for the typst templates: text, lists and flags; nothing is counted there.

User's words go through JSON and reach the page as text, never as markup, whatever is in them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import cast

from iomcba.report.columns import is_short, shares
from iomcba.report.five_cases import NAMES, printed
from iomcba.report.paper import Block, Flow, Paper, Sources, Words, edition_of, licence_of
from iomcba.report.pdf.glyphs import Fitting, fitting
from iomcba.report.views import Answer, Cell, Chart, FrontPage, Sentence, Table, plain
from iomcba.terms.catalogue import Catalogue

Names = set[str] | frozenset[str]
Plain = str | bool | float | list["Plain"] | dict[str, "Plain"]
_MOST_ACROSS = 5  # cards in one row of the first page
_LINE = 62  # characters of a line in half a page, for balancing its columns
_TITLE_LINES, _CAPTION_LINES = 2, 3
_MANY, _VERY_MANY = 7, 9  # columns from which a table is set in smaller type
_PORTRAIT, _LANDSCAPE = 116.0, 172.0  # characters across a page, in a table's usual type
_LEFT, _RIGHT = 56.0, 66.0  # and across either column of the first page
# The fixed words of a paper: what the templates know them by, and their keys.
FIXED = {
    "contents": "page.contents",
    "one_page": "page.one-page",
    "decision": "page.decision",
    "answer": "page.answer",
    "at_a_glance": "page.at-a-glance",
    "warning": "page.warning",
    "table": "paper.table",
    "figure": "paper.figure",
}
_AS_THEY_ARE = {"language", "region", "id", "link", "url", "anchor"}  # never printed
_DRAWINGS = {"svg"}


def data(paper: Paper, words: Catalogue, drawn: Callable[[str], set[str]]) -> str:
    """The paper as JSON; `drawn` says which of some characters the fonts have."""
    whole = _paper(paper, words)
    return json.dumps(_fitted(whole, fitting(_texts(whole), drawn), ""), ensure_ascii=False)


def _texts(value: Plain) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _fitted(value: Plain, fit: Fitting, key: str) -> Plain:
    if isinstance(value, str):
        if key in _AS_THEY_ARE:
            return value
        return fit.plain(value) if key in _DRAWINGS else fit.text(value)
    if isinstance(value, dict):
        return {name: _fitted(part, fit, name) for name, part in value.items()}
    return [_fitted(part, fit, key) for part in value] if isinstance(value, list) else value


def _paper(paper: Paper, words: Catalogue) -> dict[str, Plain]:
    names = {name for name, _ in printed(paper.front)}
    return {
        "title": paper.title,
        "area": paper.area,
        "label": paper.label,
        "stamp": paper.stamp,
        "warnings": list(paper.warnings),
        "front": _front(paper.front, names),
        "sections": _sections(paper, words),
        "said": _said(words),
    }


def _said(words: Catalogue) -> dict[str, Plain]:
    """The fixed words of the templates, and their language; a page's number is left to them."""
    language, _, region = words.language.partition("-")
    places = {"page": {"number": "page"}, "pages": {"number": "pages"}}
    page = cast(list[Plain], list(words.parts("paper.page", **places)))
    fixed = {name: words.text(key) for name, key in FIXED.items()}
    return {"language": language, "region": region, "page": page, **fixed}


def _front(front: FrontPage, names: set[str]) -> dict[str, Plain]:
    left, right = _halves(front)
    return {
        "decision": front.decision,
        "cohort": [_sentence(fact, names) for fact in front.cohort],
        "verdict": [_sentence(said, names) for said in front.verdict],
        "across": max(1, min(len(front.cards), _MOST_ACROSS)),
        "cards": [
            {
                "label": card.label,
                "tag": card.tag,
                "preferred": card.preferred,
                "headline": _sentence(card.headline, names),
                "lines": [_sentence(line, names) for line in card.lines],
                "summary": card.summary,
            }
            for card in front.cards
        ],
        "left": _half(front.cost, left, names, _LEFT),
        "right": _half(front.bearers, right, names, _RIGHT),
        "basis": front.basis,
    }


def _half(table: Table, answers: list[Answer], names: set[str], room: float) -> Plain:
    """A column of the first page: a table and answers below it."""
    return {
        "tables": [_table(table, frozenset(), names, room)] if table.rows else [],
        "answers": [_answer(answer, names) for answer in answers],
    }


def _answer(answer: Answer, names: set[str]) -> Plain:
    said: list[Plain] = [_sentence(sentence, names) for sentence in answer.sentences]
    return {"question": answer.question, "sentences": said}


def _halves(front: FrontPage) -> tuple[list[Answer], list[Answer]]:
    """The answers in order, cut where both columns of the first page come out about as long."""
    answers = [answer for answer in front.answers if answer.sentences]
    sizes = [_TITLE_LINES + sum(_lines(plain(s)) for s in answer.sentences) for answer in answers]
    left, right = _depth(front.cost), _depth(front.bearers)
    cut = min(
        range(len(answers) + 1),
        key=lambda place: abs(left + sum(sizes[:place]) - right - sum(sizes[place:])),
    )
    return answers[:cut], answers[cut:]


def _lines(text: str) -> int:
    return 1 + len(text) // _LINE


def _depth(table: Table) -> int:
    if not table.rows:
        return 0
    notes = sum(_lines(note) for note in table.notes)
    return len(table.rows) + _CAPTION_LINES + notes


def _sections(paper: Paper, words: Catalogue) -> list[Plain]:
    """All sections; those below one in landscape are in landscape too."""
    made: list[Plain] = []
    room, links = _PORTRAIT, paper.links
    for section in paper.sections:
        if section.level == 1:
            room = _LANDSCAPE if section.landscape else _PORTRAIT
        blocks: list[Plain] = [_block(block, links, room, words) for block in section.blocks]
        made.append(
            {
                "id": section.id,
                "title": section.title,
                "level": float(section.level),
                "flipped": room == _LANDSCAPE,
                "blocks": blocks,
            }
        )
    return made


def _block(block: Block, links: frozenset[str], room: float, words: Catalogue) -> dict[str, Plain]:
    match block:
        case Words():
            said: list[Plain] = [_sentence(sentence) for sentence in block.sentences]
            kind = "list" if block.bulleted else "note" if block.small else "words"
            return {"kind": kind, "sentences": said}
        case Chart():
            return _chart(block)
        case Flow():
            return _flow(block, words)
        case Sources():
            return {"kind": "sources", "lines": _sources(block, words)}
        case Table():
            return {"kind": "table", **_table(block, links, room=room)}


def _flow(block: Flow, words: Catalogue) -> dict[str, Plain]:
    return {
        "kind": "flow",
        "paths": [
            {
                "steps": [[kind, step] for kind, step in path.steps],
                "note": words.text(
                    "page.cashable" if path.cashable else "page.not-cashable", owner=path.note
                ),
            }
            for path in block.paths
        ],
    }


def _chart(chart: Chart) -> dict[str, Plain]:
    return {
        "kind": "chart",
        "title": chart.title,
        "note": chart.note,
        "alt": chart.description,
        "svg": chart.wide,
        "table": _table(chart.table, frozenset()),
    }


def _sources(block: Sources, words: Catalogue) -> list[Plain]:
    """Each source once, so that a link to it has one end."""
    lines = {line.id: line for line in block.lines}
    return [
        {
            "id": f"source-{line.id}",
            "name": line.id,
            "citation": line.citation,
            "url": line.link,
            "shown": line.link,
            "licence": licence_of(line, words),
            "through": edition_of(line, words),
        }
        for line in lines.values()
    ]


def _table(
    table: Table, links: frozenset[str], names: Names = frozenset(), room: float = _PORTRAIT
) -> dict[str, Plain]:
    rows: list[Plain] = []
    for row in table.rows:
        cells: list[Plain] = [_cell(cell, links, names) for cell in (row.head, *row.cells)]
        if table.id == NAMES:
            cells[0] = {"text": row.head.text, "anchor": f"figure-{row.head.text}"}
        rows.append({"total": row.total, "cells": cells})
    many = len(table.columns)
    return {
        "id": table.id,
        "caption": table.caption,
        "units": table.units,
        "notes": list(table.notes),
        "columns": [column.label for column in table.columns],
        "right": [column.numeric for column in table.columns],
        "widths": list(shares(table, room)),
        "type": "smallest" if many >= _VERY_MANY else "smaller" if many >= _MANY else "small",
        "together": is_short(table),
        "rows": rows,
    }


def _sentence(sentence: Sentence, names: Names = frozenset()) -> Plain:
    """Stretches of text; a figure that is listed by its name carries it as an id."""
    return [
        {"text": piece.text, "id": piece.figure} if piece.figure in names else piece.text
        for piece in sentence
    ]


def _cell(cell: Cell, links: frozenset[str], names: Names) -> Plain:
    """A cell: its text alone, or what more there is to it."""
    target = cell.link.removeprefix("#")
    more: dict[str, Plain] = {
        **({"note": cell.note} if cell.note else {}),
        **({"link": target} if target in links else {}),
        **({"mark": cell.mark} if cell.mark else {}),
        **({"id": cell.figure} if cell.figure in names else {}),
        **({"missing": True} if cell.missing else {}),
    }
    return {"text": cell.text, **more} if more else cell.text
