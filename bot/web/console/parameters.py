"""Administrators' pages: numbers that law sets. A new value is a new row; another person reviews it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.clock import local
from bot.legal import LegalParameter, LegalParameters, ParameterChanged
from bot.legal.entering import read_value
from bot.web.console.frame import N_, Frame, Refused, field
from bot.web.console.parameter_words import NAMES, UNITS, WRONG
from bot.web.console.signed import Signed

FIELDS = ("value", "effective_from", "source")


@dataclass(frozen=True, slots=True)
class Line:
    """A value as the page shows it. ``until``: the last day, None while no other follows."""

    parameter: LegalParameter
    until: date | None
    in_force: bool
    author: str | None
    reviewer: str | None
    may_review: bool
    may_withdraw: bool


class ParameterPages:
    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._desk = frame.desk
        self._parameters = LegalParameters(frame.desk.database, frame.desk.clock)

    def add(self) -> None:
        frame = self._frame
        frame.get("/parameters", "parameter.list", self.all, label=N_("Legal parameters"))
        frame.get("/parameters/{name}", "parameter.list", self.one)
        frame.post("/parameters/{name}", "parameter.enter", self.enter)
        frame.post("/parameters/{name}/review", "parameter.review", self.review)
        frame.post("/parameters/{name}/withdraw", "parameter.enter", self.withdraw)

    async def all(self, request: Request, signed: Signed) -> Response:
        today, shown = self._today(), []
        for name in sorted({each.name for each in await self._known()}):
            current = await self._parameters.in_force(name, today)
            newer = any(each.effective_from > today for each in await self._of(name))
            shown.append((name, self._label(signed, NAMES, name), current, newer))
        shown.sort(key=lambda each: each[1])
        return self._frame.page(request, signed, "parameters", rows=shown, units=self._units(signed))

    async def one(self, request: Request, signed: Signed) -> Response:
        return await self._page(request, signed, await self._history(request))

    async def enter(self, request: Request, signed: Signed) -> Response:
        """What was typed stands again when it cannot be taken."""
        known, form = await self._history(request), await request.form()
        typed = {name: field(form, name) for name in FIELDS}
        new, problems = read_value(typed, known, signed.member.id)
        if new is None:
            return await self._page(request, signed, known, 400, typed=typed, problems=problems)
        try:
            seen = date.fromisoformat(field(form, "seen"))
            async with self._desk.database.write() as connection:
                await self._parameters.enter(connection, new, seen)
                detail = {"value": new.value, "unit": new.unit, "from": str(new.effective_from), "source": new.source}
                await self._desk.trail.note(connection, signed.member.id, "parameter.enter", new.name, detail)
        except (ParameterChanged, ValueError):
            self._parameters.forget()
            return await self._page(request, signed, await self._of(new.name), 409, typed=typed, changed=True)
        self._parameters.forget()
        return self._frame.to(f"/parameters/{new.name}")

    async def review(self, request: Request, signed: Signed) -> Response:
        known, day = await self._history(request), await self._day(request)
        async with self._desk.database.write() as connection:
            done = await self._parameters.review_in(connection, known[0].name, day, signed.member.id)
            if done:
                detail = {"from": str(day)}
                await self._desk.trail.note(connection, signed.member.id, "parameter.review", known[0].name, detail)
        return await self._after(request, signed, known[0].name, done)

    async def withdraw(self, request: Request, signed: Signed) -> Response:
        known, day = await self._history(request), await self._day(request)
        async with self._desk.database.write() as connection:
            done = await self._parameters.withdraw(connection, known[0].name, day, self._today())
            if done:
                detail = {"from": str(day), "value": next((p.value for p in known if p.effective_from == day), "")}
                await self._desk.trail.note(connection, signed.member.id, "parameter.withdraw", known[0].name, detail)
        return await self._after(request, signed, known[0].name, done)

    async def _after(self, request: Request, signed: Signed, name: str, done: bool) -> Response:
        self._parameters.forget()
        if done:
            return self._frame.to(f"/parameters/{name}")
        return await self._page(request, signed, await self._of(name), 409, changed=True)

    async def _page(
        self,
        request: Request,
        signed: Signed,
        known: list[LegalParameter],
        status: int = 200,
        *,
        typed: dict[str, str] | None = None,
        problems: dict[str, str] | None = None,
        changed: bool = False,
    ) -> Response:
        name = known[0].name
        return self._frame.page(
            request,
            signed,
            "parameter",
            status,
            name=name,
            title=self._label(signed, NAMES, name),
            unit=self._label(signed, UNITS, known[0].unit),
            lines=await self._lines(signed, known),
            latest=known[0],
            typed=typed or dict.fromkeys(FIELDS, ""),
            problems={key: self._label(signed, WRONG, what) for key, what in (problems or {}).items()},
            changed=changed,
        )

    async def _lines(self, signed: Signed, known: list[LegalParameter]) -> list[Line]:
        names = {member.id: member.name for member in await self._desk.staff.all()}
        current = await self._parameters.in_force(known[0].name, self._today())
        lines, follows = [], None
        for each in known:
            ends = each.effective_to or (follows - timedelta(days=1) if follows else None)
            by = each.reviewed_by
            lines.append(
                Line(
                    each,
                    ends,
                    current is not None and each.effective_from == current.effective_from,
                    names.get(each.author or "", each.author),
                    names.get(by, by) if by else None,
                    by is None and each.author != signed.member.id,
                    by is None and each.author is not None and each.effective_from > self._today(),
                )
            )
            follows = each.effective_from
        return lines

    async def _known(self) -> list[LegalParameter]:
        """As it stands now: an editor is never shown what was remembered."""
        self._parameters.forget()
        return await self._parameters.all()

    async def _of(self, name: str) -> list[LegalParameter]:
        return [each for each in await self._parameters.all() if each.name == name]

    async def _history(self, request: Request) -> list[LegalParameter]:
        await self._known()
        known = await self._of(request.path_params["name"])
        if not known:
            raise Refused
        return known

    async def _day(self, request: Request) -> date:
        try:
            return date.fromisoformat(field(await request.form(), "from"))
        except ValueError:
            raise Refused from None

    def _today(self) -> date:
        return local(self._desk.clock.now()).date()

    def _label(self, signed: Signed, words: dict[str, str], name: str) -> str:
        """A name that a later version brings is shown as it is."""
        return self._frame.texts.label(words[name], signed.member.language) if name in words else name

    def _units(self, signed: Signed) -> dict[str, str]:
        return {unit: self._label(signed, UNITS, unit) for unit in UNITS}
