"""What waits to be sent, in memory: strictly one after another to a chat, chats side by side, the urgent first.

A chat that is held holds what comes after in it and nothing else. Answers to presses are in no lane.
Times are of the event loop's clock.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from bot.outbox.limits import Pace, chat_pace, overall_pace
from bot.outbox.outgoing import Kind, Priority
from bot.outbox.parcel import Parcel

#: Parcels of one chat taken into memory at once; the rest of a flooded or held chat stays in the database.
LANE_DEPTH = 50


@dataclass(slots=True)
class Lane:
    pace: Pace
    queue: list[tuple[int, int, Parcel]] = field(default_factory=list)  #: heap by (priority, id)
    busy: bool = False
    held_until: float = 0.0

    def free_at(self) -> float:
        return max(self.held_until, self.pace.free_at())


@dataclass(frozen=True, slots=True)
class Census:
    """Parcels that wait, and the chats of which no more should be taken in for now."""

    replies: int
    bulk: int
    full: list[str]


class Lanes:
    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._overall = overall_pace(rate)
        self._lanes: dict[str, Lane] = {}
        self._answers: deque[Parcel] = deque()
        self._ready: list[tuple[int, int, str]] = []  #: heap of heads that may go; stale entries are skipped
        self._timed: list[tuple[float, str]] = []  #: heap of lanes that may go later
        self._known: set[int] = set()
        self.paused_until = 0.0

    # -- filling -------------------------------------------------------------------------------------------------

    def add(self, parcel: Parcel, now: float) -> None:
        """Take ``parcel`` in; one that is here already is left alone."""
        if parcel.id not in self._known:
            self._known.add(parcel.id)
            self._enqueue(parcel, now)

    def put_back(self, parcel: Parcel, now: float) -> None:
        """A picked parcel that is to go again, in its old place."""
        self._release(parcel, now)
        self._enqueue(parcel, now)

    def move(self, parcel: Parcel, lane: str, now: float) -> None:
        """A picked parcel whose chat has another name now."""
        self._release(parcel, now)
        parcel.lane = lane
        self._enqueue(parcel, now)

    def done(self, parcel: Parcel, now: float) -> None:
        """A picked parcel is over."""
        self._known.discard(parcel.id)
        self._release(parcel, now)

    def drop(self, parcels: Sequence[Parcel], now: float) -> None:
        """Waiting parcels that are not to go after all."""
        dropped = {parcel.id for parcel in parcels}
        self._known -= dropped
        self._answers = deque(parcel for parcel in self._answers if parcel.id not in dropped)
        for name in {parcel.lane for parcel in parcels} & self._lanes.keys():
            lane = self._lanes[name]
            lane.queue = [entry for entry in lane.queue if entry[1] not in dropped]
            heapify(lane.queue)
            self._offer(name, lane, now)

    # -- holding -------------------------------------------------------------------------------------------------

    def hold(self, lane: str, until: float) -> None:
        if lane in self._lanes:
            self._lanes[lane].held_until = max(self._lanes[lane].held_until, until)

    def pause(self, until: float) -> None:
        """Nothing at all goes before ``until``."""
        self.paused_until = max(self.paused_until, until)

    # -- taking out ----------------------------------------------------------------------------------------------

    def pick(self, now: float, room: int) -> list[Parcel]:
        """Up to ``room`` parcels that may go now; their lanes are busy until they are done or put back."""
        picked: list[Parcel] = []
        if now < self.paused_until:
            return picked
        while self._answers and len(picked) < room:
            picked.append(self._answers.popleft())
        self._ripen(now)
        while self._ready and len(picked) < room and self._overall.free_at() <= now:
            _, number, name = heappop(self._ready)
            lane = self._lanes.get(name)
            if lane is None or lane.busy or not lane.queue or lane.queue[0][1] != number:
                continue
            if lane.free_at() > now:
                heappush(self._timed, (lane.free_at(), name))
                continue
            picked.append(self._take(lane, now))
        return picked

    def next_at(self, now: float) -> float | None:
        """When :meth:`pick` may find something; None when nothing waits."""
        if self._answers:
            return max(now, self.paused_until)
        first = now if self._ready else self._timed[0][0] if self._timed else None
        return None if first is None else max(first, self.paused_until, self._overall.free_at())

    # -- how full ------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._known)

    def census(self, now: float) -> Census:
        """A held chat does not count: however much waits in it, others must still be let in."""
        replies = bulk = 0
        full = []
        for name, lane in self._lanes.items():
            held = lane.held_until > now
            if len(lane.queue) >= (1 if held else LANE_DEPTH):
                full.append(name)
            if not held:
                late = sum(1 for priority, _, _ in lane.queue if priority >= Priority.BULK)
                bulk += late
                replies += len(lane.queue) - late
        return Census(replies, bulk, full)

    def depth(self, lane: str) -> int:
        """Parcels that wait in ``lane``."""
        return len(self._lanes[lane].queue) if lane in self._lanes else 0

    def forget_idle(self, now: float) -> None:
        """Chats nothing is known of but their pace, which is back at rest."""
        idle = [name for name, lane in self._lanes.items() if _idle(lane, now)]
        for name in idle:
            del self._lanes[name]

    # -- inside --------------------------------------------------------------------------------------------------

    def _enqueue(self, parcel: Parcel, now: float) -> None:
        if parcel.kind is Kind.ANSWER:
            self._answers.append(parcel)
            return
        lane = self._lanes.get(parcel.lane)
        if lane is None:
            lane = self._lanes[parcel.lane] = Lane(chat_pace(parcel.address.chat_id, self._rate))
        heappush(lane.queue, (parcel.priority, parcel.id, parcel))
        if lane.queue[0][1] == parcel.id:
            self._offer(parcel.lane, lane, now)

    def _offer(self, name: str, lane: Lane, now: float) -> None:
        if lane.busy or not lane.queue:
            return
        if lane.free_at() <= now:
            priority, number, _ = lane.queue[0]
            heappush(self._ready, (priority, number, name))
        else:
            heappush(self._timed, (lane.free_at(), name))

    def _release(self, parcel: Parcel, now: float) -> None:
        lane = self._lanes.get(parcel.lane)
        if lane is not None and parcel.kind is not Kind.ANSWER:
            lane.busy = False
            self._offer(parcel.lane, lane, now)

    def _ripen(self, now: float) -> None:
        while self._timed and self._timed[0][0] <= now:
            name = heappop(self._timed)[1]
            lane = self._lanes.get(name)
            if lane is not None:
                self._offer(name, lane, now)

    def _take(self, lane: Lane, now: float) -> Parcel:
        parcel = heappop(lane.queue)[2]
        lane.busy = True
        lane.pace.take(now)
        self._overall.take(now)
        return parcel


def _idle(lane: Lane, now: float) -> bool:
    return not lane.queue and not lane.busy and lane.held_until <= now and lane.pace.at_rest(now)
