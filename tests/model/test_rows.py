"""Rows as the processor likes them, and numpy's buffer as it was afterwards."""

from __future__ import annotations

import numpy as np
import pytest

from iomcba.model.rows import LINE, aligned, unbuffered


@pytest.mark.parametrize("kind", [np.float64, np.int64, np.bool_])
def test_every_row_begins_a_cache_line(kind: type) -> None:
    rows = aligned(3, 1024, kind)
    assert rows.shape == (3, 1024)
    assert all(row.ctypes.data % LINE == 0 and row.flags.c_contiguous for row in rows)


def test_the_buffer_is_put_back() -> None:
    before = np.getbufsize()
    with unbuffered():
        assert np.getbufsize() < before
    assert np.getbufsize() == before
