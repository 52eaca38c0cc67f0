"""Letting a colleague out of reach read a case, and taking that back: two forms of the case page, for leads."""

from __future__ import annotations

from starlette.datastructures import FormData

from bot.board.sharing import HoldsNoKey
from bot.staff.authority import Relation, relation
from bot.staff.member import HOLDERS, CaseFacts, Member
from bot.web.console.caseroom import CannotBe, CaseRoom, Opened
from bot.web.console.frame import Refused, field


async def strangers(room: CaseRoom, opened: Opened) -> list[Member]:
    """With whom the case could be shared: no conflict keeps them out, and as yet they do not see it."""
    facts = await facts_of(room, opened)
    return [
        each
        for each in await room.desk.staff.all()
        if each.is_active and each.role in HOLDERS and relation(each, facts) is Relation.OUT_OF_SCOPE
    ]


async def share(room: CaseRoom, opened: Opened, form: FormData) -> None:
    """:raises CannotBe: the colleague holds no key."""
    if opened.facts["restricted"]:
        raise Refused
    chosen = next((each for each in await strangers(room, opened) if each.id == field(form, "to")), None)
    if chosen is None:
        raise Refused
    by = opened.signed.member.id
    try:
        async with opened.database.write() as connection:
            await room.shares.add(connection, opened.case, chosen.id, by)
            await room.desk.trail.note(connection, by, "case.share", opened.id, {"with": chosen.id})
    except HoldsNoKey:
        raise CannotBe("no_key") from None


async def unshare(room: CaseRoom, opened: Opened, form: FormData) -> None:
    """:raises CannotBe: a colleague has taken it back already."""
    staff_id, by = field(form, "from"), opened.signed.member.id
    async with opened.database.write() as connection:
        if not await room.shares.drop(connection, opened.id, staff_id):
            raise CannotBe("moved")
        await room.desk.trail.note(connection, by, "case.share", opened.id, {"no_more_with": staff_id})


async def facts_of(room: CaseRoom, opened: Opened) -> CaseFacts:
    """As the matrix wants them, of the case as it stands now."""
    shared = frozenset(reader.id for reader in await room.shares.of(opened.id))
    excluded = await room.desk.staff.exclusions(opened.id)
    return CaseFacts.of(opened.facts, opened.handling.assigned, excluded, shared)
