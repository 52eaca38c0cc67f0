"""The order in memory: one at a time to a chat, the urgent first, nobody held by another."""

from __future__ import annotations

from collections import defaultdict
from itertools import count, pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.outbox.lanes import LANE_DEPTH, Lanes
from bot.outbox.limits import GROUP_SPACING_S, PRIVATE_BURST, PRIVATE_SPACING_S, Pace, chat_pace, overall_pace
from bot.outbox.outgoing import Address, Kind
from bot.outbox.parcel import Parcel

_numbers = count(1)


def parcel(chat: int, priority: int = 10, kind: Kind = Kind.SAY, number: int | None = None) -> Parcel:
    number = number or next(_numbers)
    address = Address("telegram", "1", chat)
    return Parcel(number, f"d{number}", f"chat{chat}", address, b"", kind, priority, True, 0, None)


def passed(pace: Pace, until: float) -> list[float]:
    """The moments at which a pace lets one go, if one is always waiting."""
    moments, now = [], 0.0
    while (now := max(now, pace.free_at())) < until:
        moments.append(now)
        pace.take(now)
    return moments


def test_a_person_hears_three_at_once_and_then_one_a_second() -> None:
    moments = passed(chat_pace(5, 25), 60)
    assert moments[:PRIVATE_BURST] == [0, 0, 0]
    assert len(moments) <= 60 / PRIVATE_SPACING_S + PRIVATE_BURST
    assert all(later - earlier >= PRIVATE_SPACING_S - 1e-9 for earlier, later in pairwise(moments[2:]))


def test_a_group_hears_twenty_a_minute_at_most() -> None:
    moments = passed(chat_pace(-5, 25), 60)
    assert 19 <= len(moments) <= 20
    assert moments[1] >= GROUP_SPACING_S


def test_overall_the_rate_is_kept_and_never_doubled() -> None:
    moments = passed(overall_pace(25), 100)
    assert len(moments) <= 25 * 100 + 5
    assert len(moments) >= 25 * 100
    assert max(sum(1 for moment in moments if at <= moment < at + 1) for at in range(100)) <= 30


def test_rate_zero_lifts_every_limit() -> None:
    lanes = Lanes(0)
    for _ in range(10):
        lanes.add(parcel(-5), 0.0)
        [one] = lanes.pick(0.0, 10)
        lanes.done(one, 0.0)


def test_one_at_a_time_to_a_chat() -> None:
    lanes = Lanes(0)
    first, second = parcel(1), parcel(1)
    lanes.add(second, 0.0)
    lanes.add(first, 0.0)
    assert lanes.pick(0.0, 10) == [first]
    assert lanes.pick(0.0, 10) == []
    lanes.done(first, 0.0)
    assert lanes.pick(0.0, 10) == [second]


def test_what_is_put_back_keeps_its_place() -> None:
    lanes = Lanes(0)
    first, second = parcel(1), parcel(1)
    for one in (first, second):
        lanes.add(one, 0.0)
    lanes.pick(0.0, 1)
    lanes.hold("chat1", 5.0)
    lanes.put_back(first, 0.0)
    assert lanes.pick(4.9, 10) == []
    assert lanes.next_at(4.9) == 5.0
    assert lanes.pick(5.0, 10) == [first]


def test_what_is_dropped_never_goes_and_holds_up_nobody() -> None:
    lanes = Lanes(0)
    first, second, third, answer, other = parcel(1), parcel(1), parcel(1), parcel(1, 0, Kind.ANSWER), parcel(2)
    for one in (first, second, third, answer, other):
        lanes.add(one, 0.0)
    assert lanes.pick(0.0, 2) == [answer, first]
    lanes.put_back(answer, 0.0)
    lanes.put_back(first, 0.0)
    lanes.drop([first, answer, second, other], 0.0)
    assert lanes.pick(0.0, 10) == [third]
    lanes.done(third, 0.0)
    assert (len(lanes), lanes.next_at(0.0)) == (0, None)


