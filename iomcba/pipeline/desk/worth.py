"""A run → what each assumption does to the answer: its share of the variance of NPSV, and EVPPI.

The share is of the option on which the assumption tells most, on the run's own draws. What
disclosure hid of an assumption is not worked out again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from iomcba.appraise.decision.main_effects import main_effects
from iomcba.errors import InputError, Place, Problem
from iomcba.pipeline.appraise import appraise
from iomcba.pipeline.decision import study, units
from iomcba.pipeline.desk.register import ordered
from iomcba.read.run import read_run
from iomcba.terms.findings import BusinessCase, SharedCase
from iomcba.terms.plan import Plan
from iomcba.terms.register import Register, Worth


def with_run(register: Register, folder: Path) -> Register:
    """The register with what a finished run says each assumption is worth.

    Raises:
        InputError: if the folder is no run of this case.
    """
    run = read_run(folder)
    if run.full.id != register.case:
        what = f"is a run of {run.full.id!r}, not of {register.case!r}"
        raise InputError([Problem(Place(str(folder)), what, "Give a run of this case.")])
    return _with(register, worth(run.shared, run.full, run.plan))


def with_appraisal(register: Register, case: str, today: date) -> Register:
    """The same, from an appraisal made for the purpose and not kept."""
    found = appraise(case, None, None, lambda done, of: None, today)
    return _with(register, worth(found.shared, found.full, found.plan))


def _with(register: Register, found: Mapping[str, Worth]) -> Register:
    entries = (replace(entry, worth=found.get(entry.name)) for entry in register.entries)
    return replace(register, entries=ordered(entries))


def worth(shared: SharedCase, full: BusinessCase, plan: Plan) -> dict[str, Worth]:
    """Worth of every single uncertain assumption, by name; nothing where nothing was analysed."""
    analysis = shared.case.analysis
    if analysis is None:
        return {}
    drawn = study(plan, units(full), analysis.draws)
    single = tuple(
        driver
        for driver in analysis.drivers
        if not driver.hidden and driver.members == (driver.name,)
    )
    spread = drawn.sample.npsv.var(axis=1)
    evppi = {each.name: each.value for each in analysis.evppi}
    found = {}
    for effect in main_effects(drawn.sample, single):
        told = effect.known.var(axis=1)
        shares = np.divide(told, spread, out=np.zeros_like(told), where=spread > 0)
        most = int(shares.argmax())
        option = drawn.sample.options[most]
        name = effect.driver.name
        found[name] = Worth(option, float(shares[most]), evppi.get(name))
    return found
