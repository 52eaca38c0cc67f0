"""An administrator's turn: who they are, what they are writing, and that nobody else gets here."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from telegram import Update

from bot.changes import Change, ChangeDesk, Deciding
from bot.outbox.buttons import arguments
from bot.outbox.message import Message
from bot.staff import Member
from bot.texts import Language, Texts
from bot.turns.turn import Turn, TurnContext
from bot.views import change_steps as steps
from handlers.chat import chat_of, is_private

FLOW = "change"
#: Under which the session keeps the change being written.
_KEPT = "change"


@dataclass(frozen=True, slots=True)
class Scene:
    turn: Turn
    deciding: Deciding
    member: Member

    @property
    def desk(self) -> ChangeDesk:
        return self.deciding.desk

    @property
    def texts(self) -> Texts:
        return self.turn.house.texts

    @property
    def language(self) -> Language:
        return self.member.language

    @property
    def change(self) -> Change | None:
        """The one being written; None: there is none, or another version of the program began it."""
        raw = self.turn.session.draft.get(_KEPT)
        if self.turn.session.flow != FLOW or not isinstance(raw, dict):
            return None
        try:
            return Change.model_validate(raw)
        except ValidationError:
            return None

    def stand_at(self, step: str, change: Change | None = None) -> None:
        """The step now asked."""
        session = self.turn.session
        session.flow, session.step = FLOW, step
        if change is not None:
            session.draft = {**session.draft, _KEPT: change.model_dump(mode="json", exclude_none=True)}

    def leave(self) -> None:
        if self.turn.session.flow == FLOW:
            self.turn.session.leave_form()

    def message(self, name: str, **values: object) -> Message:
        """A text of templates/change, without buttons."""
        return Message(str(self.texts.render(f"change/{name}", self.language, **values)))

    def plain(self, name: str, **values: object) -> Message:
        """The same with the button that stops."""
        return steps.plain(self.texts, self.language, name, **values)

    def say(self, name: str, **values: object) -> None:
        self.turn.say(self.message(name, **values))

    def pressed(self) -> list[str]:
        assert self.turn.press is not None  # the patterns let only presses through
        return arguments(self.turn.press.data)


Act = Callable[[Scene], Coroutine[Any, Any, None]]
Handler = Callable[[Update, TurnContext], Coroutine[Any, Any, None]]


def for_administrators(act: Act, otherwise: Handler) -> Handler:
    """Only in the bound private chat of an active member whose role changes procedures; asked anew each time."""

    async def handled(update: Update, context: TurnContext) -> None:
        turn = context.turn
        deciding = turn.house.changes
        member = await deciding.desk.who(chat_of(turn)) if deciding is not None and is_private(turn) else None
        if deciding is None or member is None:
            await otherwise(update, context)
        else:
            await act(Scene(turn, deciding, member))

    return handled