def test_an_answer_that_comes_home_frees_no_chat() -> None:
    lanes = Lanes(0)
    say, answer, later = parcel(1), parcel(1, 0, Kind.ANSWER), parcel(1)
    for one in (say, answer, later):
        lanes.add(one, 0.0)
    assert lanes.pick(0.0, 10) == [answer, say]
    lanes.put_back(answer, 0.0)
    assert lanes.pick(0.0, 10) == [answer]
    lanes.done(answer, 0.0)
    assert lanes.pick(0.0, 10) == [], "the message to the chat is still on its way"


def test_a_row_taken_twice_is_sent_once() -> None:
    lanes = Lanes(0)
    lanes.add(parcel(1, number=7), 0.0)
    lanes.add(parcel(1, number=7), 0.0)
    assert len(lanes.pick(0.0, 10)) == 1
    assert len(lanes) == 1


def test_a_pause_stops_all_and_ends() -> None:
    lanes = Lanes(0)
    lanes.add(parcel(1), 0.0)
    lanes.add(parcel(2, 0, Kind.ANSWER), 0.0)
    lanes.pause(3.0)
    assert lanes.pick(2.9, 10) == []
    assert lanes.next_at(2.9) == 3.0
    assert len(lanes.pick(3.0, 10)) == 2


def test_full_and_held_chats_take_in_no_more_and_held_ones_take_no_room() -> None:
    lanes = Lanes(0)
    for _ in range(LANE_DEPTH):
        lanes.add(parcel(1), 0.0)
    lanes.add(parcel(2), 0.0)
    lanes.add(parcel(3), 0.0)
    lanes.hold("chat2", 9.0)
    census = lanes.census(0.0)
    assert sorted(census.full) == ["chat1", "chat2"]
    assert census.replies == LANE_DEPTH + 1


def test_a_quiet_chat_is_forgotten_when_its_pace_is_at_rest() -> None:
    lanes = Lanes(25)
    lanes.add(parcel(1), 0.0)
    [one] = lanes.pick(0.0, 1)
    lanes.done(one, 0.0)
    lanes.forget_idle(0.5)
    assert "chat1" in lanes._lanes
    lanes.forget_idle(PRIVATE_SPACING_S)
    assert not lanes._lanes


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(-3, 3), st.sampled_from([0, 10, 50, 90])),
        st.tuples(st.just("pick"), st.integers(0, 5), st.just(0)),
        st.tuples(st.just("home"), st.integers(0, 9), st.sampled_from([0, 1, 2])),
        st.tuples(st.just("wait"), st.integers(0, 40), st.just(0)),
    ),
    max_size=60,
)


@given(ACTS, st.sampled_from([0.0, 1.0, 25.0]))
def test_whatever_happens(acts: list[tuple[str, int, int]], rate: float) -> None:
    """Never two to a chat at once; equals of a chat in order; a picker that finds nothing knows when to come again;
    in the end everything has gone."""
    lanes, now, away = Lanes(rate), 0.0, list[Parcel]()
    gone: defaultdict[Any, list[int]] = defaultdict(list)
    queued = 0

    def pick(room: int) -> None:
        for one in lanes.pick(now, room):
            if one.kind is not Kind.ANSWER:
                assert one.lane not in {other.lane for other in away if other.kind is not Kind.ANSWER}
            away.append(one)
        if room > 5:
            at = lanes.next_at(now)
            assert at is None or at > now

    def home(position: int, fate: int) -> None:
        one = away.pop(position % len(away))
        if fate == 0:
            gone[one.lane, one.priority, one.kind].append(one.id)
            lanes.done(one, now)
        else:
            lanes.hold(one.lane, now + fate)
            lanes.put_back(one, now)

    for act, number, more in acts:
        if act == "add":
            kind = Kind.ANSWER if more == 0 else Kind.SAY
            lanes.add(parcel(number or 9, more, kind), now)
            queued += 1
        elif act == "pick":
            pick(number)
        elif act == "home" and away:
            home(number, more)
        elif act == "wait":
            now += number / 10
    while len(lanes):
        pick(1000)
        while away:
            home(0, 0)
        now = max(now, lanes.next_at(now) or now)
    assert sum(map(len, gone.values())) == queued
    assert all(ids == sorted(ids) for (_, _, kind), ids in gone.items() if kind is not Kind.ANSWER)
