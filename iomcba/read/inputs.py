"""A case and the evidence sets it names → `Inputs`: rows by name, later sets overriding earlier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from iomcba.characters import digits
from iomcba.errors import Keys, Place, Problems, nearest
from iomcba.read.rows import read_rows
from iomcba.read.tables import FORM_OF
from iomcba.read.workspace import Workspace, source
from iomcba.read.yamls import read_keyed, read_yaml
from iomcba.terms.inputs import Inputs
from iomcba.terms.money import Deflator, FinancialYear
from iomcba.terms.rows import Row, Rows
from iomcba.terms.words import CaseWords, OptionWords, SetWords


def read_inputs(workspace: Workspace) -> Inputs:
    """Read a case with everything it names.

    Raises:
        InputError: with every problem in every file of the case.
    """
    problems = Problems()
    inputs = gather_inputs(workspace, problems)
    problems.raise_if_any()
    assert inputs is not None, "a case that cannot be read has problems"
    return inputs


def gather_inputs(workspace: Workspace, problems: Problems) -> Inputs | None:
    """Read a case as far as it can be read; None where case.yaml cannot.

    With problems the inputs are incomplete: good for finding further problems, and nothing else.
    """
    case_file = workspace.source(workspace.case / "case.yaml")
    words, keys = read_keyed(CaseWords, case_file, problems)
    if words is None:
        return None
    for key, ids in (("sets", words.sets), ("options", words.options)):
        for item, id in enumerate(ids):
            if id in ids[:item]:
                problems.add(keys.at(key, item), f"names {id!r} twice", "Keep one.")
    files, by_name, sets = [workspace.case / "case.yaml"], dict[str, Row](), list[SetWords]()
    replaced: dict[str, tuple[Row, ...]] = {}
    for item, id in enumerate(words.sets):
        folder = workspace.evidence(id)
        if folder is None:
            problems.add(
                keys.at("sets", item),
                f"names {id!r}, which is no evidence set",
                nearest(id, workspace.known_sets()),
            )
            continue
        set_words = read_yaml(SetWords, workspace.source(folder / "set.yaml"), problems)
        if set_words is not None:
            sets.append(set_words)
        files.append(folder / "set.yaml")
        _override(by_name, replaced, _read_folder(workspace, folder, id, files, problems))
    own = _read_folder(workspace, workspace.case, words.id, files, problems)
    _override(by_name, replaced, own)
    options = _read_options(workspace, words, keys, files, problems)
    _hold_deflator(by_name, problems)
    deflator = Deflator(
        {
            FinancialYear.parse(r.keys[0]): r.central
            for r in by_name.values()
            if r.table == "deflator" and r.central and r.central > 0
        }
    )
    rows = Rows(_rebase(by_name, deflator, FinancialYear.parse(words.price_base), problems))
    crime_costs = [s.id for s in sets if s.kind == "crime-costs"]
    if len(crime_costs) != 1 and len(sets) == len(words.sets):
        problems.add(
            keys.at("sets"),
            f"names {len(crime_costs)} crime-cost sets ({', '.join(crime_costs) or 'none'})",
            "A case has exactly one: it defines the offence types.",
        )
    hashes = tuple((source(path).name, workspace.fingerprint(path)) for path in files)
    return Inputs(
        keys,
        words,
        tuple(sets),
        crime_costs[0] if crime_costs else "",
        tuple(option for option, _ in options),
        rows,
        deflator,
        hashes,
        replaced,
        {option.id: of_option for option, of_option in options},
    )


def _read_folder(
    workspace: Workspace, folder: Path, id: str, files: list[Path], problems: Problems
) -> list[Row]:
    """Every table of a folder, each row with the id of the set or case it came from."""
    rows = []
    for path in workspace.tables(folder):
        form = FORM_OF.get(path.stem)
        if form is None:
            problems.add(
                Place(source(path).name),
                f"{path.stem!r} is no table of a case or set",
                nearest(path.stem, FORM_OF),
            )
            continue
        files.append(path)
        rows += read_rows(form, workspace.source(path), problems)
    hold_sources(rows, problems)
    return [replace(row, origin=id) for row in rows]


def hold_sources(rows: list[Row], problems: Problems) -> None:
    """Every figure cites a source of its own folder."""
    known = [row.keys[0] for row in rows if row.table == "source"]
    for row in rows:
        if row.source and row.source not in known:
            at = Place(row.place.file, row.place.line, "source")
            problems.add(
                at,
                f"{row.source!r} is not in source.csv of the same folder",
                nearest(row.source, known),
            )


def _override(
    by_name: dict[str, Row], replaced: dict[str, tuple[Row, ...]], found: list[Row]
) -> None:
    """Put rows under their names; a row of a later set replaces one of an earlier set."""
    for row in found:
        if row.table == "source":
            by_name[f"{row.name}.{row.place.file}"] = row
            continue
        earlier = by_name.get(row.name)
        if earlier is not None:
            replaced[row.name] = (*replaced.get(row.name, ()), earlier)
        by_name[row.name] = replace(row, overrides=str(earlier.place)) if earlier else row


def _read_options(
    workspace: Workspace, words: CaseWords, keys: Keys, files: list[Path], problems: Problems
) -> list[tuple[OptionWords, Keys]]:
    options = []
    for item, id in enumerate(words.options):
        path = workspace.case / "options" / f"{id}.yaml"
        if not workspace.holds(path):
            known = [p.stem for p in path.parent.glob("*.yaml")]
            problems.add(
                keys.at("options", item),
                f"names {id!r}, but there is no options/{id}.yaml",
                nearest(id, known),
            )
            continue
        files.append(path)
        option, of_option = read_keyed(OptionWords, workspace.source(path), problems)
        if option is None:
            continue
        if option.id != id:
            problems.add(
                of_option.at("id"),
                f"is {option.id!r}",
                f"The file's name says {id!r}.",
            )
        options.append((option, of_option))
    complete = len(options) == len(words.options)
    roles = [option.role for option, _ in options]
    if complete and roles.count("business-as-usual") != 1:
        problems.add(
            keys.at("options"),
            "needs exactly one option whose role is business-as-usual",
        )
    elif complete and roles[0] != "business-as-usual":
        problems.add(
            keys.at("options", 0),
            f"begins with {words.options[0]!r}",
            "List the business-as-usual option first.",
        )
    return options


def _hold_deflator(by_name: Mapping[str, Row], problems: Problems) -> None:
    """An index of prices is above 0 in every year that has one."""
    for row in by_name.values():
        if row.table == "deflator" and row.central is not None and row.central <= 0:
            at = Place(row.place.file, row.place.line, "central")
            problems.add(at, f"is {digits(row.central)}, but an index of prices is above 0")


def _rebase(
    by_name: Mapping[str, Row], deflator: Deflator, base: FinancialYear, problems: Problems
) -> dict[str, Row]:
    """Every pound in the case's price base, once."""
    rebased = {}
    for name, row in by_name.items():
        if row.price_base is None:
            rebased[name] = row
            continue
        try:
            rebased[name] = row.rebased(deflator.factor(row.price_base, base))
        except KeyError as missing:
            problems.add(
                Place(row.place.file, row.place.line, "price_base"),
                f"no deflator for {missing.args[0]}",
                "Add the year to the deflator table, or correct the price base.",
            )
    return rebased
