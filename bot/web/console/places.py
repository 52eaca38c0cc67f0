"""Administrators' pages: one-stop offices, their hours and special days; as a sheet down and up; codes to print."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.clock import local
from bot.places import gazetteer
from bot.places.desk import PlaceDesk
from bot.places.office import COLUMNS, WEEKDAYS, Office, Problem, read_office, written_office
from bot.places.sheet import Plan, carry_out, plan_import, write_sheet
from bot.places.store import OfficeChanged
from bot.views.case_words import place_name
from bot.web.console.frame import N_, Frame, Refused, field
from bot.web.console.place_words import COLUMN_LABELS, problem_words
from bot.web.console.signed import Signed
from bot.whole import MOST, whole
from knowledge.search.text import fold

SHOWN = 100
MOST_PROBLEMS = 50
MOST_FILE = 5_000_000


class PlacePages:
    def __init__(self, frame: Frame, places: PlaceDesk) -> None:
        self._frame = frame
        self._places = places
        self._desk = frame.desk

    def add(self) -> None:
        frame = self._frame
        frame.get("/places", "place.list", self.all, label=N_("Offices"))
        frame.get("/places/sheet", "place.list", self.sheet)
        frame.post("/places/sheet", "place.import", self.take)
        frame.get("/places/add", "place.edit", self.blank)
        frame.get("/places/poster", "place.list", self.poster)
        frame.post("/places/save", "place.edit", self.save)
        frame.get("/places/office/{office_id}", "place.list", self.one)
        frame.post("/places/office/{office_id}/verify", "place.edit", self.verify)
        frame.post("/places/office/{office_id}/remove", "place.edit", self.remove)

    async def all(self, request: Request, signed: Signed) -> Response:
        return await self._list(request, signed)

    async def sheet(self, request: Request, signed: Signed) -> Response:
        headers = {"Content-Disposition": "attachment; filename=offices.csv", "Cache-Control": "no-store"}
        body = write_sheet(await self._places.offices.all())
        return Response(body, media_type="text/csv; charset=utf-8", headers=headers)

    async def take(self, request: Request, signed: Signed) -> Response:
        """Both buttons read the same file: one says what it would do, the other does it."""
        form = await request.form()
        file = form.get("file")
        content = await file.read(MOST_FILE + 1) if isinstance(file, UploadFile) else b""
        await form.close()
        if not content or len(content) > MOST_FILE:
            return await self._list(request, signed, status=400, problem="file")
        plan = await plan_import(self._places.offices, content)
        done = field(form, "do") == "take" and not plan.problems
        if done:
            try:
                await carry_out(
                    self._desk.database, self._places.offices, plan, self._desk.trail.note, signed.member.id
                )
            except OfficeChanged:
                return await self._list(request, signed, status=409, problem="changed")
        return await self._list(request, signed, status=400 if plan.problems else 200, plan=plan, done=done)

    async def blank(self, request: Request, signed: Signed) -> Response:
        return self._form(request, signed, dict.fromkeys(COLUMNS, "") | {"level": "commune", "accepts": "*"}, 0)

    async def one(self, request: Request, signed: Signed) -> Response:
        office = await self._office(request)
        return self._form(request, signed, written_office(office), office.version, office=office)

    async def save(self, request: Request, signed: Signed) -> Response:
        """What was typed stands again when it cannot be saved."""
        form = await request.form()
        row = {name: field(form, name).strip() for name in COLUMNS}
        version = whole(field(form, "version")) or 0
        old = await self._places.offices.office(row["id"]) if version else None
        office, problems = read_office(row, sample=old.sample if old else False)
        if office is None:
            return self._form(request, signed, row, version, status=400, problems=problems)
        try:
            await self._put(replace(office, version=version), signed, "place.edit" if version else "place.add")
        except OfficeChanged:
            return self._form(request, signed, row, version, status=409, changed=True)
        return self._frame.to("/places")

    async def verify(self, request: Request, signed: Signed) -> Response:
        """Somebody has made sure, today, that all of it is so."""
        office = await self._office(request)
        today = local(self._desk.clock.now()).date()
        seen = replace(office, verified_on=today, sample=False, version=await self._version(request))
        try:
            await self._put(seen, signed, "place.verify")
        except OfficeChanged:
            row = written_office(office)
            return self._form(request, signed, row, office.version, status=409, changed=True, office=office)
        return self._frame.to(f"/places/office/{office.id}")

    async def remove(self, request: Request, signed: Signed) -> Response:
        office = await self._office(request)
        try:
            async with self._desk.database.write() as connection:
                await self._places.offices.drop(connection, office.id, await self._version(request))
                await self._desk.trail.note(connection, signed.member.id, "place.remove", office.id)
        except OfficeChanged:
            row = written_office(office)
            return self._form(request, signed, row, office.version, status=409, changed=True, office=office)
        return self._frame.to("/places")

    async def poster(self, request: Request, signed: Signed) -> Response:
        """To the page to print of a procedure."""
        code = request.query_params.get("code", "").strip()
        if not code:
            return self._frame.to("/places")
        return RedirectResponse(f"/qr/procedure/{quote(code, safe='')}", status_code=303)

    async def _put(self, office: Office, signed: Signed, action: str) -> None:
        async with self._desk.database.write() as connection:
            await self._places.offices.put(connection, office)
            detail = {"version": office.version + 1}
            await self._desk.trail.note(connection, signed.member.id, action, office.id, detail)

    async def _office(self, request: Request) -> Office:
        office = await self._places.offices.office(request.path_params["office_id"])
        if office is None:
            raise Refused
        return office

    async def _version(self, request: Request) -> int:
        """The state that the member saw. None said: an impossible one, which changes nothing."""
        return whole(field(await request.form(), "version")) or MOST

    async def _list(
        self,
        request: Request,
        signed: Signed,
        *,
        status: int = 200,
        problem: str | None = None,
        plan: Plan | None = None,
        done: bool = False,
    ) -> Response:
        language, wanted = signed.member.language, request.query_params.get("q", "").strip()
        offices = [each for each in await self._places.offices.all() if fold(wanted) in fold(_described(each))]
        wrong = plan.problems[:MOST_PROBLEMS] if plan else ()
        return self._frame.page(
            request,
            signed,
            "places",
            status,
            offices=[(each, place_name(each.province, each.commune)) for each in offices[:SHOWN]],
            more=max(0, len(offices) - SHOWN),
            wanted=wanted,
            problem=problem,
            plan=plan,
            done=done,
            problems=[(each.line, self._words(signed, each.problem), each.problem.value[:60]) for each in wrong],
            language=language,
        )

    def _form(
        self,
        request: Request,
        signed: Signed,
        row: dict[str, str],
        version: int,
        *,
        status: int = 200,
        problems: list[Problem] | None = None,
        changed: bool = False,
        office: Office | None = None,
    ) -> Response:
        labels = {name: self._frame.texts.label(words, signed.member.language) for name, words in COLUMN_LABELS.items()}
        return self._frame.page(
            request,
            signed,
            "place",
            status,
            row={**row, "special": row["special"].replace("; ", "\n")},
            version=version,
            problems=[self._words(signed, each) for each in problems or []],
            wrong={each.column for each in problems or []},
            changed=changed,
            office=office,
            labels=labels,
            weekdays=WEEKDAYS,
            provinces=gazetteer().provinces,
            place=place_name(office.province, office.commune) if office else "",
        )

    def _words(self, signed: Signed, problem: Problem) -> str:
        return problem_words(self._frame.texts, signed.member.language, problem.column, problem.what)


def _described(office: Office) -> str:
    return f"{office.id} {office.name} {office.address} {place_name(office.province, office.commune)}"
