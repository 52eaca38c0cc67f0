"""Static files: few and small, kept in memory, named by their content so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent / "static"
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
#: A year: the address changes when the content does.
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class _File:
    body: bytes
    media_type: str
    digest: str


class StaticFiles:
    def __init__(self, folder: Path = FOLDER) -> None:
        self._files = {
            path.name: _File(body, MEDIA_TYPES[path.suffix], hashlib.sha256(body).hexdigest()[:16])
            for path in folder.iterdir()
            if path.suffix in MEDIA_TYPES
            for body in [path.read_bytes()]
        }

    def address(self, name: str) -> str:
        """:raises KeyError: there is no such file."""
        return f"/static/{name}?v={self._files[name].digest}"

    async def serve(self, request: Request) -> Response:
        file = self._files.get(request.path_params["name"])
        if file is None:
            return Response(status_code=404)
        named_by_content = request.query_params.get("v") == file.digest
        headers = {"ETag": f'"{file.digest}"', "Cache-Control": FOREVER if named_by_content else "no-cache"}
        if file.digest in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(file.body, media_type=file.media_type, headers=headers)
