"""The seed of an authenticator app as a picture to scan."""

from __future__ import annotations

import io

import segno
from starlette.responses import Response

from bot.staff import codes


def seed_picture(seed: str, name: str) -> Response:
    """:param name: of the account, as the app lists it."""
    drawn = io.BytesIO()
    code = segno.make(codes.address(seed, name), error="m")
    code.save(drawn, kind="svg", scale=5, border=4, light="#ffffff", xmldecl=False)
    return Response(drawn.getvalue(), media_type="image/svg+xml", headers={"Cache-Control": "no-store"})
