"""What stops all chats of a process at once: the collector, and a thread that computes."""

from __future__ import annotations

import gc
import sys

#: New objects before the collector looks at the youngest, and how often it then looks at the older. By default a full
#: look of 30 ms came every few seconds at 200 updates a second.
COLLECT_AFTER = (10_000, 20, 20)
#: A thread that computes gives way to the loop after so many seconds; Python's own 5 ms are a whole answer.
GIVE_WAY_S = 0.0005


def keep_pauses_short() -> None:
    """Called once all is loaded: what stands now, the search index and all, is never walked over again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    sys.setswitchinterval(GIVE_WAY_S)
