"""A small good case with a cohort of four people and crime costs of its own, made by code.

`FILES` maps a path to its text. A test writes them, breaks one, and checks the case.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

COMMON = {
    "central": "",
    "distribution": "",
    "low": "",
    "high": "",
    "interval": "",
    "unit": "ratio",
    "price_base": "",
    "status": "judgement",
    "source": "made-up",
    "quality": "red",
    "impact": "low",
    "owner": "tests",
    "review_by": "2099-12-31",
    "note": "",
}
POUNDS = {"unit": "GBP", "price_base": "2010-11"}


def table(keys: str, *rows: tuple[str, dict[str, str]]) -> str:
    """A table of figures: key and attribute cells as one text with commas, then what differs."""
    names = [*keys.split(","), *COMMON]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    for cells, figures in rows:
        own = dict(zip(keys.split(","), cells.split(","), strict=True))
        writer.writerow(COMMON | own | figures)
    return text.getvalue()


def at(central: str, **other: str) -> dict[str, str]:
    return {"central": central, **other}


SOURCES = """\
source,title,authors,published,publisher,table,licence,url,read_through
made-up,Invented for a test,,,,,,,
"""

CASE = """\
id: small-case
title: A small case
area: Nowhere
decision: Shall the team be funded?
next_step: Ask.
start: 2011-12
years: 2
price_base: 2010-11
discounting: start-of-year
sets:
  - tiny-prices
  - offending-dynamics
  - tiny-codes
  - tiny-costs
cohort:
  folder: four-people
  selection:
    rule: count
    top: 2
    first_day: 2008-04-01
    last_day: 2010-03-31
counterfactual:
  method: naive
options:
  - as-now
  - team
simulation:
  draws: 16384
  seed: 1
