"""Whether something of one person is taken in at all. Asked before the inbox: a refusal writes nothing.

What is dropped here is dropped on purpose and counted, never silently: a person who floods was told that what comes too
fast is not read (bot.turns.pace), one who is blocked was told for how long and how to object.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.abuse.blocks import Blocks
from bot.abuse.buckets import Buckets
from bot.abuse.figures import Figures
from bot.abuse.rates import BLOCKED, STORED
from bot.clock import Clock
from bot.metrics.counting import DROPS

#: Conversations (Session.flow) that a block never cuts: a report being written, the thread of one that was filed, the
#: objection itself. A block bounds volume; who is harassed by an office can say so whatever else they did.
NEVER_CUT = frozenset({"report", "case", "appeal"})
#: And the ways into them.
_WAY_IN = re.compile(r"\s*(?:/(?:khangnghi|appeal|phananh|report)\b|v1:(?:apl|rep):)", re.IGNORECASE)

FLOOD, BLOCK = "flood", "blocked"
FlowOf = Callable[[str], Awaitable[str | None]]

log = structlog.get_logger(__name__)


class Guard:
    """:param flow_of: the conversation that a lane is in. :param lifted: everybody is let in (benchmarks).

    ``dropped``: how many so far in this process, by :data:`FLOOD` and :data:`BLOCK`.
    """

    def __init__(
        self, clock: Clock, blocks: Blocks, flow_of: FlowOf, figures: Figures | None = None, *, lifted: bool = False
    ) -> None:
        self._blocks = blocks
        self._flow_of = flow_of
        self._lifted = lifted
        self._buckets = Buckets(clock, lifted=lifted, figures=figures)
        self.dropped: Counter[str] = Counter()

    async def refuses(self, lane: str, words: str = "", sent_at: float | None = None) -> str | None:
        """Count one thing of ``lane``. :param words: the text, or what a button carries.

        :param sent_at: epoch seconds, where the channel says when it was sent.
        :returns: why it is not taken in; None when it is.
        """
        if self._lifted:
            return None
        why = None
        if self._buckets.take(STORED, lane, sent_at) is not None:
            why = FLOOD
        elif await self._is_cut(lane, words):
            why = BLOCK
        if why is not None:
            self.dropped[why] += 1
            DROPS.add(why=why)
        return why

    async def _is_cut(self, lane: str, words: str) -> bool:
        try:
            if await self._blocks.of(lane) is None:
                return False
            if self._buckets.take(BLOCKED, lane) is None or _WAY_IN.match(words):
                return False
            return await self._flow_of(lane) not in NEVER_CUT
        except (SQLAlchemyError, OSError) as error:
            # Nobody is cut off on a guess; what cannot be stored now is told to whoever sent it by the inbox.
            log.warning("blocks_not_read", error=type(error).__name__)
            return False
