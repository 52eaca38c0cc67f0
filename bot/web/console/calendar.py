"""Administrators' pages: days on which the calendar differs, and the years whose notice is in."""

from __future__ import annotations

from datetime import date

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from bot.schedule.notices import StaffNotices
from bot.web.console.frame import N_, Frame, Refused, field
from bot.web.console.parameter_words import WRONG
from bot.web.console.signed import Signed
from bot.whole import whole
from bot.workdays import DayOverride
from bot.workdays.store import CalendarStore

FIRST_YEAR, LAST_YEAR = 2025, 2100
SHORTEST_SOURCE, LONGEST_SOURCE = 5, 500
NOTICE = "calendar-notice"
FIELDS = ("day", "source", "year", "year_source")


class CalendarPages:
    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._desk = frame.desk
        self._calendar = CalendarStore(frame.desk.database, frame.desk.clock)
        self._notices = StaffNotices(frame.desk.database, frame.desk.clock)

    def add(self) -> None:
        frame = self._frame
        frame.get("/calendar", "calendar.list", self.all, label=N_("Working days"))
        frame.post("/calendar/day", "calendar.edit", self.put)
        frame.post("/calendar/confirm", "calendar.edit", self.confirm)
        frame.post("/calendar/drop", "calendar.edit", self.drop)
        frame.post("/calendar/year", "calendar.edit", self.enter_year)

    async def all(self, request: Request, signed: Signed) -> Response:
        return await self._page(request, signed)

    async def put(self, request: Request, signed: Signed) -> Response:
        """A day that was not entered yet; one that was is dropped first, so that nobody overwrites unseen."""
        form = await request.form()
        day, source = _day(field(form, "day")), " ".join(field(form, "source").split())
        problems = {"day": "day"} if day is None else {}
        problems |= _wrong_source("source", source)
        if problems or day is None:
            return await self._page(request, signed, 400, form=form, problems=problems)
        new = DayOverride(field(form, "work") == "1", source, field(form, "unconfirmed") != "1")
        return await self._change(request, signed, form, day, None, new)

    async def confirm(self, request: Request, signed: Signed) -> Response:
        """The document has been found: the day is certain from now on."""
        form = await request.form()
        day, seen = _seen(form)
        return await self._change(request, signed, form, day, seen, DayOverride(seen.is_working, seen.source, True))

    async def drop(self, request: Request, signed: Signed) -> Response:
        form = await request.form()
        day, seen = _seen(form)
        return await self._change(request, signed, form, day, seen, None)

    async def enter_year(self, request: Request, signed: Signed) -> Response:
        form = await request.form()
        text, source = field(form, "year").strip(), " ".join(field(form, "year_source").split())
        problems = _wrong_source("year_source", source)
        year = whole(text, LAST_YEAR)
        if year is None or year < FIRST_YEAR:
            problems["year"] = "year"
        if problems:
            return await self._page(request, signed, 400, form=form, problems=problems)
        async with self._desk.database.write() as connection:
            await self._calendar.enter_year_in(connection, int(text), source)
            await self._desk.trail.note(connection, signed.member.id, "calendar.year", text, {"source": source})
        await self._notices.settle(f"{NOTICE}|{text}")
        self._calendar.forget()
        return self._frame.to("/calendar")

    async def _change(
        self,
        request: Request,
        signed: Signed,
        form: FormData,
        day: date,
        seen: DayOverride | None,
        new: DayOverride | None,
    ) -> Response:
        async with self._desk.database.write() as connection:
            done = await self._calendar.change(connection, day, seen, new)
            if done:
                detail = {"working": new.is_working, "source": new.source, "sure": new.confirmed} if new else {}
                act = "calendar.set" if new else "calendar.drop"
                await self._desk.trail.note(connection, signed.member.id, act, str(day), detail)
        self._calendar.forget()
        return self._frame.to("/calendar") if done else await self._page(request, signed, 409, form=form, changed=True)

    async def _page(
        self,
        request: Request,
        signed: Signed,
        status: int = 200,
        *,
        form: FormData | None = None,
        problems: dict[str, str] | None = None,
        changed: bool = False,
    ) -> Response:
        language = signed.member.language
        return self._frame.page(
            request,
            signed,
            "calendar",
            status,
            days=sorted((await self._calendar.overrides()).items(), reverse=True),
            years=sorted((await self._calendar.years()).items(), reverse=True),
            missing=await self._notices.waiting(NOTICE),
            typed={name: field(form, name) if form else "" for name in FIELDS},
            problems={key: self._frame.texts.label(WRONG[what], language) for key, what in (problems or {}).items()},
            changed=changed,
        )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _seen(form: FormData) -> tuple[date, DayOverride]:
    """The row as its editor saw it. :raises Refused: none of our forms says that."""
    day = _day(field(form, "day"))
    if day is None:
        raise Refused
    return day, DayOverride(
        field(form, "was_working") == "1", field(form, "was_source"), field(form, "was_sure") == "1"
    )


def _wrong_source(name: str, source: str) -> dict[str, str]:
    if len(source) < SHORTEST_SOURCE:
        return {name: "missing"}
    return {name: "long"} if len(source) > LONGEST_SOURCE else {}
