"""A plugin for `make mutants`: only what is needed to learn whether a changed function is noticed.

The tests of its own wing are asked, and Hypothesis looks for no smaller failure than the first.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import Phase, settings

import tests.strategies  # noqa: F401 - loads the profile that this one changes

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
    """Of the tests that reach the changed function, leave those of its own wing, if any."""
    changed = os.environ.get("MUTANT_UNDER_TEST", "")
    own = next((folders for wing, folders in OWN.items() if changed.startswith(wing)), ())
    config.args = [test for test in config.args if test.startswith(own)] or config.args
    import json

    if own and os.path.exists("mutmut-stats.json") and not os.environ.get("NOCAP"):
        dur = json.load(open("mutmut-stats.json"))["duration_by_test"]
        config.args = [t for t in config.args if dur.get(t, 0) < 0.5] or config.args
