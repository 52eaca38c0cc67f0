"""What needs one member now: read by window and clock, held against the authorization matrix, less what was told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import epoch_ms, from_epoch_ms, local
from bot.database import Queries
from bot.digests.model import Item, Reason, Window
from bot.reports.cases.clocks import APPROACHING, Terms
from bot.reports.cases.history import ASKED_PERSON, RATED
from bot.reports.cases.states import CLOCKS, FIRST, State
from bot.reports.cases.thread import ANSWERED
from bot.staff import CaseFacts, Member, Scope, Verdict, allowed, relation

ACTION = "case.list"
#: Of one digest; also what one look at the clocks reads.
MOST = 1000
_MOST_BINDS = 500
_ORDER = {reason: place for place, reason in enumerate(Reason)}
#: Whoever takes a case that nobody had needs no telling of it.
_FRESH = frozenset({Reason.NEW, Reason.TRANSFERRED})


@dataclass(frozen=True, slots=True)
class Sight:
    """A member and those whose leave they cover, as of the reading; ``excluded``: cases closed to the member."""

    member: Member
    acting_for: Sequence[Member] = ()
    excluded: frozenset[str] = field(default_factory=frozenset)

    @property
    def hands(self) -> list[str]:
        return [self.member.id, *(each.id for each in self.acting_for)]

    @property
    def everywhere(self) -> bool:
        return any(scope == Scope() for each in self._reach for scope in each.scopes)

    def covers(self, province: str | None, commune: str | None, office: str | None) -> bool:
        return any(scope.covers(province, commune, office) for each in self._reach for scope in each.scopes)

    @property
    def provinces(self) -> frozenset[str | None] | None:
        """All that :meth:`covers` may find lies in these; None: in any, or in none that is known."""
        provinces = {scope.province for each in self._reach for scope in each.scopes}
        return None if None in provinces else frozenset(provinces)

    def may_list(self, row: Mapping[str, Any], assigned: str | None) -> bool:
        excluded = frozenset({self.member.id}) if row["id"] in self.excluded else frozenset[str]()
        facts = CaseFacts.of(row, assigned, excluded)
        return allowed(self.member.role, relation(self.member, facts, self.acting_for), ACTION) is Verdict.ALLOW

    def binds(self) -> dict[str, Any]:
        """What narrows a query before each row is looked at; "" stands in a list that would be empty."""
        provinces = self.provinces
        named = sorted(province for province in provinces or () if province is not None)
        return {"everywhere": provinces is None, "province_list": named or [""], "hand_list": self.hands}

    @property
    def _reach(self) -> list[Member]:
        return [self.member, *self.acting_for]


async def items_for(
    connection: AsyncConnection, sight: Sight, window: Window, terms: Terms, told_to: str | None = None
) -> list[Item]:
    """The most pressing first; at most :data:`MOST` and one, which says that there are more.

    :param told_to: whose list of what was told counts; None: the member's.
    """
    told_to = sight.member.id if told_to is None else told_to
    queries = Queries.beside(__file__, connection.dialect.name)
    times = {"start": epoch_ms(window.start), "end": epoch_ms(window.end), **sight.binds()}
    today = local(window.end).date()
    happened = (await connection.execute(queries["happened"], times)).all()
    written = (await connection.execute(queries["written"], times)).all()
    climbed = (await connection.execute(queries["climbed"], times)).all()
    clocks = {**horizons(terms, today), **sight.binds(), "staff": told_to, "most": MOST + 1}
    running = (await connection.execute(queries["clocks"], clocks)).all()
    found = [item for row in happened if (item := _happened(row)) is not None]
    found += [item_of(row, Reason.REPLIED, row.since // 60_000) for row in written]
    found += [item_of(row, _clock_reason(row, today), row.due_day) for row in running]
    seen = {row.id: dict(row._mapping) for row in (*happened, *written, *running)}
    mine = [item for item in found if _waits_for(item, sight, seen[item.case_id])]
    mine += [item_of(row, Reason.ESCALATED, row.since // 60_000) for row in climbed if _stands_there(row, sight)]
    mine = await _not_told(connection, queries, told_to, _one_a_reason(mine))
    mine.sort(key=lambda item: (_ORDER[item.reason], item.due or date.max, item.since, item.number))
    return mine[: MOST + 1]


def horizons(terms: Terms, today: date) -> dict[str, int]:
    """Until which due day a clock counts as running out: when what is left of it is a fifth or less."""
    days = {name: terms.values[name] for name in CLOCKS}
    left = {name: count - ceil(count * APPROACHING) for name, count in days.items()}
    until = {name: terms.calendar.shifted(today, count).toordinal() for name, count in left.items()}
    return {**until, "today": today.toordinal(), "longest": max(until.values())}


def _happened(row: Row[Any]) -> Item | None:
    reason: Reason | None = None
    if row.happened == 1 and row.state == FIRST:
        reason = Reason.NEW
    elif row.reason == ASKED_PERSON:
        reason = Reason.PERSON
    elif row.reason == ANSWERED:
        reason = Reason.REPLIED
    elif row.state == State.DISPUTED and not (row.reason or "").startswith(RATED):
        reason = Reason.DISPUTED
    elif row.state == State.TRANSFERRED:
        reason = Reason.TRANSFERRED
    return item_of(row, reason, row.since // 60_000 if reason is Reason.REPLIED else row.happened) if reason else None


def _clock_reason(row: Row[Any], today: date) -> Reason:
    return Reason.OVERDUE if row.due_day < today.toordinal() else Reason.APPROACHING


def item_of(row: Row[Any], reason: Reason, version: int) -> Item:
    """:param row: of one of this room's queries over cases."""
    return Item(
        case_id=row.id,
        number=row.number,
        reason=reason,
        version=version,
        category=row.category,
        office=row.office,
        province=row.province,
        commune=row.commune,
        received_at=from_epoch_ms(row.received_at),
        since=from_epoch_ms(row.since),
        due=date.fromordinal(row.due_day) if row.due_day is not None else None,
        seen=row.seen,
        assigned=row.assigned,
    )


