"""What a change would mean, before anybody confirms it: who loses sight of what, and what nobody would see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.agencies import Agency
from bot.board.filters import OPEN_STATES
from bot.chains import Chains, Place
from bot.database.staff_tables import case_count
from bot.staff import Member, Scope
from bot.staff.member import HOLDERS


@dataclass(frozen=True, slots=True)
class Effect:
    """``lose`` and ``gain``: members and how many open cases; ``nobody``: places whose cases no active inspector or
    lead may see; ``moved``: open cases that go to a successor."""

    lose: Sequence[tuple[Member, int]]
    gain: Sequence[tuple[Member, int]]
    nobody: Sequence[Scope]
    moved: int


async def open_places(connection: AsyncConnection) -> Counter[Scope]:
    """Where cases are open, and how many."""
    counts = case_count
    places = (counts.c.province, counts.c.commune, counts.c.office)
    wanted = select(*places, func.sum(counts.c.count)).where(counts.c.state.in_(OPEN_STATES)).group_by(*places)
    rows = await connection.execute(wanted)
    return Counter({Scope(row[0] or None, row[1] or None, row[2] or None): int(row[3]) for row in rows if row[3] > 0})


def effect_of(
    before: Chains, after: Chains, members: Sequence[Member], cases: Counter[Scope], subject: Agency | None
) -> Effect:
    """:param members: of all roles and states. :param subject: the agency that is changed, if it is one."""
    holders = [member for member in members if member.is_active and member.role in HOLDERS]
    now = {place: _heir(before, place) for place in cases}
    then = {place: _heir(after, place) for place in cases}
    lose: dict[str, int] = Counter()
    gain: dict[str, int] = Counter()
    for member in holders:
        if not _differs(member, before, after) and now == then:
            continue
        for place, count in cases.items():
            could, can = _sees(member, before, now[place]), _sees(member, after, then[place])
            lose[member.id] += count if could and not can else 0
            gain[member.id] += count if can and not could else 0
    concerned = {then[place] for place in cases if _concerns(before, after, holders, now[place], then[place])}
    concerned |= {_place(agency) for agency in _near(after, subject)}
    return Effect(
        [(member, lose[member.id]) for member in holders if lose[member.id]],
        [(member, gain[member.id]) for member in holders if gain[member.id]],
        sorted(_unseen(after, holders, concerned), key=repr),
        sum(count for place, count in cases.items() if now[place] != then[place]),
    )


def _unseen(chains: Chains, holders: Sequence[Member], places: Collection[Scope]) -> list[Scope]:
    return [place for place in places if not any(_sees(member, chains, place) for member in holders)]


def _sees(member: Member, chains: Chains, place: Scope) -> bool:
    reach = any(scope.covers(place.province, place.commune, place.office) for scope in member.scopes)
    return reach and not any(chains.closed(post, place) for post in member.posts)


def _differs(member: Member, before: Chains, after: Chains) -> bool:
    return any(set(before.zones(post)) != set(after.zones(post)) for post in member.posts)


def _concerns(before: Chains, after: Chains, holders: Sequence[Member], now: Scope, then: Scope) -> bool:
    """Whether anybody who saw cases of a place does so no more."""
    return any(_sees(member, before, now) and not _sees(member, after, then) for member in holders)


def _near(chains: Chains, subject: Agency | None) -> list[Agency]:
    """The agency itself, where it can be accused of something."""
    known = chains.agencies.get(subject.id) if subject is not None else None
    return [known] if known is not None and known.kind is not None and known.province is not None else []


def _place(agency: Place | Agency) -> Scope:
    office = agency.kind if isinstance(agency, Agency) else agency.office
    return Scope(agency.province, agency.commune, office)


def _heir(chains: Chains, place: Scope) -> Scope:
    return Scope(*chains.heir((place.province, place.commune, place.office)))
