"""A plugin for `make mutants`: only what is needed to learn whether a changed function is noticed.

The tests of its own wing are asked, and Hypothesis looks for no smaller failure than the first.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import Phase, settings

import tests.strategies  # noqa: F401 - loads the profile that this one changes

STATS = Path("mutmut-stats.json")  # how long each test took, as mutmut measured it
OWN = {
    "iomcba.terms.": ("tests/terms/",),
    "iomcba.model.": ("tests/model/", "tests/published/"),
    "iomcba.appraise.": ("tests/appraise/", "tests/pipeline/", "tests/report/"),
}

settings.register_profile(
    "unshrunk",
    settings.get_profile("laws"),
    phases=(Phase.explicit, Phase.generate),
)
settings.load_profile("unshrunk")


def pytest_configure(config: pytest.Config) -> None:
    """Of the tests that reach the changed function, those of its wing, if any; quickest first."""
    changed = os.environ.get("MUTANT_UNDER_TEST", "")
    if changed.startswith("iomcba."):
        keep_to_one_processor()
    own = next((folders for wing, folders in OWN.items() if changed.startswith(wing)), ())
    config.args = [test for test in config.args if test.startswith(own)] or config.args
    if own and STATS.exists():
        seconds = json.loads(STATS.read_text(encoding="utf-8"))["duration_by_test"]
        config.args.sort(key=lambda test: seconds.get(test, 0.0))


def keep_to_one_processor() -> None:
    """So that nothing is done beside: a copy of what is itself a copy of a whole run may wait for
    ever, and a mutant would seem to be killed.
    """
    if hasattr(os, "sched_setaffinity"):
        own = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {own[os.getpid() % len(own)]})
