"""What is posted: a message, files, a press, the page's language. Each becomes an update in the inbox."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import cast

from starlette.requests import Request
from starlette.responses import Response

from bot.abuse.rates import MESSAGES, PRESSES
from bot.outbox import buttons
from bot.reports.evidence import EvidenceDesk
from bot.texts import LANGUAGES, Language
from bot.turns.flows import Flows
from bot.web.chat.gate import Gate
from bot.web.chat.history import offered_by
from bot.web.chat.identity import Sender, remember_language
from bot.web.chat.incoming import Posted, Refused
from bot.web.chat.location import LocationPosting
from bot.web.chat.premises import Premises
from bot.web.chat.updates import message_update, press_update
from bot.web.chat.uploads import Uploads

#: A button of the page itself stands under no message.
NO_MESSAGE = 0
#: What a button that chooses a language carries, in the page's bar and under the bot's messages.
LANGUAGE_OF = {buttons.data("lang", "set", language): language for language in LANGUAGES}


class Posting:
    def __init__(self, here: Premises, evidence: EvidenceDesk, flows: Flows) -> None:
        self._here = here
        self._gate = Gate(here)
        self._location = LocationPosting(here, self._gate)
        self._uploads = Uploads(here, self._gate, evidence, flows)

    def by_path(self) -> dict[str, Callable[[Request], Awaitable[Response]]]:
        return {
            "/chat/messages": self.post_message,
            "/chat/location": self._location.post,
            "/chat/files": self._uploads.post,
            "/chat/presses": self.post_press,
            "/chat/language": self.post_language,
        }

    async def post_message(self, request: Request) -> Response:
        async def accept(sender: Sender, posted: Posted) -> None:
            update, echo = message_update(
                sender.visitor, posted.text(), posted.client_id(), sender.language, self._here.key, sender.now
            )
            await self._here.inbox.accept([update], echo=echo)
            self._here.wake.call(f"history:{sender.lane}")

        return await self._gate.take(request, MESSAGES, accept)

    async def post_press(self, request: Request) -> Response:
        """Pressing a language under one of the bot's messages also changes the page's own; the answer tells."""

        async def accept(sender: Sender, posted: Posted) -> Language | None:
            message_id, data = posted.message_id(), posted.data()
            said = (await self._here.history.said(sender.lane, [message_id])).get(message_id)
            if said is None or data not in offered_by(said.content):
                raise Refused(404, "not_offered")
            await self._press(sender, message_id, data, posted.client_id())
            return LANGUAGE_OF.get(data)

        return await self._gate.take(request, PRESSES, accept)

    async def post_language(self, request: Request) -> Response:
        chosen: list[Language] = []

        async def accept(sender: Sender, posted: Posted) -> None:
            language = posted.fields.get("language")
            if language not in LANGUAGES:
                raise Refused(422, "malformed")
            chosen.append(cast(Language, language))
            await self._press(sender, NO_MESSAGE, buttons.data("lang", "set", language), posted.client_id())

        response = await self._gate.take(request, PRESSES, accept)
        if chosen:
            # Also when the bot could not be told: the page itself can be read in that language all the same.
            remember_language(response, chosen[0], secure=self._here.secure)
        return response

    async def _press(self, sender: Sender, message_id: int, data: str, client_id: str) -> None:
        update = press_update(sender.visitor, message_id, data, client_id, sender.language, self._here.key, sender.now)
        await self._here.inbox.accept([update])
