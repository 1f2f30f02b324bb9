"""Whatever bytes change in a case, the answer is 0 or 2 and never a traceback."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.broken.running import run
from tests.broken.small_case import FILES, write

CASE = "assumptions/small-case"
MEANINGFUL = (
    b"",
    b",",
    b"\n",
    b'"',
    b"-",
    b"0",
    b"nan",
    b"\t",
    b"&a ",
    b"*a",
    b"{",
    b": ",
    b"\xff",
)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    file=st.sampled_from(sorted(FILES)),
    where=st.floats(0, 1),
    length=st.integers(0, 12),
    bytes_=st.one_of(st.sampled_from(MEANINGFUL), st.binary(max_size=8)),
)
def test_any_edit_ends_with_0_or_2(file: str, where: float, length: int, bytes_: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(root)
        path = root / file
        before = path.read_bytes()
        start = int(where * len(before))
        path.write_bytes(before[:start] + bytes_ + before[start + length :])
        ran = run("check", CASE, inside=root)
        if file.startswith("cohorts"):
            quality = run("cohort", "check", "cohorts/four-people", inside=root)
            assert quality.code in (0, 2), quality.err
    assert ran.code in (0, 2), ran.err
    assert "Traceback" not in ran.err
