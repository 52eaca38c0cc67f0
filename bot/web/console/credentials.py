"""One's own passphrase and app, changed with the old passphrase and a code of the app in use."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.staff.errors import LinkOver, WrongCode
from bot.staff.passphrases import SHORTEST, PoorPassphrase
from bot.web.console.frame import Frame, Refused, field
from bot.web.console.picture import seed_picture
from bot.web.console.signed import Signed


class CredentialPages:
    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._credentials = frame.desk.credentials
        frame.get("/own/passphrase", "own.passphrase", self.show_passphrase)
        frame.post("/own/passphrase", "own.passphrase", self.change_passphrase)
        frame.get("/own/app", "own.app", self.show_app)
        frame.post("/own/app", "own.app", self.change_app)
        frame.get("/own/app/{seed}.svg", "own.app", self.picture)

    async def show_passphrase(self, request: Request, signed: Signed) -> Response:
        return self._passphrase_page(request, signed)

    async def change_passphrase(self, request: Request, signed: Signed) -> Response:
        form = await request.form()
        old, code, new = (field(form, name) for name in ("old", "code", "passphrase"))
        if new != field(form, "again"):
            return self._passphrase_page(request, signed, 400, "differ")
        try:
            lost = await self._credentials.change_passphrase(signed.member, signed.session.token, old, code, new)
        except PoorPassphrase:
            return self._passphrase_page(request, signed, 400, "poor")
        except WrongCode:
            return self._passphrase_page(request, signed, 403, "wrong")
        return self._passphrase_page(request, signed, told="lost" if lost else "done")

    async def show_app(self, request: Request, signed: Signed) -> Response:
        return self._app_page(request, signed, self._credentials.new_seed(signed.member))

    async def change_app(self, request: Request, signed: Signed) -> Response:
        form = await request.form()
        typed = [field(form, name) for name in ("passphrase", "old_code", "seed", "code")]
        try:
            await self._credentials.change_app(signed.member, signed.session.token, *typed)
        except LinkOver:
            raise Refused from None
        except WrongCode:
            return self._app_page(request, signed, typed[2], 403, "wrong")
        return self._frame.page(request, signed, "own_app", told="done")

    async def picture(self, request: Request, signed: Signed) -> Response:
        try:
            seed = self._credentials.seed(signed.member, request.path_params["seed"])
        except LinkOver:
            raise Refused from None
        return seed_picture(seed, signed.member.name)

    def _passphrase_page(
        self, request: Request, signed: Signed, status: int = 200, problem: str | None = None, told: str | None = None
    ) -> Response:
        values = {"problem": problem, "told": told, "shortest": SHORTEST}
        return self._frame.page(request, signed, "own_passphrase", status, **values)

    def _app_page(
        self, request: Request, signed: Signed, carried: str, status: int = 200, problem: str | None = None
    ) -> Response:
        secret = self._credentials.seed(signed.member, carried)
        values = {"seed": carried, "secret": secret, "problem": problem, "told": None}
        return self._frame.page(request, signed, "own_app", status, **values)
