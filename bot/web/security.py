"""What every answer of the web server carries, and which posts are taken for the visitor's own.

The policy allows nothing that is not named: scripts, styles, images and connections from here only, no inline code,
nobody may frame us.
"""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
#: A year; sent only where people come by https.
STRICT_TRANSPORT = "max-age=31536000"


class SecurityHeaders:
    """ASGI middleware. An answer that sets one of these itself keeps its own."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._headers = {**HEADERS, "Strict-Transport-Security": STRICT_TRANSPORT} if https else HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)


def comes_from_here(request: Request, public_url: str | None, *, given_token: str | None, token: str) -> bool:
    """Whether a post was made on a page of ours.

    Browsers say so in Sec-Fetch-Site (on https and localhost) or Origin. Where they say neither (old ones, or plain
    http together with our no-referrer policy, which makes Origin "null"), JSON proves it, since no foreign page may
    post JSON, and a form proves it by its token.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    if origin is not None and origin != "null":
        return urlsplit(origin).netloc.lower() in _own_hosts(request, public_url)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json":
        return True
    return given_token is not None and hmac.compare_digest(given_token.encode(), token.encode())


def _own_hosts(request: Request, public_url: str | None) -> set[str]:
    hosts = {request.headers.get("host", "").lower()}
    return hosts | {urlsplit(public_url).netloc.lower()} if public_url else hosts
