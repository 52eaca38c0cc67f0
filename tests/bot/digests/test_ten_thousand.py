"""A digest to ten thousand chats: the limits hold, it takes no longer than they ask for, and replies go first."""

from __future__ import annotations

from bot.outbox.lanes import Lanes
from bot.outbox.outgoing import Address, Kind, Priority
from bot.outbox.parcel import Parcel

CHATS, RATE = 10_000, 25.0
STEP_S = 0.01


def parcel(number: int, priority: int) -> Parcel:
    address = Address("telegram", "42", number)
    return Parcel(number, f"d{number}", f"lane{number}", address, b"", Kind.SAY, priority, True, 0, None)


def test_limits_hold_and_replies_come_first() -> None:
    lanes = Lanes(RATE)
    for number in range(1, CHATS + 1):
        lanes.add(parcel(number, Priority.BULK), 0.0)
    sent: list[float] = []
    waited: list[float] = []
    came: dict[int, float] = {}
    now, replies = 0.0, 0
    while len(sent) < CHATS + replies:
        if now >= replies and len(sent) < CHATS:  # somebody asks, about once a second
            replies += 1
            came[CHATS + replies] = now
            lanes.add(parcel(CHATS + replies, Priority.REPLY), now)
        for picked in lanes.pick(now, 20):
            sent.append(now)
            if picked.id in came:
                waited.append(now - came[picked.id])
            lanes.done(picked, now)
        now += STEP_S
    assert len(waited) == replies
    assert max(waited) < 1.0
    whole = len(sent) / RATE
    assert whole * 0.95 <= sent[-1] <= whole * 1.05
    busiest = max(sum(1 for at in sent[first : first + 80] if at < sent[first] + 1) for first in range(0, len(sent), 7))
    assert busiest <= 30  # Telegram's own limit, a second
