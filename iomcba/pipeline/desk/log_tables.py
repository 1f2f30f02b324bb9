"""Tables of the log that every report of a case carries: decisions, changes, data, assurance.

The parts are those that the AQuA Book asks to be kept (HM Treasury, 2015, chapters 4 and 5).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
from iomcba.terms.said import worded
from iomcba.terms.words import SelectionWords

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
        (worded("decided.question"), words.decision, "case.yaml: decision"),
        *(
            (
                worded("decided.option", option=option.label),
                option.description or option.summary,
                f"role: {option.role}",
            )
            for option in inputs.options
        ),
        (
            worded("decided.years"),
            worded(
                "decided.years-are",
                start=words.start,
                years=words.years,
                prices=words.price_base,
            ),
            "case.yaml: start, years, price_base",
        ),
        (
            worded("decided.discounting"),
            words.discounting.replace("-", " "),
            "case.yaml: discounting",
        ),
        (
            worded("decided.counterfactual"),
            worded(
                "decided.method",
                method=words.counterfactual.method,
                family=words.counterfactual.family,
            ),
            "case.yaml: counterfactual",
        ),
        *_selection(inputs),
        (
            worded("decided.multipliers"),
            words.missing_multipliers.replace("-", " "),
            "case.yaml: missing_multipliers",
        ),
        (
            worded("decided.prison"),
            worded("decided.prison-in", where=words.prison_savings),
            "case.yaml: prison_savings",
        ),
        (worded("decided.pooled"), words.pooled_budget, "case.yaml: pooled_budget"),
        *(
            (
                worded("decided.scenario", scenario=scenario.label),
                _overrides(inputs, scenario.id),
                "scenario.csv",
            )
            for scenario in words.scenarios
        ),
        (worded("decided.disclosure"), words.disclosure, "case.yaml: disclosure"),
        (worded("decided.stage"), words.stage.replace("-", " "), "case.yaml: stage"),
        (worded("decided.next"), words.next_step, "case.yaml: next_step"),
    ]
    return _table(DECISIONS, "decided", ("what", "how", "where"), rows)


def _selection(inputs: Inputs) -> Iterator[tuple[str, str, str]]:
    choice = inputs.words.cohort
    if choice is None:
        return
    rule = choice.selection
    yield (worded("decided.cohort"), _rule(rule), "case.yaml: cohort.selection")
    counted = choice.taken_into_consideration.replace("-", " ")
    where = "case.yaml: cohort.taken_into_consideration"
    yield (worded("decided.considered"), counted, where)


def _rule(rule: SelectionWords) -> str:
    """Who is picked, how many of them, and from which days."""
    days = {"first": rule.first_day.isoformat(), "last": rule.last_day.isoformat()}
    size = worded("decided.people", number=str(rule.top)) if rule.top else ""
    size = size or (f"{rule.share:.0%}" if rule.share else "")
    if rule.rule == "flag":
        if size:
            return worded("decided.flag-of", flag=rule.flag, size=size, **days)
        return worded("decided.flag", flag=rule.flag, **days)
    if size:
        return worded("decided.top-of", rule=rule.rule, size=size, **days)
    return worded("decided.top", rule=rule.rule, **days)


def _overrides(inputs: Inputs, id: str) -> str:
    names = [row.keys[1] for row in inputs.table("scenario") if row.keys[0] == id]
    if names:
        return worded("decided.sets", names=", ".join(names))
    return worded("decided.as-it-stands")


def _changes(workspace: Workspace) -> TableWords:
    rows = [
        (c.day, c.name, f"{c.column}: {c.was or '–'} → {c.now or '–'}", c.reason, c.by)
        for c in read_changes(workspace.case)
    ]
    return _table(CHANGED, "changed", ("day", "assumption", "from-to", "why", "by"), rows)


def _data(inputs: Inputs, picked: Picked, named: Naming) -> TableWords:
    """The data log: what was read, of when, under which terms, with which limits."""
    rows = list[tuple[str, ...]]()
    if picked.cohort is not None:
        words, files = picked.cohort.words, picked.cohort.files
        lists = words.lists.replace("-", " ")
        key = "data.limits-invented" if words.synthetic else "data.limits"
        limits: str = worded(key, lists=lists, codes=words.codes)
        extracted = worded(
            "data.extracted",
            first=words.start.isoformat(),
            last=words.end.isoformat(),
            day=words.extract_date.isoformat(),
        )
        terms = worded("data.synthetic" if words.synthetic else "data.held")
        for name, hash in files:
            rows.append((named(name), extracted, terms, limits, hash[:SHORT]))
    hashes = {named(name): hash for name, hash in inputs.files}
    for evidence in inputs.sets:
        own = [h for n, h in hashes.items() if n.startswith(f"assumptions/{evidence.id}/")]
        limits = " ".join(part for part in (evidence.how_read, evidence.warning) if part)
        whole = ", ".join(hash[:SHORT] for hash in own)
        rows.append((evidence.title, evidence.edition, evidence.licence, limits, whole))
    return _table(DATA, "data", ("data", "edition", "terms", "read", "hashes"), rows)


def _assured(workspace: Workspace, inputs: Inputs, picked: Picked) -> TableWords:
    """The quality-assurance log: who reviewed how many rows, as what, with which finding."""
    by_name = digests(inputs, picked)
    groups: dict[tuple[str, str, str, str], list[Review]] = {}
    for review in read_reviews(workspace.case):
        key = (review.on, review.reviewer, review.role, review.comment)
        groups.setdefault(key, []).append(review)
    rows = list[tuple[str, ...]]()
    for (on, reviewer, role, comment), reviews in groups.items():
        standing = sum(by_name.get(review.row) == review.digest for review in reviews)
        many = worded("reviewed.rows", count=len(reviews))
        what = many if len(reviews) > 1 else _row_words(reviews[0].row)
        changed = len(reviews) - standing
        since = worded("reviewed.changed", count=changed)
        holds = since if changed else worded("reviewed.all-stand")
        rows.append((on, reviewer, role, what, holds, comment))
    heads = ("day", "who", "as", "what", "since", "found")
    return _table(ASSURED, "reviewed", heads, rows)


def _row_words(name: str) -> str:
    return worded("reviewed.whole") if name == WHOLE else name


def _table(id: str, of: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> TableWords:
    """A table with its title and heads."""
    header = tuple(worded(f"{of}.{head}") for head in heads)
    return TableWords(id, worded(f"{of}.title"), header, tuple(rows))
