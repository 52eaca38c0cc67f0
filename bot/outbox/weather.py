"""What one outcome means for all the others: floods, outages, a refused token."""

from __future__ import annotations

import structlog

from bot.outbox.courier import Fate, Outcome
from bot.outbox.lanes import Lanes

#: Two chats that flood within this time: the bot as a whole is too fast.
FLOOD_WINDOW_S = 10.0
FIRST_OUTAGE_PAUSE_S, LONGEST_OUTAGE_PAUSE_S = 0.5, 15.0
TOKEN_PAUSE_S = 60.0

log = structlog.get_logger(__name__)


class Weather:
    """Pauses ``lanes`` as a whole. While it is bad, one message at a time feels the way (:meth:`room`)."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._outages = 0
        self._bad = False
        self._flooded: dict[str, float] = {}

    def room(self, most: int, in_flight: int) -> int:
        """How many more may be sent now."""
        return max(0, (1 if self._bad else most) - in_flight)

    def feel(self, lane: str, outcome: Outcome, now: float) -> None:
        match outcome.fate:
            case Fate.NOT_SENT:
                self._outage(outcome, now)
            case Fate.TOKEN_REFUSED:
                self._token_refused(now)
            case Fate.HOLD_CHAT:
                self._flood(lane, outcome, now)
            case Fate.UNCERTAIN | Fate.TURNED_AWAY:
                pass  # says nothing about others
            case _:
                self._clear()

    def _clear(self) -> None:
        """The channel has answered like itself."""
        if self._bad:
            log.info("sending_resumed")
        self._bad = False
        self._outages = 0

    def _outage(self, outcome: Outcome, now: float) -> None:
        # All that were in flight fail together: they are one outage, not many.
        if now < self._lanes.paused_until:
            return
        pause = min(FIRST_OUTAGE_PAUSE_S * 2**self._outages, LONGEST_OUTAGE_PAUSE_S)
        self._outages = min(self._outages + 1, 10)
        self._bad = True
        self._lanes.pause(now + pause)
        log.warning("channel_unreachable", reason=outcome.reason, pause=pause)

    def _token_refused(self, now: float) -> None:
        if now < self._lanes.paused_until and self._bad:
            return
        self._bad = True
        self._lanes.pause(now + TOKEN_PAUSE_S)
        log.error("telegram_token_refused", pause=TOKEN_PAUSE_S)

    def _flood(self, lane: str, outcome: Outcome, now: float) -> None:
        self._flooded = {name: at for name, at in self._flooded.items() if now - at < FLOOD_WINDOW_S}
        self._flooded[lane] = now
        log.warning("chat_flooded", lane=lane, hold=outcome.hold_s)
        if len(self._flooded) > 1:
            self._lanes.pause(now + outcome.hold_s)
            log.warning("all_sending_paused", hold=outcome.hold_s)
