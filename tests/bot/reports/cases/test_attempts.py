"""Number and secret from another chat; guessing learns nothing and is stopped (threat T14)."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from bot.dossiers.locks import LockedMeanwhile
from bot.people import ChatRef
from bot.reports.cases import Attempt, Filing
from bot.reports.cases.secrets import ALPHABET, Secrets, new_secret
from bot.reports.vault import erase
from tests.bot.reports.cases.desks import LAN, MINH, Room, draft, person


@pytest.fixture
async def filed(room: Room) -> Filing:
    return await room.file(draft(), LAN)


async def tried(room: Room, number: str, secret: str, chat: ChatRef = MINH) -> Attempt:
    """One try, committed as a turn would."""
    attempt = await room.desk.attempt(number, secret, chat)
    if attempt.write is not None:
        await room.do(attempt.write)
    return attempt


async def test_number_and_secret_open_it_from_any_chat_for_a_while(room: Room, filed: Filing) -> None:
    attempt = await tried(room, filed.number, filed.secret.lower().replace("-", " "))
    assert attempt.view is not None
    assert attempt.view.number == filed.number
    assert [line.number for line in await room.desk.mine(MINH)] == [filed.number]
    room.clock.at += timedelta(minutes=31)
    assert await room.desk.mine(MINH) == []
    assert await room.desk.open_to(filed.number, MINH) is None


async def test_wrong_secret_and_unknown_number_look_the_same(room: Room, filed: Filing) -> None:
    wrong = await tried(room, filed.number, new_secret())
    unknown = await tried(room, "PA26-000000", filed.secret, person(5))
    assert (wrong.view, wrong.locked_until) == (unknown.view, unknown.locked_until) == (None, None)


async def test_both_cost_one_hash(room: Room, filed: Filing, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same expensive work is done for a number that nobody has, for an erased case and for nonsense."""
    verified: list[str] = []
    real = Secrets.fits

    def counted(self: Secrets, number: str, secret: str, stored: str | None) -> bool:
        hasher = self._hasher
        verify = hasher.verify

        class Watched:
            def verify(self, hash: str, password: str) -> bool:
                verified.append(hash[: hash.index(",p=")])
                return verify(hash, password)

            hash = staticmethod(hasher.hash)

        self._hasher = Watched()  # type: ignore[assignment]
        try:
            return real(self, number, secret, stored)
        finally:
            self._hasher = hasher

    monkeypatch.setattr(Secrets, "fits", counted)
    async with room.database.write() as connection:
        assert await erase(connection, filed.case_id, room.clock.at)
    other = await room.file(draft("other"), person(77))
    await tried(room, other.number, new_secret(), person(5))
    await tried(room, "PA26-000000", new_secret(), person(6))
    await tried(room, filed.number, filed.secret, person(7))
    await tried(room, other.number, "không nhớ", person(8))
    assert len(verified) == 4
    assert len(set(verified)) == 1


async def test_five_failures_lock_the_person_and_the_number_for_strangers(room: Room, filed: Filing) -> None:
    for _ in range(5):
        assert (await tried(room, filed.number, new_secret())).locked_until is None
    locked = await tried(room, filed.number, filed.secret)
    assert (locked.view, locked.write, locked.locked_until) == (None, None, room.clock.at + timedelta(minutes=15))
    assert (await tried(room, filed.number, filed.secret, person(5))).locked_until is not None
    assert await room.desk.open_to(filed.number, LAN) is not None
    room.clock.at += timedelta(minutes=16)
    assert (await tried(room, filed.number, filed.secret)).view is not None


async def test_tries_at_once_do_not_get_past_the_lock(room: Room, filed: Filing) -> None:
    tries = [await room.desk.attempt(filed.number, new_secret(), person(n)) for n in range(6)]
    right = await room.desk.attempt(filed.number, filed.secret, MINH)
    outcomes = []
    for attempt in [*tries, right]:
        assert attempt.write is not None
        try:
            await room.do(attempt.write)
            outcomes.append("counted")
        except LockedMeanwhile:
            outcomes.append("again")
    assert outcomes == ["counted"] * 5 + ["again"] * 2


async def test_guessing_never_hits(lite: Room) -> None:
    """A crowd that changes its account after every lock: each guess is one of 2**130."""
    filing = await lite.file(draft(), LAN)
    chance = random.Random(14)
    for guess in range(60):
        secret = "".join(chance.choice(ALPHABET) for _ in range(26))
        attempt = await tried(lite, filing.number, secret, person(10_000 + guess // 5))
        assert attempt.view is None
        if attempt.locked_until is not None:
            lite.clock.at = attempt.locked_until
    assert await lite.desk.open_to(filing.number, person(10_000)) is None
