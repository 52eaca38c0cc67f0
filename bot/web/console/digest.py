"""GET /console/digest: what waits for a member, as their chat would say it; and the page of hours and days."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from bot.clock import local
from bot.digests import DigestDesk
from bot.digests.choice import Choice, chosen, rhythm_of
from bot.digests.talk import StaffTalk
from bot.errors import SettingsError
from bot.schedule.digest_jobs import DigestJobs
from bot.staff.authority import ever_allowed
from bot.staff.member import Member
from bot.views.digest import counted, figures_shown, lines_of, table_message
from bot.web.console.frame import N_, Frame, Refused, field
from bot.web.console.signed import Signed

#: One page; the rest is in the table and in the work list.
SHOWN = 100


class DigestPages:
    def __init__(self, frame: Frame, desk: DigestDesk, talk: StaffTalk, jobs: DigestJobs) -> None:
        self._frame = frame
        self._desk = desk
        self._talk = talk
        self._jobs = jobs
        frame.get("/digest", "digest.read", self.show, label=N_("Digest"))
        frame.post("/digest/table", "digest.read", self.table)
        frame.get("/digest/hours", "digest.set", self.hours, label=N_("Digest hours"))
        frame.post("/digest/hours", "digest.set", self.choose)

    async def show(self, request: Request, signed: Signed) -> Response:
        """Cases by their facts: no key is needed for it, and nothing in it was sealed."""
        member, texts = signed.member, self._frame.texts
        digest = await self._talk.waiting(member)
        lines = lines_of(texts, member.language, digest.items, digest.window.end)
        figures = figures_shown(texts, member.language, await self._talk.figures(member), with_groups=True)
        shown = {
            "lines": lines[:SHOWN],
            "more": max(len(lines) - SHOWN, 0),
            "counts": counted(texts, member.language, digest),
            "held": {item.number for item in digest.items if item.assigned is not None},
            "takes": ever_allowed(member.role, "case.take"),
            "figures": figures,
            "has_cases": ever_allowed(member.role, "case.list"),
        }
        return self._frame.page(request, signed, "digest", 200, **shown, **await self._told(member))

    async def table(self, request: Request, signed: Signed) -> Response:
        """What waits, as a file; what leaves the house stands in the audit chain. :raises Refused: nothing waits."""
        digest = await self._talk.waiting(signed.member)
        file = (await asyncio.to_thread(table_message, self._frame.texts, digest)).file if digest.items else None
        if file is None:
            raise Refused
        desk = self._frame.desk
        async with desk.database.write() as connection:
            detail = {"rows": len(digest.items)}
            await desk.trail.note(connection, signed.member.id, "digest.read", signed.member.id, detail)
        headers = {"Content-Disposition": f"attachment; filename={file.name}", "Cache-Control": "no-store"}
        return Response(file.body, media_type=file.media, headers=headers)

    async def hours(self, request: Request, signed: Signed) -> Response:
        setting = await self._desk.settings.of(signed.member.id, signed.member.role)
        return await self._hours(request, signed, chosen(setting.rhythm))

    async def choose(self, request: Request, signed: Signed) -> Response:
        form = await request.form()
        choice = Choice(
            days=field(form, "days"),
            time=field(form, "time"),
            cron=" ".join(field(form, "cron").split()),
            quiet=field(form, "quiet") == "1",
            quiet_from=field(form, "quiet_from"),
            quiet_to=field(form, "quiet_to"),
        )
        try:
            await self._jobs.choose(signed.member.id, rhythm_of(choice))
        except SettingsError:
            return await self._hours(request, signed, choice, status=400, problem=True)
        return await self._hours(request, signed, choice, told=True)

    async def _hours(
        self,
        request: Request,
        signed: Signed,
        choice: Choice,
        *,
        status: int = 200,
        problem: bool = False,
        told: bool = False,
    ) -> Response:
        standing = await self._told(signed.member)
        return self._frame.page(
            request, signed, "digest_hours", status, choice=choice, problem=problem, told=told, **standing
        )

    async def _told(self, member: Member) -> dict[str, object]:
        """When a member was told last and will be next; whether there is a chat to tell them in."""
        setting = await self._desk.settings.of(member.id, member.role)
        following = setting.rhythm.after(self._frame.desk.clock.now(), await self._desk.calendar.current())
        return {
            "last": setting.last,
            "following": local(following),
            "bound": await self._desk.staff.chat_of(member.id) is not None,
        }
