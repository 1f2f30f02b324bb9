"""A run folder: what may be shared on top, everything else under `analyst/`."""

from __future__ import annotations

import hashlib
import io
import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from iomcba.terms.findings import BusinessCase, SharedCase
from iomcba.terms.manifest import Hashes, Made, Manifest
from iomcba.terms.plan import Array, Plan
from iomcba.terms.records import encode

FULL = "analyst/results-full.json"
SHARED = "results.json"
MANIFEST = "manifest.json"


def run_files(
    shared: SharedCase,
    full: BusinessCase,
    plan: Plan,
    drawn: Mapping[str, Array],
    reports: Mapping[str, bytes],
    made: Made,
    folder: str = "",
) -> dict[str, bytes]:
    """The files of a run by name; `drawn` are kept draws by figure, (draws,)."""
    files = {
        SHARED: encode(shared).encode(),
        FULL: encode(full).encode(),
        "analyst/plan.json": encode(plan).encode(),
        **({"analyst/draws.npz": archive(drawn)} if drawn else {}),
        **reports,
    }
    outputs = tuple((name, hashlib.sha256(files[name]).hexdigest()) for name in sorted(files))
    return {**files, MANIFEST: encode(_manifest(folder, shared, made, outputs)).encode()}


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


def _manifest(folder: str, shared: SharedCase, made: Made, outputs: Hashes) -> Manifest:
    """Clock, host and place of a run, and what made it."""
    return Manifest(
        case=shared.case.id,
        written=_now().isoformat(timespec="seconds"),
        folder=folder,
        host=platform.node(),
        platform=platform.platform(),
        processor=processor(),
        python=platform.python_version(),
        version=shared.case.provenance.version,
        policy=shared.policy,
        made=made,
        outputs=outputs,
    )


def _now() -> datetime:
    """The time now, or that of SOURCE_DATE_EPOCH for a run that is to be the same to the byte."""
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(said), UTC) if said.isdigit() else datetime.now(UTC)


def processor() -> str:
    """The model of the processor, on which the last bits of a result may depend."""
    described = Path("/proc/cpuinfo")
    lines = described.read_text(encoding="utf-8").splitlines() if described.is_file() else ()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.processor() or platform.machine()
