"""The report: from a sentence in the chat to a case. Ways in, the questions, the review, and sending it."""

from __future__ import annotations

from handlers.listing import Handlers
from handlers.report import attaching, demanded, pressing, sending, typing, ways_in


def handlers() -> Handlers:
    """Before every other room: while a report is being written, free text belongs to it."""
    return [
        *ways_in.command_handlers(),
        *typing.handlers(),
        *attaching.handlers(),
        *pressing.handlers(),
        *sending.handlers(),
        *demanded.handlers(),
    ]


def listening() -> Handlers:
    """After the rooms that know what is meant, before plain questions: a sentence that reads like a grievance."""
    return [*attaching.late_handlers(), *ways_in.listening_handlers()]
