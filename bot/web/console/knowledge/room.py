"""What the pages about procedures share: the entries' life, names of members, the audit row of an act."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.changes import decided
from bot.clock import local
from bot.schedule.due import plan
from bot.staff.authority import ever_allowed
from bot.staff.desk import StaffDesk
from bot.turns.turn import House
from bot.web.console.frame import ROOT, Frame, Refused
from bot.web.console.signed import Signed
from bot.whole import whole
from knowledge.life import Draft, DraftRow, Entry, KnowledgeLife, NoSuchDraft, NoSuchEntry

#: Longest reason, source or note; beyond it is no reason but a document.
LONGEST_WORDS = 500
Also = Callable[[AsyncConnection], Awaitable[None]]
ReviewDays = Callable[[], Awaitable[int]]


class KnowledgeRoom:
    """:param review_days: the term after which an entry is to be looked at again. :param house: as conversations
    have it, so that previews say what the chat says."""

    def __init__(self, frame: Frame, life: KnowledgeLife, review_days: ReviewDays, house: House) -> None:
        self.frame = frame
        self.life = life
        self.review_days = review_days
        self.house = house

    @property
    def desk(self) -> StaffDesk:
        return self.frame.desk

    def today(self) -> date:
        return local(self.desk.clock.now()).date()

    async def draft(self, request: Request) -> Draft:
        """The draft that the address names. :raises Refused: there is none."""
        number = whole(request.path_params["draft"])
        if number is None:
            raise Refused
        try:
            return await self.life.draft(number)
        except NoSuchDraft:
            raise Refused from None

    async def entry(self, request: Request) -> Entry:
        """The entry that the address names. :raises Refused: there is none."""
        try:
            return await self.life.entries.one(request.path_params["code"])
        except NoSuchEntry:
            raise Refused from None

    def noted(self, signed: Signed, action: str, subject: str, **detail: object) -> Also:
        """The audit row of an act, for the transaction of the act itself."""

        async def note(connection: AsyncConnection) -> None:
            await self.desk.trail.note(connection, signed.member.id, action, subject, detail)

        return note

    def decided(self, signed: Signed, row: DraftRow, detail: dict[str, object]) -> Also:
        """The audit row of a decision; and whoever wrote the draft is told in their chat."""
        note = self.noted(signed, "knowledge.publish", row.code, **detail)

        async def write(connection: AsyncConnection) -> None:
            await note(connection)
            await plan(connection, self.desk.key, [decided(row, signed.member.id, self.desk.clock.now())])

        return write

    async def names(self) -> dict[str, str]:
        """Members' names by id, those that are gone too."""
        return {member.id: member.name for member in await self.desk.staff.all()}

    def may(self, signed: Signed, action: str) -> bool:
        return ever_allowed(signed.member.role, action)

    def told(self, path: str, **parameters: str) -> Response:
        """Look at ``path`` below /console/knowledge, with a word about what was done."""
        query = "&".join(f"{name}={value}" for name, value in parameters.items())
        return RedirectResponse(f"{ROOT}/knowledge{path}" + (f"?{query}" if query else ""), status_code=303)


def words(text: str) -> str:
    """A reason, a source or a note as it is kept: one line."""
    return " ".join(text.split())[:LONGEST_WORDS]
