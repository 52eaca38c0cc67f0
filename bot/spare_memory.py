"""Memory that nobody uses any more goes back to the system."""

from __future__ import annotations

import ctypes


def give_back() -> None:
    """Called once all is loaded and collected: what reading the tables and the settings took and freed again lies
    between what stays, and the C library keeps it (10 MB of 220). Elsewhere than on glibc nothing is done.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
