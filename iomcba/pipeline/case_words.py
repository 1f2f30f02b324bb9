"""Rows of a case → the nouns of its words: assumptions, sources, comparisons, ratings, benefits."""

from __future__ import annotations

from iomcba.terms.findings import AssumptionRow, BenefitPath, Rating, SourceWords
from iomcba.terms.reconciliation import Comparison
from iomcba.terms.rows import Row


def assumption_words(row: Row) -> AssumptionRow:
    """A resolved assumption as the report shows it."""
    return AssumptionRow(
        name=row.name,
        file=row.place.file,
        line=row.place.line,
        central=row.central,
        distribution=row.family,
        low=row.low,
        high=row.high,
        interval=row.interval,
        unit=row.unit,
        price_base=str(row.price_base or ""),
        factor=row.factor,
        mean=row.distribution.mean if row.distribution else None,
        status=row.status,
        source=row.source,
        quality=row.quality,
        impact=row.impact,
        owner=row.owner,
        review_by=row.review_by,
        note=row.note,
        overrides=row.overrides,
    )


def source_words(row: Row) -> SourceWords:
    """A source with its citation; what was not seen is left out."""
    parts = ("authors", "title", "published", "publisher", "table")
    citation = ", ".join(row.word(part) for part in parts if row.word(part) not in ("", "not seen"))
    return SourceWords(
        row.keys[0], citation, row.word("licence"), row.word("url"), row.word("read_through")
    )


def comparison_words(row: Row) -> Comparison:
    """A published figure beside ours."""
    return Comparison(
        id=row.keys[0],
        label=row.word("label"),
        published=row.central or 0.0,
        published_high=row.high,
        unit=row.unit,
        source=row.source,
        ours=row.word("ours"),
        why=row.word("why"),
    )


def rating_words(row: Row) -> Rating:
    """How an option does on an objective without a price."""
    return Rating(
        row.keys[0], row.word("label"), row.keys[1], row.word("rating"), row.word("words")
    )


def benefit_path(row: Row) -> BenefitPath:
    """A path of the benefits map."""
    return BenefitPath(
        option=row.keys[0],
        benefit=row.keys[1],
        activity=row.word("activity"),
        output=row.word("output"),
        outcome=row.word("outcome"),
        label=row.word("label"),
        owner=row.word("owner"),
        measure=row.word("measure"),
        baseline=row.word("baseline"),
        target=row.word("target"),
        cashable=row.word("cashable") == "yes",
        unit=row.word("unit"),
        target_reads=row.word("target_reads"),
    )
