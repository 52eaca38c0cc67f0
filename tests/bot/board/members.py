"""Members as the tests of the board need them."""

from __future__ import annotations

from sqlalchemy import insert

from bot.board.sight import Sight
from bot.database import Database
from bot.database.staff_tables import staff
from bot.staff.member import Member, Role, Scope, Standing

HUE, DA_NANG = "46", "48"


def member(
    name: str = "an", role: Role = Role.INSPECTOR, scopes: tuple[Scope, ...] = (Scope(),), posts: tuple[Scope, ...] = ()
) -> Member:
    return Member(name, name, role, Standing.ACTIVE, "vi", scopes, posts)


def sight(**more: object) -> Sight:
    return Sight(member(**more))  # type: ignore[arg-type]


async def enter(database: Database, one: Member) -> None:
    """Its row, for what refers to it."""
    row = {"id": one.id, "name": one.name, "role": one.role, "state": "active", "created_at": 0}
    async with database.write() as connection:
        await connection.execute(insert(staff), row)
