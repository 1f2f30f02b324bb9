"""Two cases, or runs, side by side: every row and word that differs, and nothing simulated."""

from __future__ import annotations

from pathlib import Path

from iomcba.appraise.disclosure import disclose_comparison
from iomcba.keep.folders import refuse_file, write_one
from iomcba.pipeline.cohort import read_and_pick
from iomcba.pipeline.comparison.changes import changes
from iomcba.pipeline.comparison.sides import Side, side_of_case, side_of_run
from iomcba.pipeline.policy import require_disclosure
from iomcba.pipeline.prepare import Prepared
from iomcba.pipeline.report import stamp
from iomcba.pipeline.stand_in import stand_in
from iomcba.read.inputs import read_inputs
from iomcba.read.run import is_run, read_run
from iomcba.read.templates import page_templates
from iomcba.read.workspace import find_case
from iomcba.report.desk import diff_page
from iomcba.terms.bridge import Comparison, SharedComparison
from iomcba.terms.catalogue import Catalogue


def diff(a: str, b: str) -> SharedComparison:
    """What differs between two cases or runs; their answers are not asked.

    Raises:
        InputError: with every problem of either, or if one is neither a case nor a run.
    """
    first, second = _side(a), _side(b)
    found = Comparison(
        sides=(first.words, second.words),
        price_base=second.price_base,
        years=second.plan.years,
        options=tuple(dict.fromkeys(o.id for side in (first, second) for o in side.plan.options)),
        focus="",
        changes=tuple(changes(first, second)),
        players=(),
        bridges=(),
        ends=(),
        unbridged=(),
        labels=tuple({**first.labels, **second.labels}.items()),
        draws=0,
        seed=0,
        synthetic=first.synthetic and second.synthetic,
    )
    strict = first if first.policy == "standard" else second
    threshold = max(first.threshold, second.threshold)
    few, lowest = first.few | second.few, min(first.threshold, second.threshold)
    return disclose_comparison(found, strict.policy, threshold, few, lowest)


def _side(what: str) -> Side:
    """A side of which only the rows are asked: a case's counterfactual is not fitted."""
    if is_run(Path(what)):
        return side_of_run(read_run(Path(what)))
    workspace = find_case(what)
    inputs = read_inputs(workspace)
    picked = read_and_pick(workspace, inputs)
    require_disclosure(inputs, picked)
    return side_of_case(Prepared(workspace, inputs, picked, lambda: stand_in(inputs)))


def write_page(shared: SharedComparison, path: Path, force: bool, words: Catalogue) -> None:
    """Write what differs as a page for a committee.

    Raises:
        InputError: if the file exists and may not be replaced, or cannot be written.
    """
    refuse_file(path, force, (".html", ".htm"))
    templates = page_templates(page="diff")
    write_one(path, diff_page.render(shared, templates, words, stamp()), force)
