"""A page taken apart: tags, ids, headings, tables, figures, and text outside the style sheet."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from iomcba.read.catalogue import catalogue

TEMPLATES = {
    path.name: path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parents[2] / "templates" / "business-case").iterdir())
}
ENGLISH = catalogue()
VOID = {"meta", "br", "hr", "img", "link", "input"}


class Page(HTMLParser):
    """Reads a page and records what tests ask of it."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.printed: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.tables: list[dict[str, object]] = []
        self._figures: list[tuple[int, str, list[str]]] = []
        self.feed(page.decode())
        self.close()

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.tags.append((tag, found))
        if "id" in found:
            self.ids.append(found["id"])
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append(int(tag[1]))
        if tag == "table":
            self.tables.append({"id": found.get("id"), "caption": False, "rows": []})
        elif tag == "caption":
            self.tables[-1]["caption"] = True
        elif tag == "tr":
            self.tables[-1]["rows"].append([])
        elif tag in {"th", "td"}:
            self.tables[-1]["rows"][-1].append((tag, found.get("scope", "")))
        if tag not in VOID:
            self.open.append(tag)
            if "data-figure" in found:
                self._figures.append((len(self.open), found["data-figure"], []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]} at {self.getpos()}")
            return
        if self._figures and self._figures[-1][0] == len(self.open):
            _, name, text = self._figures.pop()
            self.printed.append((name, "".join(text).strip()))
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.texts.append(data)
        for _, _, text in self._figures:
            text.append(data)