disclosure: standard
"""


def set_words(id: str, kind: str) -> str:
    return (
        f"id: {id}\ntitle: The set {id}\nedition: first\nkind: {kind}\nlicence: none\n"
        "attribution: none\nhow_read: invented\n"
    )


FILES = {
    "assumptions/small-case/case.yaml": CASE,
    "assumptions/small-case/options/as-now.yaml": (
        "id: as-now\nlabel: As now\nrole: business-as-usual\nsummary: Nothing changes.\n"
    ),
    "assumptions/small-case/options/team.yaml": (
        "id: team\nlabel: A team\nrole: option\nsummary: A team.\neffect: some\n"
    ),
    "assumptions/small-case/source.csv": SOURCES,
    "assumptions/small-case/bearer.csv": (
        "bearer,label,public,cash_budget,note\npolice,Police,yes,yes,\nvictims,Victims,no,no,\n"
    ),
    "assumptions/small-case/parameter.csv": table(
        "parameter",
        ("discount-rate", at("0.035", unit="per year")),
        ("recorded-crimes-per-proven-offence", at("1")),
        ("population-recorded-crimes-per-proven-offence", at("1")),
        ("detection-factor", at("1")),
        ("multiplier-uncertainty", at("1")),
        ("unit-cost-uncertainty", at("1")),
        ("response-marginal-share", at("1", unit="share")),
        ("cashable-share", at("0.1", unit="share")),
        ("backfill-share", at("1", unit="share")),
        ("on-cost-rate", at("0.25")),
        ("real-pay-growth", at("0", unit="per year")),
        ("disclosure-threshold", at("10", unit="people")),
    ),
    "assumptions/small-case/salary.csv": table(
        "role", ("constable", at("30000", unit="GBP per FTE per year", price_base="2010-11"))
    ),
    "assumptions/small-case/staff.csv": table(
        "option,role,employer,post,start,end,optimism",
        ("team,constable,police,funded,2011-04,2013-03,plain", at("1", unit="FTE")),
    ),
    "assumptions/small-case/cost.csv": table(
        "option,line,label,heading,bearer,timing,first_year,last_year,funding,optimism",
        (
            "team,room,A room,operating,police,per-year,2011-12,2012-13,cash,plain",
            at("1000", distribution="pert", low="800", high="1200", interval="min-max", **POUNDS),
        ),
    ),
    "assumptions/small-case/optimism-bias.csv": table("class", ("plain", at("0.05"))),
    "assumptions/small-case/engagement.csv": table(
        "option,quantity,financial_year",
        ("team,places,", at("2", unit="people")),
        ("team,ramp,", at("1", unit="share")),
        ("team,take-up,", at("0.8", unit="share")),
        ("team,retention,", at("0.7", unit="share")),
        ("team,dose,", at("1")),
        ("team,displacement,", at("0", unit="share")),
    ),
    "assumptions/small-case/effect-context.csv": table(
        "effect,quantity", ("some,study-engagement", at("0.56", unit="share"))
    ),
    "assumptions/small-case/effect.csv": table(
        "effect,label,measure,population,denominator,follow_up_months,design",
        (
            "some,An effect,count,all-assigned,calendar,12,judgement",
            at("0.93", distribution="lognormal", low="0.78", high="1.11", interval="95%"),
        ),
    ),
    "assumptions/tiny-prices/set.yaml": set_words("tiny-prices", "deflators"),
    "assumptions/tiny-prices/source.csv": SOURCES,
    "assumptions/tiny-prices/deflator.csv": table(
        "financial_year",
        ("2009-10", at("98", unit="index")),
        ("2010-11", at("100", unit="index")),
        ("2011-12", at("102", unit="index")),
        ("2012-13", at("104", unit="index")),
    ),
    "assumptions/tiny-codes/set.yaml": set_words("tiny-codes", "offence-codes"),
    "assumptions/tiny-codes/source.csv": SOURCES,
    "assumptions/tiny-codes/offence-code.csv": (
        "code,set,offence,label,offence_group,subgroup,vintage,basis,source,note\n"
        "28A,tiny-costs,burglary,Burglary,Theft,,current,direct,made-up,\n"
        "45,tiny-costs,theft,Theft,Theft,,current,direct,made-up,\n"
        "92D,tiny-costs,,Possession,Drugs,,current,none,made-up,\n"
    ),
    "assumptions/tiny-costs/set.yaml": set_words("tiny-costs", "crime-costs"),
    "assumptions/tiny-costs/source.csv": SOURCES,
    "assumptions/tiny-costs/offence.csv": (
        "offence,label,victim_sector,severe,note\n"
        "burglary,Burglary,individual,no,\ntheft,Theft,individual,no,\n"
    ),
    "assumptions/tiny-costs/cost-component.csv": (
        "component,label,group,basis,bearer,value_class,note\n"
        "harm,Harm,consequence,crime,victims,social,\n"
        "police,Police,police,crime,police,fiscal,\n"
    ),
    "assumptions/tiny-costs/unit-cost.csv": table(
        "offence,component",
        ("burglary,harm", at("3000", **POUNDS)),
        ("burglary,police", at("500", **POUNDS)),
        ("theft,harm", at("800", **POUNDS)),
        ("theft,police", at("100", **POUNDS)),
    ),
    "assumptions/tiny-costs/multiplier.csv": table(
        "offence", ("burglary", at("2.5")), ("theft", at("3"))
    ),
    "cohorts/four-people/cohort.yaml": (
        "id: four-people\ntitle: Four people\nsynthetic: true\narea: Nowhere\n"
        "start: 2006-04-01\nend: 2010-03-31\nextract_date: 2010-09-30\n"
        "lists: everyone-at-risk\ncodes: home-office\n"
    ),
    # 0012 is not 12, and a person called NA is a person.
    "cohorts/four-people/offenders.csv": (
        "offender_id,sex,birth_year,family_id,need_drugs\n"
        "0012,male,1980,,yes\n12,female,,,no\nNA,,1975,,\n4,male,1990,,no\n"
    ),
    "cohorts/four-people/offences.csv": (
        "offence_id,crime_id,offender_id,offence_date,offence_code\n"
        "P1,C1,0012,2008-05-01,28A\n"
        "P2,C2,0012,2009-02-11,45\n"
        "P3,C2,NA,2009-02-11,45\n"
        "P4,C3,NA,2009-07-30,28A\n"
        "P5,C4,12,2007-01-15,92D\n"
    ),
    "cohorts/four-people/custody.csv": (
        "offender_id,start,end\n0012,2008-06-01,2008-09-01\nNA,2010-01-05,\n"
    ),
}


def write(root: Path) -> Path:
    """Write the files under `root`; return the case's folder."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return root / "assumptions" / "small-case"
