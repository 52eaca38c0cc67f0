"""POST /chat/location: where the visitor is, told once by the browser after it has asked.

It becomes the update that a shared location is on Telegram. The history says only that there was one; the update is
sealed, and emptied as soon as it is answered.
"""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.abuse.rates import MESSAGES
from bot.clock import epoch_ms
from bot.intake.update import RawUpdate
from bot.sealing import ServerKey
from bot.texts import Language
from bot.web.chat.gate import Gate
from bot.web.chat.history import history_row
from bot.web.chat.identity import Sender, Visitor
from bot.web.chat.incoming import Posted, Refused
from bot.web.chat.premises import Premises
from bot.web.chat.updates import update_of

#: About a hundred metres: enough to choose an office by, and less than a house.
DECIMALS = 3


class LocationPosting:
    def __init__(self, here: Premises, gate: Gate) -> None:
        self._here = here
        self._gate = gate

    async def post(self, request: Request) -> Response:
        async def accept(sender: Sender, posted: Posted) -> None:
            point = _degrees(posted, "lat", 90.0), _degrees(posted, "lon", 180.0)
            update, echo = location_update(
                sender.visitor, point, posted.client_id(), sender.language, self._here.key, sender.now
            )
            await self._here.inbox.accept([update], echo=echo)
            self._here.wake.call(f"history:{sender.lane}")

        return await self._gate.take(request, MESSAGES, accept)


def location_update(
    visitor: Visitor, point: tuple[float, float], client_id: str, language: Language, key: ServerKey, now: datetime
) -> tuple[RawUpdate, dict[str, Any]]:
    """The update, and the history row that shows that a location was sent, not which."""
    location = {"location": {"latitude": point[0], "longitude": point[1]}}
    update = update_of(visitor, "location", client_id, language, key, now, location)
    content = {"text": "📍", "client_id": client_id}
    return update, history_row(key, visitor.lane(key), f"in|{update.update_id}", "user", content, epoch_ms(now))


def _degrees(posted: Posted, name: str, most: float) -> float:
    value = posted.fields.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > most:
        raise Refused(422, "malformed")
    return round(float(value), DECIMALS)
