"""Holders' page: who holds which inspectorate key, handing one on, printing a recovery key."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.clock import from_epoch_ms
from bot.reports.vault import Unlocked
from bot.staff.keyring import CannotHold
from bot.web.console.frame import N_, Frame, Refused, field
from bot.web.console.signed import Signed


class KeyPages:
    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._desk = frame.desk
        frame.get("/keys", "key.list", self.show, label=N_("Keys"))
        frame.post("/keys/grant", "key.grant", self.grant)
        frame.post("/keys/print", "key.print", self.print)

    async def show(self, request: Request, signed: Signed) -> Response:
        return await self._page(request, signed)

    async def grant(self, request: Request, signed: Signed) -> Response:
        form = await request.form()
        key, member = _unlocked(signed, field(form, "key")), await self._desk.staff.member(field(form, "member"))
        if member is None or not member.is_active:
            raise Refused
        try:
            async with self._desk.database.write() as connection:
                await self._desk.ring.grant(connection, key, member, signed.member.id)
                detail = {"key": key.key_id}
                await self._desk.trail.note(connection, signed.member.id, "key.grant", member.id, detail)
        except CannotHold:
            return await self._page(request, signed, status=409, problem="cannot_hold")
        return self._frame.to("/keys")

    async def print(self, request: Request, signed: Signed) -> Response:
        """The new passphrase is shown once, to be printed; the one before opens the key's file no longer."""
        key = _unlocked(signed, field(await request.form(), "key"))
        passphrase = await self._desk.ring.recovery(key)
        if passphrase is None:
            return await self._page(request, signed, status=409, problem="elsewhere")
        async with self._desk.database.write() as connection:
            await self._desk.trail.note(connection, signed.member.id, "key.print", key.key_id)
        return self._frame.page(request, signed, "recovery", key_id=key.key_id, passphrase=passphrase)

    async def _page(
        self, request: Request, signed: Signed, *, status: int = 200, problem: str | None = None
    ) -> Response:
        return self._frame.page(
            request,
            signed,
            "keys",
            status,
            problem=problem,
            holders=[(row.key_id, row.name, from_epoch_ms(row.granted_at)) for row in await self._desk.ring.holders()],
            wanting=await self._desk.ring.wanting(),
        )


def _unlocked(signed: Signed, key_id: str) -> Unlocked:
    """:raises Refused: the member does not hold it, or did not when they signed in."""
    for key in signed.keys:
        if key.key_id == key_id:
            return key
    raise Refused
