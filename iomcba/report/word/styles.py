"""The styles of the Word report, by their names in Word, as we would have them.

A base document may hold any of them and then has its own say. Names beginning with "Business case"
are ours; the others are Word's own.
"""

from __future__ import annotations

from iomcba.report.word.xml import DECLARED

INK, SOFT, NAVY, PLUM, RULE = "1B1F23", "4A5056", "12436D", "801650", "C8CDD2"
NOTE, TEXT, LABEL, LEAD = (
    "Business case note",
    "Business case table text",
    "Business case label",
    "Business case lead",
)
_FONT = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:eastAsia="Arial"/>'


def _style(
    id: str,
    name: str,
    size: float,
    space: tuple[int, int] = (0, 0),
    marks: str = "",
    run: str = "",
    colour: str = "",
    above: str = "Normal",
    following: str = "Normal",
    left: int = 0,
    level: int = -1,
) -> str:
    """A paragraph style; size in points, space before and after in twentieths of one."""
    before, after = space
    indent = f'<w:ind w:left="{left}"/>' if left else ""
    outline = f'<w:outlineLvl w:val="{level}"/>' if level >= 0 else ""
    tint = f'<w:color w:val="{colour}"/>' if colour else ""
    half = round(2 * size)
    based = f'<w:basedOn w:val="{above}"/>' if above else ""
    default = ' w:default="1"' if id == "Normal" else ""
    custom = ' w:customStyle="1"' if name.startswith("Business case") else ""
    return (
        f'<w:style {DECLARED} w:type="paragraph"{default}{custom} w:styleId="{id}">'
        f'<w:name w:val="{_as_stored(name)}"/>{based}<w:next w:val="{following}"/><w:qFormat/>'
        f'<w:pPr>{marks}<w:spacing w:before="{before}" w:after="{after}"/>{indent}{outline}</w:pPr>'
        f'<w:rPr>{run}{tint}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr></w:style>'
    )


def _as_stored(name: str) -> str:
    """Word stores the names of its headings and captions in small letters."""
    small = name.startswith(("Heading", "TOC", "Caption", "Header", "Footer"))
    return name.replace("TOC", "toc").lower() if small else name


_KEEP = "<w:keepNext/><w:keepLines/>"
STYLES: dict[str, str] = {
    "Normal": _style("Normal", "Normal", 10, (0, 100), run=_FONT, colour=INK, above=""),
    "Title": _style("Title", "Title", 22, (0, 120), _KEEP, f"{_FONT}<w:b/>", NAVY),
    "Heading 1": _style(
        "Heading1", "Heading 1", 17, (0, 160), _KEEP, f"{_FONT}<w:b/>", NAVY, level=0
    ),
    "Heading 2": _style(
        "Heading2", "Heading 2", 12.5, (240, 80), _KEEP, f"{_FONT}<w:b/>", NAVY, level=1
    ),
    "Heading 3": _style(
        "Heading3", "Heading 3", 10.5, (180, 60), _KEEP, f"{_FONT}<w:b/>", INK, level=2
    ),
    "Caption": _style("Caption", "Caption", 9, (200, 60), _KEEP, _FONT, INK),
    "toc 1": _style("TOC1", "TOC 1", 10, (100, 20), run="<w:b/>"),
    "toc 2": _style("TOC2", "TOC 2", 10, (0, 20), left=280),
    NOTE: _style("BusinessCaseNote", NOTE, 8.5, (40, 100), colour=SOFT),
    TEXT: _style("BusinessCaseTableText", TEXT, 8, (20, 20), following="BusinessCaseTableText"),
    LABEL: _style("BusinessCaseLabel", LABEL, 10, (0, 60), run="<w:b/>", colour=PLUM),
    LEAD: _style("BusinessCaseLead", LEAD, 12, (0, 80), run="<w:b/>"),
}
_EDGE = 'w:val="single" w:space="0"'
TABLE_STYLE = (
    "Business case table",
    f'<w:style {DECLARED} w:type="table" w:customStyle="1" w:styleId="BusinessCaseTable">'
    '<w:name w:val="Business case table"/><w:qFormat/><w:tblPr><w:tblBorders>'
    f'<w:bottom {_EDGE} w:sz="8" w:color="{INK}"/>'
    f'<w:insideH {_EDGE} w:sz="4" w:color="{RULE}"/></w:tblBorders>'
    '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
    '</w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
    f'<w:bottom {_EDGE} w:sz="8" w:color="{INK}"/></w:tcBorders><w:vAlign w:val="bottom"/>'
    "</w:tcPr></w:tblStylePr></w:style>",
)
