"""Every rate at which somebody is heard, in one place. Those with a ``parameter`` are set in the console."""

from __future__ import annotations

from dataclasses import dataclass

_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Rate:
    """``burst`` at once, refilled at ``a_minute``.

    ``parameter``: the legal parameter that holds the number instead; both change by its ratio to what ships.
    """

    a_minute: float
    burst: int
    parameter: str | None = None


#: A person types slower than this; a script does not.
MESSAGES = Rate(a_minute=20, burst=20, parameter="rate_messages_minute")
#: Reading on is not flooding: paging through a long procedure is dozens of taps, and a tap is cheap.
PRESSES = Rate(a_minute=60, burst=60, parameter="rate_presses_minute")
#: What of one person is stored at all. Between it and the two above a message is kept, so that a redelivery is known,
#: and not read; beyond it, it is dropped before the database. Counted by when it was sent: a backlog is no flood.
STORED = Rate(a_minute=120, burst=240, parameter="rate_stored_minute")
#: Of a blocked person; see docs/operators.md for what they may say beyond it.
BLOCKED = Rate(a_minute=5 / _DAY_MINUTES, burst=5, parameter="block_daily")
#: Unpacking a photo costs a hundred times what a message does.
PHOTOS = Rate(a_minute=6, burst=6)
#: Carriers put thousands of phones behind one address: wide. The rates by person are the real ones.
ADDRESS = Rate(a_minute=300, burst=300, parameter="rate_address_minute")
#: All visitors of one process together.
EVERYBODY = Rate(a_minute=12_000, burst=1_200, parameter="rate_everybody_minute")
NEW_VISITORS = Rate(a_minute=60, burst=120)
#: Opening streams; a page that reconnects in a loop must not cost much.
STREAMS = Rate(a_minute=30, burst=30)
