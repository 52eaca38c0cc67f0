"""Who is signed in, from the cookie; and the cookie itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from bot.reports.vault import Unlocked
from bot.staff.desk import StaffDesk
from bot.staff.member import Member
from bot.staff.sessions import LONGEST, Session


@dataclass(frozen=True, slots=True)
class Signed:
    """``keys``: inspectorate keys unlocked at sign-in; empty for who holds none."""

    member: Member
    session: Session
    keys: tuple[Unlocked, ...] = field(repr=False, default=())

    @property
    def csrf(self) -> str:
        """Every form carries it in a field ``csrf``."""
        return self.session.csrf


class SessionCookie:
    """:param https: people come by https: then browsers keep the name to this host, path / and secure connections."""

    def __init__(self, *, https: bool) -> None:
        self._https = https
        self.name = "__Host-motcua_staff" if https else "motcua_staff"

    def of(self, request: Request) -> str | None:
        return request.cookies.get(self.name)

    def put(self, response: Response, secret: str) -> None:
        response.set_cookie(
            self.name,
            secret,
            max_age=int(LONGEST.total_seconds()),
            path="/",
            secure=self._https,
            httponly=True,
            samesite="strict",
        )

    def drop(self, response: Response) -> None:
        response.delete_cookie(self.name, path="/", secure=self._https, httponly=True, samesite="strict")


async def signed_in(request: Request, desk: StaffDesk, cookie: SessionCookie) -> Signed | None:
    """The active member whose session this is; None: nobody."""
    secret = cookie.of(request)
    if not secret:
        return None
    session = await desk.sessions.find(secret)
    member = await desk.staff.member(session.staff_id) if session is not None else None
    if session is None or member is None or not member.is_active:
        return None
    return Signed(member, session, session.keys)
