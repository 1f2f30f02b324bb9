"""What offenders.csv says of people besides their histories: sex, needs, flags."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from iomcba.errors import Place, Problems
from iomcba.read.frames import OFFENDERS, read_frame
from iomcba.read.workspace import source
from iomcba.terms.histories import Ints
from iomcba.terms.profile import PeopleMarks

if TYPE_CHECKING:
    import pandas as pd

NEED = "need_"
SAID = {"yes": 1, "no": 0}


def read_marks(folder: Path) -> PeopleMarks:
    """Sex and needs of everyone listed, in the order of the file.

    Raises:
        InputError: if a need is neither yes, no nor blank.
    """
    import pandas as pd

    problems = Problems()
    frame = read_frame(source(folder / "offenders.csv"), OFFENDERS, problems)
    problems.raise_if_any()
    assert frame is not None, "a file that cannot be read has problems"
    needs = [str(name) for name in frame.columns if str(name).startswith(NEED)]
    need = [_marks(frame, name, folder, problems) for name in needs]
    problems.raise_if_any()
    words = frame["sex"] if "sex" in frame else None
    sex, sexes = (
        (np.zeros(len(frame), dtype=np.int64), pd.Index([]))
        if words is None
        else pd.factorize(words, sort=True)
    )
    stack = np.array(need, dtype=np.int8).reshape(len(needs), len(frame)).T
    names = tuple(name.removeprefix(NEED).replace("_", "-") for name in needs)
    return PeopleMarks(
        tuple(str(s) for s in sexes), np.asarray(sex, dtype=np.int64), names, stack.copy()
    )


def _marks(frame: pd.DataFrame, name: str, folder: Path, problems: Problems) -> Ints:
    """A column of yes, no or blank as 1, 0, -1. Shape (i,)."""
    written = frame[name]
    marks = np.asarray(written.map(SAID).fillna(-1), dtype=np.int64)
    for line in frame.index[(marks < 0) & (written != "").to_numpy()]:
        at = Place(source(folder / "offenders.csv").name, int(line), name)
        problems.add(at, "is neither yes, no nor blank", "Write yes or no, or leave it blank.")
    return marks
