"""A pytest plugin: in CI, a test skipped for want of a system package is a failure.

Such a test skips with a reason that ends in `SEE`, which tells a person what to do. Loaded by the
Makefile (`-p tests.packaging.skips`); the reasons are printed at the end of every run.
"""

from __future__ import annotations

import os

import pytest

SEE = "make system"
_missing: dict[str, str] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _note(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    _note(report)


def _note(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
    if report.skipped and SEE in reason:
        _missing[report.nodeid] = reason.removeprefix("Skipped: ")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    in_ci = os.environ.get("CI") == "true"
    worker = hasattr(session.config, "workerinput")
    if in_ci and _missing and not worker and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for test, reason in _missing.items():
        fails = ", which fails in CI" if os.environ.get("CI") == "true" else ""
        terminalreporter.write_line(f"SKIPPED {test}: {reason}{fails}")
