"""Files that the bot sent: given to the browser of the chat they went to, and to nobody else."""

from __future__ import annotations

from urllib.parse import quote

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response

from bot.errors import Unreadable
from bot.outbox.files import OutgoingFiles
from bot.web.chat.identity import visitor_of
from bot.web.chat.premises import Premises

#: Shown in the page; anything else is saved, so that nothing of it runs here.
SHOWN = frozenset({"image/jpeg", "image/png"})

log = structlog.get_logger(__name__)


class Files:
    def __init__(self, here: Premises, files: OutgoingFiles) -> None:
        self._here = here
        self._files = files

    async def give(self, request: Request) -> Response:
        """404 for whoever is not the one it was sent to, as for a file that never was."""
        visitor = visitor_of(request, self._here.key, self._here.clock.now())
        if visitor is None:
            return Response(status_code=404)
        try:
            file = await self._files.open(request.path_params["file_id"], visitor.lane(self._here.key))
        except Unreadable:
            log.error("outgoing_file_unreadable")
            return Response(status_code=404)
        except (SQLAlchemyError, OSError) as error:
            log.warning("file_without_database", error=type(error).__name__)
            return Response(status_code=503)
        if file is None:
            return Response(status_code=404)
        shown = file.media in SHOWN
        name = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(file.name)}"
        media = file.media if shown else "application/octet-stream"
        return Response(file.body, media_type=media, headers={"Content-Disposition": name, "Cache-Control": "no-store"})
