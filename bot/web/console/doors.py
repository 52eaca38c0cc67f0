"""The ways in: sign-in, a one-time link (enrolment, a new app, a sample account), and the way out."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from bot.abuse.buckets import Buckets
from bot.abuse.rates import Rate
from bot.staff.enrolment import Filled
from bot.staff.errors import LinkOver, WrongCode
from bot.staff.member import HOLDERS
from bot.staff.passphrases import SHORTEST, PoorPassphrase
from bot.web.address import Addresses
from bot.web.console.frame import ROOT, Frame, field
from bot.web.console.picture import seed_picture
from bot.web.console.signed import Signed
from bot.web.security import comes_from_here

#: An office sits behind one address; five wrong tries lock an account anyway.
TRIES = Rate(a_minute=20, burst=30)
#: Longer than checking a passphrase takes, so that all refusals take as long.
FLOOR_S = 0.8
#: Names a browser that has not signed in, so that a form of ours can be told from a foreign one.
VISIT_COOKIE = "motcua_door"


class Doors:
    """:param pause: waits so many seconds."""

    def __init__(
        self,
        frame: Frame,
        *,
        public_url: str | None,
        trusted_proxies: str,
        unlimited: bool,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._frame = frame
        self._desk = frame.desk
        self._public_url = public_url
        self._addresses = Addresses(trusted_proxies)
        self._limits = Buckets(frame.desk.clock, lifted=unlimited)
        self._pause = pause
        frame.open("GET", "/sign-in", "door.signin", self.show_sign_in)
        frame.open("POST", "/sign-in", "door.signin", self.sign_in)
        for kind in ("enrol", "recover"):
            frame.open("GET", f"/{kind}/{{token}}", "door.enrol", self.show_link)
            frame.open("POST", f"/{kind}/{{token}}", "door.enrol", self.follow_link)
            frame.open("GET", f"/{kind}/{{token}}/qr.svg", "door.enrol", self.picture)
        frame.open("GET", "/sample/{token}", "door.sample", self.show_sample)
        frame.open("POST", "/sample/{token}", "door.sample", self.enter_sample)
        frame.post("/leave", "own.leave", self.leave)

    async def show_sign_in(self, request: Request) -> Response:
        return self._sign_in_page(request)

    async def sign_in(self, request: Request) -> Response:
        form = await request.form()
        visit = request.cookies.get(VISIT_COOKIE, "")
        token = self._form_token(visit)
        if not visit or not comes_from_here(request, self._public_url, given_token=field(form, "form"), token=token):
            return self._frame.refusal(request, None)
        wait = self._limits.take(TRIES, self._addresses.of(request))
        if wait is not None:
            return self._sign_in_page(request, 429, "too_fast", wait=wait)
        loop = asyncio.get_running_loop()
        begun = loop.time()
        typed = (field(form, "name"), field(form, "passphrase"), field(form, "code"))
        entered = await self._desk.signing.enter(*typed)
        if entered is None:
            await self._pause(max(0.0, begun + FLOOR_S - loop.time()))
            return self._sign_in_page(request, 403, "wrong", name=typed[0])
        if entered.secret is None:
            return self._frame.page(request, None, "waiting")
        return self._let_in(entered.secret)

    async def leave(self, _request: Request, signed: Signed) -> Response:
        await self._desk.signing.leave(signed.member.id, signed.session.token)
        answer = self._frame.to("/sign-in")
        self._frame.cookie.drop(answer)
        return answer

    async def show_link(self, request: Request) -> Response:
        kind, token = self._link_of(request)
        try:
            await self._desk.enrolment.link(token, kind)
        except LinkOver:
            return self._frame.page(request, None, "link_over", 404)
        return await self._link_page(request, 200, self._desk.enrolment.new_seed(token))

    async def follow_link(self, request: Request) -> Response:
        """A code of 6 digits could be tried out: not faster than signing in can."""
        kind, token = self._link_of(request)
        wait = self._limits.take(TRIES, self._addresses.of(request))
        if wait is not None:
            return self._sign_in_page(request, 429, "too_fast", wait=wait)
        form = await request.form()
        filled = Filled(*(field(form, name) for name in ("seed", "passphrase", "code", "inspectorate")))
        try:
            if kind == "enrol" and filled.passphrase != field(form, "again"):
                return await self._link_page(request, 400, filled.seed, "differ")
            return await self._followed(request, kind, token, filled)
        except LinkOver:
            return self._frame.page(request, None, "link_over", 404)
        except PoorPassphrase:
            return await self._link_page(request, 400, filled.seed, "poor")
        except WrongCode:
            return await self._link_page(request, 400, filled.seed, "wrong")

    async def picture(self, request: Request) -> Response:
        """The seed as a picture for the app. It travels sealed, and is worth nothing without the link."""
        kind, token = self._link_of(request)
        try:
            link = await self._desk.enrolment.link(token, kind)
            seed = self._desk.enrolment.seed(token, request.query_params.get("s", ""))
        except LinkOver:
            return Response(status_code=404)
        return seed_picture(seed, link.member.name)

    async def show_sample(self, request: Request) -> Response:
        try:
            link = await self._desk.enrolment.link(request.path_params["token"], "sample")
        except LinkOver:
            return self._frame.page(request, None, "link_over", 404)
        return self._frame.page(request, None, "sample", name=link.member.name)

    async def enter_sample(self, request: Request) -> Response:
        try:
            member, keys = await self._desk.sample.enter(request.path_params["token"])
        except LinkOver:
            return self._frame.page(request, None, "link_over", 404)
        return self._let_in(await self._desk.signing.open(member.id, keys, "door.sample"))

    async def _followed(self, request: Request, kind: str, token: str, filled: Filled) -> Response:
        if kind == "recover":
            await self._desk.enrolment.recover(token, filled)
            return self._frame.to("/sign-in")
        member = await self._desk.enrolment.enrol(token, filled)
        return self._frame.to("/sign-in") if member.is_active else self._frame.page(request, None, "waiting")

    async def _link_page(self, request: Request, status: int, carried: str, problem: str | None = None) -> Response:
        kind, token = self._link_of(request)
        link = await self._desk.enrolment.link(token, kind)
        return self._frame.page(
            request,
            None,
            "enrol",
            status,
            kind=kind,
            name=link.member.name,
            holder=link.member.role in HOLDERS,
            seed=carried,
            secret=self._desk.enrolment.seed(token, carried),
            action=f"{ROOT}/{kind}/{token}",
            problem=problem,
            shortest=SHORTEST,
        )

    def _sign_in_page(
        self, request: Request, status: int = 200, problem: str | None = None, *, name: str = "", wait: int = 0
    ) -> Response:
        visit = request.cookies.get(VISIT_COOKIE) or secrets.token_urlsafe(16)
        answer = self._frame.page(
            request, None, "sign_in", status, problem=problem, name=name, wait=wait, form=self._form_token(visit)
        )
        https = (self._public_url or "").startswith("https:")
        answer.set_cookie(VISIT_COOKIE, visit, path=ROOT, secure=https, httponly=True, samesite="strict")
        return answer

    def _let_in(self, secret: str) -> Response:
        answer = self._frame.to("")
        self._frame.cookie.put(answer, secret)
        return answer

    def _form_token(self, visit: str) -> str:
        return self._desk.key.lookup("console-door", visit)

    @staticmethod
    def _link_of(request: Request) -> tuple[str, str]:
        return request.url.path.split("/")[2], request.path_params["token"]
