"""Administrators' pages: who is on the staff, inviting, confirming, revoking, what a member may see."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from bot.errors import MotCuaError
from bot.places import gazetteer
from bot.reports.offices import offices
from bot.staff.errors import LastAdministrator, NameTaken, NoSuchAccount, NotBySamePerson
from bot.staff.member import Member, Role, Scope, Standing
from bot.staff.places import NoSuchPlace, place_of
from bot.views.case_words import office_name, place_name
from bot.web.console.frame import N_, ROOT, Frame, Refused, field
from bot.web.console.signed import Signed
from bot.whole import whole

#: Longest reason of an approval that is worth reading.
SHORTEST_REASON = 5


class AccountPages:
    """:param address: of this installation, for links that are handed out; None: as the browser has it."""

    def __init__(self, frame: Frame, address: str | None) -> None:
        self._frame = frame
        self._desk = frame.desk
        self._address = address
        frame.get("/staff", "staff.list", self.everybody, label=N_("Staff"))
        frame.post("/staff/invite", "staff.invite", self.invite)
        frame.get("/staff/{staff_id}", "staff.list", self.one)
        frame.post("/staff/{staff_id}/confirm", "staff.confirm", self.confirm)
        frame.post("/staff/{staff_id}/revoke", "staff.revoke", self.revoke)
        frame.post("/staff/{staff_id}/places", "staff.scope", self.change_places)
        frame.post("/staff/{staff_id}/recover", "staff.recover", self.ask_recovery)

    async def everybody(self, request: Request, signed: Signed) -> Response:
        return await self._list(request, signed)

    async def invite(self, request: Request, signed: Signed) -> Response:
        form = await request.form()
        name = field(form, "name").strip()
        try:
            role, place = Role(field(form, "role")), _place(form)
            if not name:
                raise ValueError
            token = await self._desk.accounts.invite(name, role, signed.member.id, [place])
        except (ValueError, NameTaken, NoSuchPlace):
            return await self._list(request, signed, status=400, problem="invite")
        return await self._list(request, signed, link=self.link(request, "enrol", token), name=name)

    async def one(self, request: Request, signed: Signed) -> Response:
        return self._account(request, signed, await self._member(request))

    async def confirm(self, request: Request, signed: Signed) -> Response:
        member = await self._member(request)
        try:
            await self._desk.accounts.confirm(member.id, signed.member.id)
        except (NoSuchAccount, NotBySamePerson) as error:
            return await self._list(request, signed, status=409, problem=_name(error))
        return self._frame.to("/staff")

    async def revoke(self, request: Request, signed: Signed) -> Response:
        member = await self._member(request)
        try:
            await self._desk.accounts.revoke(member.id, signed.member.id)
        except (NoSuchAccount, LastAdministrator) as error:
            return await self._list(request, signed, status=409, problem=_name(error))
        return self._frame.to("/staff")

    async def change_places(self, request: Request, signed: Signed) -> Response:
        """One place more, or without those that were ticked."""
        member, form = await self._member(request), await request.form()
        places = {"scope": list(member.scopes), "post": list(member.posts)}
        which = field(form, "which")
        if which not in places:
            raise Refused
        gone = {whole(value) for value in form.getlist("drop") if isinstance(value, str)}
        places[which] = [place for number, place in enumerate(places[which]) if number not in gone]
        try:
            if field(form, "add"):
                places[which].append(_place(form))
        except NoSuchPlace:
            return self._account(request, signed, member, status=400, problem="place")
        await self._desk.accounts.set_places(member.id, places["scope"], places["post"], signed.member.id)
        return self._frame.to(f"/staff/{member.id}")

    async def ask_recovery(self, request: Request, signed: Signed) -> Response:
        """A second administrator has to agree before a link for another app is made."""
        member, form = await self._member(request), await request.form()
        reason = field(form, "reason").strip()
        if not member.is_active or len(reason) < SHORTEST_REASON:
            return self._account(request, signed, member, status=400, problem="reason")
        await self._desk.approvals.ask("totp", member.id, reason, signed.member.id)
        return self._account(request, signed, member, told="asked")

    def link(self, request: Request, kind: str, token: str) -> str:
        base = self._address or f"{request.url.scheme}://{request.headers.get('host', request.url.netloc)}"
        return f"{base.rstrip('/')}{ROOT}/{kind}/{token}"

    async def _member(self, request: Request) -> Member:
        member = await self._desk.staff.member(request.path_params["staff_id"])
        if member is None:
            raise Refused
        return member

    async def _list(
        self,
        request: Request,
        signed: Signed,
        *,
        status: int = 200,
        problem: str | None = None,
        link: str | None = None,
        name: str = "",
    ) -> Response:
        members = [each for each in await self._desk.staff.all() if each.state is not Standing.REVOKED]
        values = {"problem": problem, "link": link, "name": name, "members": members}
        return self._frame.page(request, signed, "staff", status, **values, **self._choices(signed))

    def _account(
        self,
        request: Request,
        signed: Signed,
        member: Member,
        *,
        status: int = 200,
        problem: str | None = None,
        told: str | None = None,
    ) -> Response:
        def written(place: Scope) -> str:
            parts = (office_name(place.office, signed.member.language), place_name(place.province, place.commune))
            return ", ".join(part for part in parts if part)

        return self._frame.page(
            request,
            signed,
            "account",
            status,
            member=member,
            places=[
                ("scope", [written(each) for each in member.scopes]),
                ("post", [written(each) for each in member.posts]),
            ],
            problem=problem,
            told=told,
            **self._choices(signed),
        )

    def _choices(self, signed: Signed) -> dict[str, object]:
        language = signed.member.language
        return {
            "roles": list(Role),
            "provinces": gazetteer().provinces,
            "offices": {key: office_name(key, language) for key in offices()},
        }


def _place(form: FormData) -> Scope:
    """:raises NoSuchPlace: see there."""
    return place_of(*(field(form, name).strip() for name in ("province", "commune", "office")))


def _name(error: MotCuaError) -> str:
    return {NotBySamePerson: "same_person", LastAdministrator: "last"}.get(type(error), "changed")
