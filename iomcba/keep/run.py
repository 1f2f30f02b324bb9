"""A run folder: what may be shared on top, everything else under `analyst/`."""

from __future__ import annotations

import io
import platform
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from iomcba.keep.folders import write_folder
from iomcba.terms.findings import BusinessCase, SharedCase
from iomcba.terms.plan import Array, Plan
from iomcba.terms.records import encode

FULL = "analyst/results-full.json"
SHARED = "results.json"


def keep_run(
    folder: Path,
    shared: SharedCase,
    full: BusinessCase,
    plan: Plan,
    drawn: Mapping[str, Array],
    reports: Mapping[str, bytes],
    force: bool,
) -> None:
    """Write a run folder, whole or not at all; `drawn` are kept draws by figure, (draws,)."""
    files = {
        SHARED: encode(shared).encode(),
        FULL: encode(full).encode(),
        "analyst/plan.json": encode(plan).encode(),
        **({"analyst/draws.npz": archive(drawn)} if drawn else {}),
        "manifest.json": encode(_manifest(folder, shared)).encode(),
        **reports,
    }
    write_folder(folder, files, force)


def archive(arrays: Mapping[str, Array]) -> bytes:
    """Arrays as an uncompressed .npz without times, so that the same draws give the same bytes."""
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(arrays):
            content = io.BytesIO()
            np.lib.format.write_array(content, np.ascontiguousarray(arrays[name]), version=(1, 0))
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), content.getvalue())
    return buffer.getvalue()


def _manifest(folder: Path, shared: SharedCase) -> dict[str, object]:
    """Clock, host and place of a run: the only file that holds them."""
    return {
        "case": shared.case.id,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "folder": str(folder.resolve()),
        "host": platform.node(),
        "platform": platform.platform(),
        "python": sys.version.split()[0],
        "version": shared.case.provenance.version,
        "policy": shared.policy,
    }