def _waits_for(item: Item, sight: Sight, row: Mapping[str, Any]) -> bool:
    """Whether it is this member's turn: the case is in nobody's hands or in theirs, and they may know of it."""
    taken_by_other = item.assigned is not None and item.assigned not in sight.hands
    took_it_alone = item.reason in _FRESH and row["assigned_by"] == sight.member.id
    return not taken_by_other and not took_it_alone and sight.may_list(row, item.assigned)


def _stands_there(row: Row[Any], sight: Sight) -> bool:
    """Whether the rung is the member's, and they may know which case it is; whoever has it meanwhile."""
    from bot.escalation.rungs import RUNGS, on_rung  # the ladder stands on this room

    excluded = frozenset({sight.member.id}) if row.id in sight.excluded else frozenset[str]()
    facts = dict(row._mapping)
    case = CaseFacts.of(facts, row.assigned, excluded)
    return bool(on_rung(RUNGS[row.rung - 1], case, [sight])) and sight.may_list(facts, row.assigned)


def _one_a_reason(items: Iterable[Item]) -> list[Item]:
    """A case once a reason: the latest occasion of several."""
    latest: dict[tuple[str, Reason], Item] = {}
    for item in sorted(items, key=lambda item: item.version):
        latest[item.case_id, item.reason] = item
    return list(latest.values())


async def _not_told(connection: AsyncConnection, queries: Queries, staff: str, items: list[Item]) -> list[Item]:
    told: set[tuple[str, str, int]] = set()
    ids = sorted({item.case_id for item in items})
    for first in range(0, len(ids), _MOST_BINDS):
        binds = {"staff": staff, "case_list": ids[first : first + _MOST_BINDS]}
        rows = await connection.execute(queries["told"], binds)
        told |= {(row.case_id, row.reason, row.version) for row in rows}
    return [item for item in items if (item.case_id, str(item.reason), item.version) not in told]
