"""How cells of the workbook look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iomcba.terms.desk import DATE, NUMBER

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

YELLOW, ORANGE, RED, BLUE, GREY = "#FFF2CC", "#F8CBAD", "#FF9999", "#12436D", "#F2F2F2"
DAY, TEXT, GENERAL, THOUSANDS = "yyyy-mm-dd", "@", "General", "#,##0"


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Format] = {}
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.strong = book.add_format({"bold": True, "valign": "top"})
        self.prose = book.add_format({"valign": "top"})
        self.wrapped = book.add_format({"valign": "top", "text_wrap": True})
        self.link = book.add_format({"font_color": "#1155CC", "underline": 1, "valign": "top"})
        self.header = book.add_format(
            {
                "bold": True,
                "bg_color": BLUE,
                "font_color": "#FFFFFF",
                "text_wrap": True,
                "valign": "vcenter",
                "border": 1,
            }
        )
        self.locked = book.add_format({"valign": "top"})
        self.about = book.add_format({"font_color": "#3D3D3D", "valign": "top", "text_wrap": True})
        self.input = self.of("text", True)
        self.changed = book.add_format({"bg_color": ORANGE})
        self.thousands = book.add_format({"num_format": THOUSANDS})
        self.missing = book.add_format({"bg_color": RED})

    def of(self, kind: str, changeable: bool) -> Format:
        """The format of a cell: yellow and open, or grey and locked; days and texts as such."""
        shown = {NUMBER: GENERAL, DATE: DAY}.get(kind, TEXT)
        if (shown, changeable) not in self._made:
            self._made[shown, changeable] = self._book.add_format(
                {
                    "bg_color": YELLOW if changeable else GREY,
                    "border": 1,
                    "border_color": "#BFBFBF",
                    "locked": not changeable,
                    "num_format": shown,
                    "align": "right" if kind == NUMBER else "left",
                    "text_wrap": kind not in (NUMBER, DATE),
                    "valign": "top",
                }
            )
        return self._made[shown, changeable]
