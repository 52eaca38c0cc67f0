"""What one outcome means for all the others: floods, outages, a refused token."""

from __future__ import annotations

import structlog

from bot.outbox.courier import Fate, Outcome
from bot.outbox.lanes import Lanes

#: Two chats that flood within this time: the bot as a whole is too fast.
FLOOD_WINDOW_S = 10.0
#: Failures in a row, over all chats, that make an outage.
STORM = 5
FIRST_OUTAGE_PAUSE_S, LONGEST_OUTAGE_PAUSE_S = 0.5, 15.0
TOKEN_PAUSE_S = 60.0

log = structlog.get_logger(__name__)


class Weather:
    """Pauses ``lanes`` as a whole. While it is bad nothing is sent, until a probe has come back well: a message must
    not be spent on finding out.
    """

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._outages = 0
        self._failures = 0
        self._flooded: dict[str, float] = {}
        self.bad = False
        self.refused = False  #: bad because the token is
        self.delivered = 0  #: messages that got through

    def feel(self, lane: str, outcome: Outcome, now: float) -> None:
        """Take in what became of a message to ``lane``."""
        match outcome.fate:
            case Fate.NOT_SENT:
                self._outage(outcome, now)
            case Fate.UNCERTAIN | Fate.TURNED_AWAY:
                self._failures += 1
                if self._failures >= STORM:
                    self._outage(outcome, now)
            case Fate.TOKEN_REFUSED:
                self._token_refused(now)
            case Fate.HOLD_CHAT:
                self._flood(lane, outcome, now)
            case _:
                self.delivered += outcome.fate is Fate.DELIVERED
                self._clear()

    def probed(self, outcome: Outcome, now: float) -> None:
        """Take in what became of a probe."""
        match outcome.fate:
            case Fate.TOKEN_REFUSED:
                self._token_refused(now)
            case Fate.DELIVERED:
                self._clear()
            case Fate.HOLD_CHAT:
                self._lanes.pause(now + outcome.hold_s)
            case _:
                self._outage(outcome, now)

    def _clear(self) -> None:
        """The channel has answered like itself."""
        if self.bad:
            log.info("sending_resumed")
        self.bad = self.refused = False
        self._outages = self._failures = 0

    def _outage(self, outcome: Outcome, now: float) -> None:
        # All that were in flight fail together: they are one outage, not many.
        if now < self._lanes.paused_until:
            return
        pause = min(FIRST_OUTAGE_PAUSE_S * 2**self._outages, LONGEST_OUTAGE_PAUSE_S)
        self._outages = min(self._outages + 1, 10)
        self.bad = True
        self._lanes.pause(now + pause)
        log.warning("channel_unreachable", reason=outcome.reason, pause=pause)

    def _token_refused(self, now: float) -> None:
        if now < self._lanes.paused_until and self.bad:
            return
        self.bad = self.refused = True
        self._lanes.pause(now + TOKEN_PAUSE_S)
        log.error("telegram_token_refused", pause=TOKEN_PAUSE_S)

    def _flood(self, lane: str, outcome: Outcome, now: float) -> None:
        self._flooded = {name: at for name, at in self._flooded.items() if now - at < FLOOD_WINDOW_S}
        self._flooded[lane] = now
        log.warning("chat_flooded", lane=lane, hold=outcome.hold_s)
        if len(self._flooded) > 1:
            self._lanes.pause(now + outcome.hold_s)
            log.warning("all_sending_paused", hold=outcome.hold_s)
