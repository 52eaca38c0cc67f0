"""How fast one may send: the Bot API's unwritten limits, kept from our side so that it need not refuse.

About 30 messages a second overall, 1 a second to a person (bursts tolerated), 20 a minute to a group. Not contractual:
a RetryAfter is obeyed whatever is computed here.
"""

from __future__ import annotations

from dataclasses import dataclass

PRIVATE_SPACING_S = 1.05
#: A reply of two or three messages goes out at once; over time it is still one a second.
PRIVATE_BURST = 3
GROUP_SPACING_S = 3.1
GROUP_BURST = 1
#: Part of a second's worth that may go at once overall: no second then sees more than 28 of Telegram's 30 at a rate
#: of 25, and what the network bunches together still fits.
OVERALL_BURST = 0.12


@dataclass(slots=True)
class Pace:
    """The generic cell rate algorithm: ``spacing`` seconds apart in the long run, up to ``burst`` at once.

    ``due``: when the next one would be due if all kept the spacing. One number, no timer, exact.
    """

    spacing: float
    burst: float
    due: float = 0.0

    def free_at(self) -> float:
        """The earliest moment at which one more may go."""
        return self.due - (self.burst - 1) * self.spacing

    def take(self, now: float) -> None:
        self.due = max(now, self.due) + self.spacing

    def at_rest(self, now: float) -> bool:
        """Whether forgetting the past changes nothing."""
        return self.due <= now


def overall_pace(rate: float) -> Pace:
    """:param rate: messages a second; 0 lifts the limit."""
    return Pace(1 / rate if rate else 0.0, max(1.0, rate * OVERALL_BURST))


def chat_pace(chat_id: int, rate: float) -> Pace:
    """The pace of one chat; the overall ``rate`` 0 lifts this limit too. Group ids are negative."""
    if not rate:
        return Pace(0.0, 1)
    return Pace(PRIVATE_SPACING_S, PRIVATE_BURST) if chat_id > 0 else Pace(GROUP_SPACING_S, GROUP_BURST)
