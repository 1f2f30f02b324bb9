"""A case or a run → one side of a comparison: its plan, its rows as seen, its words by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from iomcba.appraise.disclosure import POLICIES, offences_hidden
from iomcba.appraise.suppression import suppress
from iomcba.errors import InputError, Place, Problem
from iomcba.model.sampling import UNCOSTED
from iomcba.pipeline.beside import beside
from iomcba.pipeline.plan import make_plan
from iomcba.pipeline.policy import threshold_of
from iomcba.pipeline.prepare import Prepared, prepare
from iomcba.pipeline.scenarios import scenario_plans
from iomcba.read.run import Run, is_run, read_run
from iomcba.read.tables import FORM_OF
from iomcba.terms.bridge import RowSeen, SideWords
from iomcba.terms.findings import AssumptionRow, BusinessCase
from iomcba.terms.inputs import Inputs
from iomcba.terms.plan import Plan
from iomcba.terms.rows import Row

CASE, RUN = "case", "run"
OBSERVED = "case.observed-offences"
FIGURE = ("central", "distribution", "low", "high", "interval", "unit", "price_base")
EVIDENCE = ("status", "source", "quality", "impact", "owner", "review_by", "note")
PLACE_WORDS = ("name", "file", "line", "factor", "mean", "overrides")
COHORT_FILES = ("cohort.yaml", "offenders.csv", "offences.csv", "custody.csv")


@dataclass(frozen=True, slots=True)
class Side:
    """One side. `rows` and `words` (file, key) are by name; a run holds only rows it used.

    `files` are (name, hash) of the cohort's files; `few` are offence types whose counts are hidden
    (under the policy, below the threshold). `whole` says that every row and word of the case
    is here.
    """

    words: SideWords
    plan: Plan
    rows: Mapping[str, RowSeen]
    said: Mapping[tuple[str, str], str]
    labels: Mapping[str, str]
    files: tuple[tuple[str, str], ...]
    price_base: str
    synthetic: bool
    policy: str
    threshold: float
    few: frozenset[str]
    whole: bool


def read_sides(a: str, b: str, workers: int) -> tuple[Side, Side]:
    """Both sides, B read beside A unless it is a folder that holds A's case.

    Raises:
        InputError: as `read_side` does.
    """
    if Path(b).is_dir() and not is_run(Path(b)) and not (Path(b) / "case.yaml").is_file():
        first = read_side(a)
        return first, read_side(b, first)
    other = beside(lambda: read_side(b), workers)
    return read_side(a), other()


def read_side(what: str, first: Side | None = None) -> Side:
    """Read a run folder, a case folder, the name of a shipped case, or an assumptions folder.

    An assumptions folder holds the case that the `first` side is, under the same name.

    Raises:
        InputError: if it is none of these, or with every problem of the case.
    """
    path = Path(what)
    if is_run(path):
        return side_of_run(read_run(path))
    if first is not None and path.is_dir() and not (path / "case.yaml").is_file():
        inside = path / first.words.id
        if not (inside / "case.yaml").is_file():
            remedy = f"Give a case, a run, or a folder that holds {first.words.id}/case.yaml."
            raise InputError([Problem(Place(what), "holds neither a case nor a run", remedy)])
        what = str(inside)
    return side_of_case(prepare(what))


def side_of_run(run: Run) -> Side:
    """A finished run as a side, from its folder alone."""
    case, made = run.full, run.full.provenance
    disclosed = run.shared.case.figures
    own = tuple(
        (name, figure.mean)
        for name, figure in disclosed.items()
        if name.split(".")[1:] in (["npsv"], ["pvc"], ["p-best"]) and figure.mean is not None
    )
    words = SideWords(
        case.id, case.title, RUN, str(run.folder), case.label, made.draws, made.seed, own
    )
    return Side(
        words=words,
        plan=run.plan,
        rows={row.name: _seen_in_run(row) for row in case.assumptions},
        said=_said_by_run(case),
        labels=_labels(case),
        files=tuple((n, sha) for n, sha in made.inputs if n.rpartition("/")[2] in COHORT_FILES),
        price_base=case.price_base,
        synthetic=case.synthetic,
        policy="synthetic" if run.shared.policy == POLICIES["synthetic"] else "standard",
        threshold=run.shared.threshold,
        few=offences_hidden(run.shared.hidden),
        whole=False,
    )


def side_of_case(case: Prepared) -> Side:
    """A case that is read as a side; its counterfactual is fitted."""
    inputs, cohort = case.inputs, case.picked.cohort
    wanted = inputs.words.simulation
    plan, _ = make_plan(inputs, case.fit(), case.picked.yearly, wanted.seed)
    scenario_plans(inputs, plan)
    label = cohort.words.label if cohort is not None else ""
    words = SideWords(
        inputs.words.id,
        inputs.words.title,
        CASE,
        str(Place(inputs.place.file)).removesuffix("/case.yaml"),
        label,
        wanted.draws,
        wanted.seed,
    )
    folder = inputs.place.file.rpartition("/")[0]
    threshold = threshold_of(inputs)
    observed = dict(zip((*plan.offences, UNCOSTED), case.picked.observed.tolist(), strict=True))
    counts = {OBSERVED: float(sum(observed.values()))}
    counts |= {f"{OBSERVED}.{offence}": float(count) for offence, count in observed.items()}
    rows = (seen for row in inputs.rows if (seen := _seen(row, folder)) is not None)
    return Side(
        words=words,
        plan=plan,
        rows={row.name: row for row in rows},
        said=_said_by_case(inputs),
        labels={
            **{option.id: option.label for option in inputs.options},
            **{row.keys[0]: row.word("label") for row in inputs.table("bearer")},
            **{row.keys[0]: row.word("label") for row in inputs.table("offence")},
        },
        files=cohort.files if cohort is not None else (),
        price_base=inputs.words.price_base,
        synthetic=cohort.words.synthetic if cohort is not None else False,
        policy=inputs.words.disclosure,
        threshold=threshold,
        few=offences_hidden(suppress(counts, threshold).hidden),
        whole=True,
    )


def text(value: object) -> str:
    """A cell as text: a number as it would be written, nothing as nothing."""
    if isinstance(value, float):
        return f"{value:.15g}"
    return "" if value is None else str(value)


def _seen(row: Row, folder: str) -> RowSeen:
    """A row of a case. A source is known by its set too, for every folder may have its own."""
    name, (home, _, _) = row.name, row.place.file.rpartition("/")
    if row.table == "source":
        name = f"{row.name} ({'the case' if home == folder else home.rpartition('/')[2]})"
    if not FORM_OF[row.table].carries_figure:
        return RowSeen(name, row.table, row.place.file, row.place.line, row.words, row.factor)
    figure = (row.central, row.family, row.low, row.high, row.interval, row.unit, row.price_base)
    evidence = tuple((column, text(getattr(row, column))) for column in EVIDENCE)
    cells = (*row.words, *zip(FIGURE, map(text, figure), strict=True), *evidence)
    return RowSeen(name, row.table, row.place.file, row.place.line, cells, row.factor)


def _seen_in_run(row: AssumptionRow) -> RowSeen:
    cells = tuple(
        (field.name, text(getattr(row, field.name)))
        for field in fields(row)
        if field.name not in PLACE_WORDS
    )
    return RowSeen(row.name, row.name.partition(".")[0], row.file, row.line, cells, row.factor)


def _labels(case: BusinessCase) -> dict[str, str]:
    options = {option.id: option.label for option in case.options}
    return {**dict(case.offences), **{b.id: b.label for b in case.bearers}, **options}


def _said_by_case(inputs: Inputs) -> dict[tuple[str, str], str]:
    """Every word of case.yaml, the options' files and the sets' files, by file and key."""
    said = {("case.yaml", key): word for key, word in _leaves(inputs.words.model_dump())}
    for option in inputs.options:
        file = f"options/{option.id}.yaml"
        said |= {(file, key): word for key, word in _leaves(option.model_dump())}
    for each in inputs.sets:
        said |= {(f"{each.id}/set.yaml", key): word for key, word in _leaves(each.model_dump())}
    return said


def _said_by_run(case: BusinessCase) -> dict[tuple[str, str], str]:
    """The words a run keeps."""
    kept = ("id", "title", "area", "decision", "next_step", "price_base", "discounting")
    said = {("case.yaml", key): str(getattr(case, key)) for key in kept}
    said["case.yaml", "counterfactual.method"] = case.method
    said["case.yaml", "pooled_budget"] = case.pooled_rule
    for option in case.options:
        for key in ("label", "role", "summary", "description"):
            said[f"options/{option.id}.yaml", key] = getattr(option, key)
    return said


def _leaves(node: object, at: str = "") -> Iterator[tuple[str, str]]:
    """Every single word below a node, with its path."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _leaves(value, f"{at}.{key}" if at else str(key))
    elif isinstance(node, list):
        yield at, ", ".join(text(v) if not isinstance(v, dict) else text(v.get("id")) for v in node)
        for each in node:
            if isinstance(each, dict):
                yield from _leaves(each, f"{at}.{each.get('id', '')}")
    else:
        yield at, text(node)
