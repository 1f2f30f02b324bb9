"""Tables of the log that every report of a case carries: decisions, changes, data, assurance.

The parts are those that the AQuA Book asks to be kept (HM Treasury, 2015, chapters 4 and 5).
"""

from __future__ import annotations

from collections.abc import Iterator

from iomcba.pipeline.cohort import Picked
from iomcba.pipeline.desk.review import digests
from iomcba.pipeline.filing import Naming, naming
from iomcba.read.changes import read_changes
from iomcba.read.reviews import read_reviews
from iomcba.read.workspace import Workspace
from iomcba.terms.findings import TableWords
from iomcba.terms.inputs import Inputs
from iomcba.terms.log import ASSURED, CHANGED, DATA, DECISIONS
from iomcba.terms.reviews import WHOLE, Review

SHORT = 12  # hexadecimal digits of a hash that a table shows


def log_tables(workspace: Workspace, inputs: Inputs, picked: Picked) -> tuple[TableWords, ...]:
    """What every report of a case carries: decisions, changes, data, and who assured what."""
    named = naming(workspace, inputs)
    tables = (
        _decisions(inputs),
        _changes(workspace),
        _data(inputs, picked, named),
        _assured(workspace, inputs, picked),
    )
    return tuple(table for table in tables if table.rows)


def _decisions(inputs: Inputs) -> TableWords:
    words = inputs.words
    rows = [
        ("The question", words.decision, "case.yaml: decision"),
        *(
            (
                f"Option: {option.label}",
                option.description or option.summary,
                f"role: {option.role}",
            )
            for option in inputs.options
        ),
        (
            "Years and prices",
            f"{words.start}, {words.years} years; {words.price_base} prices",
            "case.yaml: start, years, price_base",
        ),
        ("Discounting", words.discounting.replace("-", " "), "case.yaml: discounting"),
        (
            "What the cohort would do anyway",
            f"method {words.counterfactual.method}, family {words.counterfactual.family}",
            "case.yaml: counterfactual",
        ),
        *_selection(inputs),
        (
            "Offence types without a multiplier",
            words.missing_multipliers.replace("-", " "),
            "case.yaml: missing_multipliers",
        ),
        ("Savings in prison", f"counted in {words.prison_savings}", "case.yaml: prison_savings"),
        ("Pooled budget", words.pooled_budget, "case.yaml: pooled_budget"),
        *(
            (
                f"Scenario: {scenario.label}",
                _overrides(inputs, scenario.id),
                "scenario.csv",
            )
            for scenario in words.scenarios
        ),
        ("Disclosure", words.disclosure, "case.yaml: disclosure"),
        ("Stage of the case", words.stage.replace("-", " "), "case.yaml: stage"),
        ("Next step", words.next_step, "case.yaml: next_step"),
    ]
    header = ("What was decided", "How", "Where it stands")
    return TableWords(DECISIONS, "Decisions that the case rests on", header, tuple(rows))


def _selection(inputs: Inputs) -> Iterator[tuple[str, str, str]]:
    choice = inputs.words.cohort
    if choice is None:
        return
    rule = choice.selection
    how = f"flag {rule.flag}" if rule.rule == "flag" else f"the top by {rule.rule}"
    size = f", {rule.top} people" if rule.top else f", {rule.share:.0%}" if rule.share else ""
    days = f"{rule.first_day.isoformat()} to {rule.last_day.isoformat()}"
    yield ("Who is in the cohort", f"{how}{size}, {days}", "case.yaml: cohort.selection")
    counted = choice.taken_into_consideration.replace("-", " ")
    where = "case.yaml: cohort.taken_into_consideration"
    yield ("Offences taken into consideration", counted, where)


def _overrides(inputs: Inputs, id: str) -> str:
    names = [row.keys[1] for row in inputs.table("scenario") if row.keys[0] == id]
    return f"sets {', '.join(names)}" if names else "as the case stands"


def _changes(workspace: Workspace) -> TableWords:
    rows = tuple(
        (c.day, c.name, f"{c.column}: {c.was or '–'} → {c.now or '–'}", c.reason, c.by)
        for c in read_changes(workspace.case)
    )
    header = ("Day", "Assumption", "From and to", "Why", "By")
    return TableWords(CHANGED, "Changes of assumptions, as recorded", header, rows)


def _data(inputs: Inputs, picked: Picked, named: Naming) -> TableWords:
    """The data log: what was read, of when, under which terms, with which limits."""
    rows = []
    if picked.cohort is not None:
        words, files = picked.cohort.words, picked.cohort.files
        lists = words.lists.replace("-", " ")
        limits = f"lists {lists}; codes: {words.codes}" + (
            "; invented people, no real history" if words.synthetic else ""
        )
        days = f"{words.start.isoformat()} to {words.end.isoformat()}"
        for name, hash in files:
            extracted = f"{days}, extracted {words.extract_date.isoformat()}"
            terms = "synthetic" if words.synthetic else "held by the partners; not for sharing"
            rows.append((named(name), extracted, terms, limits, hash[:SHORT]))
    hashes = {named(name): hash for name, hash in inputs.files}
    for evidence in inputs.sets:
        own = [h for n, h in hashes.items() if n.startswith(f"assumptions/{evidence.id}/")]
        limits = " ".join(part for part in (evidence.how_read, evidence.warning) if part)
        whole = ", ".join(hash[:SHORT] for hash in own)
        rows.append((evidence.title, evidence.edition, evidence.licence, limits, whole))
    header = ("Data", "Edition or days", "Terms", "How it was read, and its limits", "Hashes")
    return TableWords(DATA, "Data, with its terms and limits", header, tuple(rows))


def _assured(workspace: Workspace, inputs: Inputs, picked: Picked) -> TableWords:
    """The quality-assurance log: who reviewed how many rows, as what, with which finding."""
    by_name = digests(inputs, picked)
    groups: dict[tuple[str, str, str, str], list[Review]] = {}
    for review in read_reviews(workspace.case):
        key = (review.on, review.reviewer, review.role, review.comment)
        groups.setdefault(key, []).append(review)
    rows = []
    for (on, reviewer, role, comment), reviews in groups.items():
        standing = sum(by_name.get(review.row) == review.digest for review in reviews)
        what = f"{len(reviews):,} rows" if len(reviews) > 1 else _row_words(reviews[0].row)
        changed = len(reviews) - standing
        holds = "all stand" if not changed else f"{changed:,} changed since"
        rows.append((on, reviewer, role, what, holds, comment))
    header = ("Day", "Who", "As", "What was reviewed", "Since then", "What was found")
    return TableWords(ASSURED, "Quality assurance, as recorded", header, tuple(rows))


def _row_words(name: str) -> str:
    return "words, options and cohort" if name == WHOLE else name
