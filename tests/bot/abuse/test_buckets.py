from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.abuse import buckets
from bot.abuse.buckets import Buckets, Cell
from bot.abuse.figures import Figures
from bot.abuse.rates import MESSAGES, Rate
from bot.clock import FixedClock

RATE = Rate(a_minute=6, burst=3)


def test_a_burst_passes_then_the_rate_holds(clock: FixedClock) -> None:
    bucket = Buckets(clock, lifted=False)
    assert [bucket.take(RATE, "a") for _ in range(3)] == [None] * 3
    assert bucket.take(RATE, "a") == 11
    clock.at += timedelta(seconds=10)
    assert bucket.take(RATE, "a") is None
    assert bucket.take(RATE, "a") is not None


def test_the_wait_it_tells_is_long_enough(clock: FixedClock) -> None:
    bucket = Buckets(clock, lifted=False)
    wait = next(wait for _ in range(10) if (wait := bucket.take(RATE, "a")) is not None)
    clock.at += timedelta(seconds=wait)
    assert bucket.take(RATE, "a") is None


def test_one_does_not_pay_for_another_nor_one_limit_for_another(clock: FixedClock) -> None:
    bucket = Buckets(clock, lifted=False)
    for _ in range(4):
        bucket.take(RATE, "a")
    assert bucket.take(RATE, "b") is None
    assert bucket.take(Rate(a_minute=1, burst=1), "a") is None


def test_lifted_limits_hold_nobody(clock: FixedClock) -> None:
    bucket = Buckets(clock, lifted=True)
    assert [bucket.take(RATE, "a") for _ in range(50)] == [None] * 50


def test_memory_is_bounded_and_the_full_buckets_go_first(clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buckets, "MOST_BUCKETS", 10)
    bucket = Buckets(clock, lifted=False)
    for person in range(9):
        bucket.take(RATE, person)
    clock.at += timedelta(minutes=1)
    for _ in range(4):
        bucket.take(RATE, "busy")
    for person in range(100, 105):
        bucket.take(RATE, person)
    assert bucket.take(RATE, "busy") is not None
    for person in range(1000):
        bucket.take(RATE, person)
        assert len(bucket._cells) <= 10


def test_a_clock_that_goes_back_gives_nothing_away(clock: FixedClock) -> None:
    bucket = Buckets(clock, lifted=False)
    for _ in range(3):
        bucket.take(RATE, "a")
    clock.at -= timedelta(hours=1)
    assert bucket.take(RATE, "a") is not None


@given(
    st.integers(1, 120),
    st.integers(1, 40),
    st.lists(st.integers(0, 20_000), max_size=120),
)
def test_it_is_a_token_bucket(a_minute: int, burst: int, pauses: list[int]) -> None:
    """Held against tokens counted the plain way, in exact fractions."""
    bucket, tokens, now = Cell(), Fraction(burst), 0
    for pause in pauses:
        now += pause
        tokens = min(Fraction(burst), tokens + Fraction(pause * a_minute, 60_000))
        wait = bucket.take(now / 1000, 60 / a_minute, burst)
        if abs(tokens - 1) > Fraction(1, 10**6):  # at the very edge a rounding decides; either is right
            assert (wait == 0) == (tokens >= 1)
        if wait == 0:
            tokens -= 1
        else:
            assert wait == pytest.approx(float((1 - tokens) * 60 / a_minute), abs=1e-3)


def test_a_number_that_is_entered_holds_for_the_burst_too(clock: FixedClock) -> None:
    figures = Figures()
    figures._values["rate_messages_minute"] = 5
    bucket = Buckets(clock, lifted=False, figures=figures)
    assert [bucket.take(MESSAGES, "a") for _ in range(5)] == [None] * 5
    assert bucket.take(MESSAGES, "a") == 13
