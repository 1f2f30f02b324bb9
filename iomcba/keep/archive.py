"""An archive that is the same to the byte whenever it is made of the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment that the format knows


def packed(files: Mapping[str, bytes], folder: str) -> bytes:
    """Files by name as a ZIP archive of one folder, sorted, without times and owners.

    Raises:
        ValueError: if a name leads out of the folder.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            path = PurePosixPath(name)
            if path.is_absolute() or ".." in path.parts:
                raise ValueError(f"{name} leads out of the archive")
            entry = zipfile.ZipInfo(f"{folder}/{name}", LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, files[name])
    return buffer.getvalue()
