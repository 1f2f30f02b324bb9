"""An option's words and rows → its `OptionPlan`: engagement, effect, outcomes (F9 to F12)."""

from __future__ import annotations

from iomcba.errors import Place
from iomcba.pipeline.cost_lines import MONTHS, cost_lines, hold_alike, hold_bearer
from iomcba.pipeline.resolver import Resolver
from iomcba.terms.inputs import Inputs
from iomcba.terms.money import FinancialYear
from iomcba.terms.plan import EffectPlan, OptionPlan, OutcomeLine, PathwayPlan
from iomcba.terms.rows import Row
from iomcba.terms.words import OptionWords

PRISON = "prison"  # theme of unit values that are prison places

NEEDED = ("impact",)


def option_plan(
    option: OptionWords, inputs: Inputs, years: tuple[FinancialYear, ...], find: Resolver
) -> OptionPlan:
    """Resolve one option. An option without effect and pathways changes no offending."""
    lines = cost_lines(option.id, inputs, years, find)
    pathways = _pathways(option, inputs, find)
    _hold_go_live(option, years, find)
    if option.effect is None and not pathways:
        return OptionPlan(option.id, option.role, lines)
    prefix, why = f"engagement.{option.id}", f"option {option.id}"
    effect = None if pathways else _effect(option, find)
    months = find.maybe(f"{prefix}.months-to-full", why)
    kept = find.maybe(f"{prefix}.persistence", why)
    return OptionPlan(
        id=option.id,
        role=option.role,
        lines=lines,
        effect=effect,
        pathways=pathways,
        outcomes=_outcomes(option, inputs, find),
        places=find.yearly(f"{prefix}.places", years, why),
        ramp=() if months else find.yearly(f"{prefix}.ramp", years, why),
        months_to_full=months,
        go_live=_go_live(option, years[0], find) if months else 0,
        take_up=find.need(f"{prefix}.take-up", why),
        retention=find.need(f"{prefix}.retention", why),
        displacement=find.need(f"{prefix}.displacement", why),
        custody_ratio=find.maybe(f"{prefix}.custody-ratio", why),
        stay_months=find.need(f"{prefix}.stay-months", why) if kept else "",
        persistence=kept,
        highest_rates_first=option.places_go_to == "highest-rates",
        relative_rate=_relative_rate(option, find),
    )


def _relative_rate(option: OptionWords, find: Resolver) -> str:
    """The row of h; refused where h is read off the histories (F9)."""
    name = f"engagement.{option.id}.relative-rate"
    if name in find.inputs.rows and option.places_go_to == "highest-rates":
        find.problems.add(
            find.inputs.rows[name].place,
            f"{name} is stated, but places go to the highest rates",
            "Leave it out: it is read off the histories; or let places go to anyone.",
        )
        return ""
    return find.maybe(name, f"option {option.id}")


def _go_live(option: OptionWords, first: FinancialYear, find: Resolver) -> int:
    """Months from the start of year 0 to the month in which the option goes live."""
    if not option.go_live:
        at = find.inputs.option_keys[option.id].at("go_live")
        find.problems.add(at, "is missing", "A ramp by months needs the month of going live.")
        return 0
    year, month = int(option.go_live[:4]), int(option.go_live[5:])
    return (year - first.start) * MONTHS + month - 4


def _hold_go_live(option: OptionWords, years: tuple[FinancialYear, ...], find: Resolver) -> None:
    """A month of going live says something only with a ramp by months, and within the years."""
    if not option.go_live:
        return
    at = find.inputs.option_keys[option.id].at("go_live")
    last = f"{years[-1].start + 1}-03"
    if f"engagement.{option.id}.months-to-full" not in find.inputs.rows:
        what = f"is {option.go_live}, but the option has no row months-to-full"
        find.problems.add(at, what, "Add the row to engagement.csv, or leave go_live out.")
    elif option.go_live > last:
        what = f"is {option.go_live}, after the last month appraised, {last}"
        find.problems.add(at, what, "Give an earlier month, or appraise more years.")


def _effect(option: OptionWords, find: Resolver) -> EffectPlan:
    """The effect row and the conversion its estimand needs; refused without its context."""
    why = f"option {option.id}"
    name = find.need(f"effect.{option.effect}", why)
    row = find.inputs.rows.by_name.get(name)
    if row is None:
        return EffectPlan(name, True, False)
    context = f"effect-context.{option.effect}"
    prevalence, uncontrolled = (
        row.word("measure") == "prevalence",
        row.word("design") == "before-after",
    )
    if prevalence and uncontrolled:
        find.problems.add(
            row.place,
            f"{name} is a before-after share reconvicted",
            "No rule converts it to a rate ratio; take a controlled study or a count.",
        )
    if prevalence:
        _hold_prevalence(row, f"{context}.control-prevalence", find)
    conversion = "prevalence" if prevalence else "before-after" if uncontrolled else ""
    assigned = row.word("population") == "all-assigned"
    study_why = f"an effect among all assigned ({name}) is scaled by it, so {why}"
    share_why = f"a share reconvicted ({name}) becomes a rate ratio only with it, so {why}"
    fall_why = f"a before-after figure ({name}) says nothing without it, so {why}"
    return EffectPlan(
        ratio=name,
        all_assigned=assigned,
        free_time=row.word("denominator") == "free-time",
        conversion=conversion,
        control_prevalence=find.need(f"{context}.control-prevalence", share_why)
        if prevalence
        else "",
        dispersion=find.need(f"{context}.dispersion", share_why) if prevalence else "",
        natural_ratio=find.need(f"{context}.natural-ratio", fall_why) if uncontrolled else "",
        study_engagement=find.need(f"{context}.study-engagement", study_why) if assigned else "",
        dose=find.need(f"engagement.{option.id}.dose", why),
    )


