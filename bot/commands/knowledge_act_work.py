"""What `bot.py knowledge publish | rollback | drafts` do, once the command line has been read."""

from __future__ import annotations

from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.commands.staff_work import CLOCK, opened_desk
from bot.errors import SettingsError
from bot.settings import load_settings
from bot.staff.authority import ever_allowed
from bot.staff.desk import StaffDesk
from bot.staff.member import Member
from knowledge.life import Also, KnowledgeLife


async def drafts_table() -> Table:
    async with opened_desk(load_settings()) as desk:
        rows = await _life(desk).drafts()
        names = {member.id: member.name for member in await desk.staff.all()}
    table = Table("draft", "procedure", "state", "from", "written by", "reason")
    for row in rows:
        writers = ", ".join(sorted(names.get(each, each) for each in row.editors)) or "the operator"
        begins = row.effective_from.isoformat() if row.effective_from is not None else "at once"
        table.add_row(str(row.id), f"{row.code} {row.title}", row.state, begins, writers, row.reason)
    return table


async def published(draft_id: int, by: str) -> str:
    """:returns: what happened, for the person at the machine.

    :raises LifeError: it cannot be published. :raises SettingsError: ``by`` may not.
    """
    async with opened_desk(load_settings()) as desk:
        member, life = await _allowed(desk, by, "knowledge.publish"), _life(desk)
        row = (await life.draft(draft_id)).row
        note = _noted(desk, member, "knowledge.publish", row.code, draft=draft_id)
        state = await life.approve(draft_id, row.revision, member.id, note)
    if state == "scheduled":
        return f"{row.code} is published on {row.effective_from}, at midnight in Vietnam."
    return f"{row.code} is published."


async def rolled_back(code: str, version: int, by: str, reason: str) -> int:
    """:returns: number of the new version.

    :raises LifeError: there is no such version, or it is in force.
    :raises SettingsError: ``by`` may not, or does not say why.
    """
    if not reason.strip():
        raise SettingsError("Say why, with --reason.")
    async with opened_desk(load_settings()) as desk:
        member = await _allowed(desk, by, "knowledge.rollback")
        note = _noted(desk, member, "knowledge.rollback", code, to=version)
        return await _life(desk).entries.rollback(code, version, member.id, reason.strip(), note)


def _life(desk: StaffDesk) -> KnowledgeLife:
    return KnowledgeLife(desk.database, CLOCK)


def _noted(desk: StaffDesk, member: Member, action: str, subject: str, **detail: object) -> Also:
    """The audit row, in the transaction of the act."""

    async def note(connection: AsyncConnection) -> None:
        await desk.trail.note(connection, member.id, action, subject, {**detail, "command_line": True})

    return note


async def _allowed(desk: StaffDesk, name: str, action: str) -> Member:
    member = await desk.staff.named(name)
    if member is None or not member.is_active or not ever_allowed(member.role, action):
        raise SettingsError(f"There is no active account named {name} that may do this.")
    return member
