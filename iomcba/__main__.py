"""`iomcba` and `python -m iomcba`: what a signal does is settled before anything heavy loads."""

from __future__ import annotations

import gc
import os

from iomcba.cli.stopping import answer_signals
from iomcba.cli.streams import open_standard_streams

OBJECTS = 500_000  # made between two searches for cycles: a run makes many and few are in cycles


def main() -> None:
    """Run the command line."""
    answer_signals()
    gc.set_threshold(OBJECTS)
    # many small products: threads of linear algebra only wait for one another, and move last bits
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    open_standard_streams()
    from iomcba.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