def _hold_prevalence(row: Row, control: str, find: Resolver) -> None:
    """A share reconvicted under the programme must stay below 1 over the whole stated range."""
    share = find.inputs.rows.by_name.get(control)
    if share is None or share.central is None or row.central is None:
        return
    most = (share.high or share.central) * (row.high or row.central)
    if most >= 1:
        find.problems.add(
            row.place,
            f"{row.name} times {control} reaches {most:.2f}, which is no share of people",
            "Such a ratio cannot hold beside so many reconvicted; check both rows.",
        )


def _pathways(option: OptionWords, inputs: Inputs, find: Resolver) -> tuple[PathwayPlan, ...]:
    rows = [row for row in inputs.table("pathway") if row.keys[0] == option.id]
    names = list(dict.fromkeys(row.keys[1] for row in rows))
    if names and option.effect is not None:
        at = inputs.option_keys[option.id].at("effect")
        find.problems.add(
            at,
            f"is {option.effect!r}, but the option has pathway rows too",
            "An option's effect comes from one of the two; leave the other out.",
        )
    why = f"the pathways of {option.id}"

    def part(pathway: str, quantity: str) -> str:
        return find.need(f"pathway.{option.id}.{pathway}.{quantity}", why)

    return tuple(
        PathwayPlan(
            name,
            part(name, "need"),
            part(name, "served"),
            part(name, "served-already"),
            part(name, "reduction"),
        )
        for name in names
    )


def _outcomes(option: OptionWords, inputs: Inputs, find: Resolver) -> tuple[OutcomeLine, ...]:
    """Outcome lines, each refused where it would count something twice (F12)."""
    by_outcome: dict[str, list[Row]] = {}
    for row in inputs.table("outcome"):
        if row.keys[0] == option.id:
            by_outcome.setdefault(row.keys[1], []).append(row)
    for rows in by_outcome.values():
        hold_alike(rows, find)
    first = [rows[0] for rows in by_outcome.values()]
    _hold_disjoint(first, find)
    return tuple(_outcome(row, find) for row in first)


def _outcome(row: Row, find: Resolver) -> OutcomeLine:
    name = f"outcome.{row.keys[0]}.{row.keys[1]}"
    hold_bearer(row, find)
    _hold_crime(name, row, find)
    of_cohort = row.word("population") == "cohort"
    _hold_engaged(name, row, of_cohort, find)
    return OutcomeLine(
        name=name,
        bearer=row.word("bearer"),
        value_class=row.word("value_class"),
        of_cohort=of_cohort,
        unit_value=find.need(row.word("unit_value") or f"{name}.unit-value", name),
        factors=tuple(
            found
            for part in ("affected", "engaged", "retained", "impact")
            if (found := (find.need if part in NEEDED else find.maybe)(f"{name}.{part}", name))
        ),
        deadweight=find.need(f"{name}.deadweight", name),
        drop_off=find.maybe(f"{name}.drop-off", name),
        lag=find.maybe(f"{name}.lag", name),
        transfer_share=find.maybe(f"{name}.transfer-share", name),
        cashable=find.maybe(f"{name}.cashable", name),
        optimism=find.maybe(f"{name}.optimism", name),
    )


def _hold_crime(name: str, row: Row, find: Resolver) -> None:
    """A value that holds crime is refused, whether the case or its evidence says so.

    Prison places hold the response to crime; they may stand where the case counts prison savings
    from custody days instead of from avoided cases.
    """
    evidence = find.inputs.rows.by_name.get(row.word("unit_value"))
    said = {name: row.word("contains_crime")}
    of_evidence = dict(evidence.words) if evidence is not None else {}
    by_days = find.inputs.words.prison_savings == "custody-days"
    if evidence is not None and not (by_days and of_evidence.get("theme") == PRISON):
        said[evidence.name] = of_evidence.get("contains_crime", "")
    for who in (who for who, word in said.items() if word == "yes"):
        find.problems.add(
            Place(row.place.file, row.place.line, "contains_crime"),
            f"is 'yes' for {who}, beside the crime avoided",
            "It would count the same crime twice; take a value without crime.",
        )


def _hold_engaged(name: str, row: Row, of_cohort: bool, find: Resolver) -> None:
    """Shares engaged and retained belong to an outcome of the cohort, and to no other."""
    if of_cohort:
        find.need(f"{name}.engaged", "an outcome counted on the whole cohort")
        return
    for part in ("engaged", "retained"):
        if f"{name}.{part}" in find.inputs.rows:
            find.problems.add(
                find.inputs.rows[f"{name}.{part}"].place,
                f"{name} counts people engaged, and multiplies by the share {part} again",
                "Leave the row out, or write cohort in the column population.",
            )


def _hold_disjoint(rows: list[Row], find: Resolver) -> None:
    """Two accounts of one unit value are added only where both are stated to be disjoint."""
    by_value: dict[str, list[Row]] = {}
    for row in rows:
        if row.word("unit_value"):
            by_value.setdefault(row.word("unit_value").rpartition(".")[0], []).append(row)
    for value, same in by_value.items():
        accounts = {row.word("unit_value") for row in same}
        for row in same:
            if len(accounts) > 1 and row.word("disjoint") == "no":
                at = Place(row.place.file, row.place.line, "disjoint")
                find.problems.add(
                    at,
                    f"is 'no', but {len(accounts)} accounts of {value} are added",
                    "Use one of them, or show that they hold different pounds.",
                )
