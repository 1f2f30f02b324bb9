"""Two sides → every change between them: rows, words of YAML files, files of data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from iomcba.pipeline.comparison.sides import EVIDENCE, FIGURE, Side
from iomcba.pipeline.comparison.structure import option_words
from iomcba.terms.bridge import (
    COUNTERFACTUAL,
    PRISON,
    STAGE,
    TIMING,
    CellChange,
    Change,
    RowSeen,
)
from iomcba.terms.said import worded

CASE = "case.yaml"
WORDS = worded("unmoved.words")
# Words that act: (file, key or its first part) → whose change it is.
ACTING = {
    "discounting": TIMING,
    "stage": STAGE,
    "prison_savings": PRISON,
    "cohort": COUNTERFACTUAL,
    "counterfactual": COUNTERFACTUAL,
}
OF_OPTION = ("role", "effect", "go_live", "places_go_to")
WHY = {
    **dict.fromkeys(("start", "years", "price_base"), worded("unmoved.not-bridged")),
    "simulation": worded("unmoved.alike"),
    "sets": worded("unmoved.in-rows"),
    "options": worded("unmoved.by-itself"),
}
FIT_TABLES = ("counterfactual", "past-total", "cohort-stock", "harm-weight", "offence-code")


def changes(a: Side, b: Side) -> list[Change]:
    """Every change, rows first; `player` is blank still, or the words' own."""
    return [*_rows(a, b), *_said(a, b), *_drawn(a, b), *_files(a, b)]


def _drawn(a: Side, b: Side) -> Iterator[Change]:
    """How a run was simulated, where a run is one of the sides; of cases, case.yaml says it."""
    if a.whole and b.whole:
        return
    settings = [
        {
            "seed": side.plan.seed,
            "sampler": side.plan.sampler,
            "replicates": side.plan.replicates,
            "draws": side.words.draws,
        }
        for side in (a, b)
    ]
    for key, old in settings[0].items():
        if old != settings[1][key]:
            cells = (CellChange(key, str(old), str(settings[1][key])),)
            places = (a.words.place, b.words.place)
            name = f"{CASE}: simulation.{key}"
            yield Change(name, "changed", places, cells, why=WHY["simulation"])


def _rows(a: Side, b: Side) -> Iterator[Change]:
    whole = a.whole and b.whole
    for name in dict.fromkeys((*a.rows, *b.rows)):
        ours, theirs = a.rows.get(name), b.rows.get(name)
        if not whole and not _in_both_views(name, a, b):
            continue
        if ours is None or theirs is None:
            yield _one_sided(name, ours, theirs)
        elif ours.cells != theirs.cells:
            cells = tuple(_differing(ours, theirs, whole))
            if cells:
                yield Change(
                    name,
                    "changed",
                    (_place(ours), _place(theirs)),
                    cells,
                    _figure(ours, theirs) if {c.column for c in cells} & {*FIGURE} else (),
                    (ours.cell("source"), theirs.cell("source")),
                    theirs.cell("unit"),
                )


def _in_both_views(name: str, a: Side, b: Side) -> bool:
    """Whether a row is seen where a run, which keeps the rows it used, stands on one side."""
    used = name in a.plan.quantities or name in b.plan.quantities
    return used or name.partition(".")[0] == "counterfactual"


def _one_sided(name: str, ours: RowSeen | None, theirs: RowSeen | None) -> Change:
    row = ours or theirs
    assert row is not None, "a name comes from one side at least"
    words = ((column, word) for column, word in row.cells if word and column not in FIGURE)
    cells = tuple(CellChange(c, w if ours else "", w if theirs else "") for c, w in words)
    source = row.cell("source")
    return Change(
        name,
        "removed" if ours else "added",
        (_place(ours), _place(theirs)),
        cells,
        _figure(ours, theirs),
        (source if ours else "", source if theirs else ""),
        row.cell("unit"),
    )


def _figure(ours: RowSeen | None, theirs: RowSeen | None) -> tuple[CellChange, ...]:
    """A row's whole figure on both sides; nothing for a row of words."""
    ends = [(side.cell if side is not None else lambda column: "") for side in (ours, theirs)]
    found = tuple(CellChange(column, ends[0](column), ends[1](column)) for column in FIGURE)
    return found if any(cell.old or cell.new for cell in found) else ()


def _differing(ours: RowSeen, theirs: RowSeen, whole: bool) -> Iterator[CellChange]:
    """Cells that differ; of a run only the columns that it keeps."""
    left, right = dict(ours.cells), dict(theirs.cells)
    columns = dict.fromkeys((*left, *right)) if whole else (*FIGURE, *EVIDENCE)
    for column in columns:
        old, new = left.get(column, ""), right.get(column, "")
        if old != new:
            yield CellChange(column, old, new)


def _place(row: RowSeen | None) -> str:
    return f"{row.file}:{row.line}" if row is not None else ""


def _said(a: Side, b: Side) -> Iterator[Change]:
    """Words of case.yaml, options and sets that differ; those that act name their player."""
    keys = dict.fromkeys((*a.said, *b.said))
    if not (a.whole and b.whole):
        keys = dict.fromkeys(key for key in a.said if key in b.said)
    files = [{file for file, _ in side.said} for side in (a, b)]
    for file in sorted({file for file, _ in keys} - (files[0] & files[1])):
        where = [
            f"{side.words.place}/{file}" if file in of_side else ""
            for side, of_side in zip((a, b), files, strict=True)
        ]
        kind = "removed" if where[0] else "added"
        player = file if file.startswith("options/") else ""
        yield Change(file, kind, (where[0], where[1]), (), player=player, why=WORDS)
    for file, key in keys:
        old, new = a.said.get((file, key), ""), b.said.get((file, key), "")
        if old == new or file not in files[0] & files[1]:
            continue
        place = tuple(f"{side.words.place}/{file}" for side in (a, b))
        yield Change(
            f"{file}: {key}",
            "changed",
            (place[0], place[1]),
            (CellChange(key, old, new),),
            player=_acts(file, key),
            why=WHY.get(key.partition(".")[0], WORDS) if file == CASE else WORDS,
        )


def _acts(file: str, key: str) -> str:
    """The player that a word belongs to, blank where it moves nothing by itself."""
    if file == CASE:
        return ACTING.get(key.partition(".")[0], "")
    id = file.removeprefix("options/").removesuffix(".yaml")
    return option_words(id) if key in OF_OPTION and file.startswith("options/") else ""


def _files(a: Side, b: Side) -> Iterator[Change]:
    """Files of the cohort whose contents differ."""
    ours, theirs = (_by_base(side.files) for side in (a, b))
    for base in dict.fromkeys((*ours, *theirs)):
        old, new = ours.get(base, ("", "")), theirs.get(base, ("", ""))
        if old[1] != new[1]:
            kind = "changed" if old[1] and new[1] else "removed" if old[1] else "added"
            cells = (CellChange("sha256", old[1][:12], new[1][:12]),)
            yield Change(f"cohort: {base}", kind, (old[0], new[0]), cells, player=COUNTERFACTUAL)


def _by_base(files: tuple[tuple[str, str], ...]) -> Mapping[str, tuple[str, str]]:
    return {name.rpartition("/")[2]: (name, sha) for name, sha in files}
