"""The conversations, in the order in which an update is offered to them. Order matters: the first that fits answers."""

from __future__ import annotations

from bot.turns.turn import TurnApplication
from handlers import browse, desk, dossiers, language, others, procedures, questions


def register(application: TurnApplication) -> None:
    for room in (
        dossiers,  # a dossier code anywhere wins; a deep link to one; digits that were asked for
        desk,  # /start, /trogiup, /huy: must work in any state
        language,  # /ngonngu and its buttons
        procedures,  # buttons under a procedure
        browse,  # fields and life events
        questions,  # free text: a question
        others,  # last: stickers, unknown commands, buttons of another age
    ):
        application.add_handlers(room.handlers())
