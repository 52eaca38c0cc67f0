"""The conversations, in the order in which an update is offered to them. Order matters: the first that fits answers."""

from __future__ import annotations

from bot.turns.turn import TurnApplication
from handlers import (
    appeals,
    browse,
    cases,
    changes,
    checklists,
    deep_links,
    desk,
    dossiers,
    gaps,
    language,
    notices,
    others,
    places,
    privacy,
    procedures,
    questions,
    report,
    staff,
)


def register(application: TurnApplication) -> None:
    for handlers in (
        report.handlers(),  # while a report is being written, free text belongs to it
        appeals.handlers(),  # /khangnghi; words against being blocked, once they were asked for
        changes.handlers(),  # /suathutuc: an administrator's change, its words and its second person
        cases.handlers(),  # /theodoi; a case's number anywhere; words and files for a case that was opened
        dossiers.handlers(),  # a dossier code anywhere wins; a deep link to one; digits that were asked for
        staff.handlers(),  # /nhanvien, /viec, /thongke and the buttons under a digest
        deep_links.handlers(),  # /start with the code of a poster
        desk.handlers(),  # /start, /trogiup, /huy: must work in any state
        privacy.handlers(),  # /dulieu and its buttons: must work in any state
        language.handlers(),  # /ngonngu and its buttons
        notices.handlers(),  # /thongbao and the button under a notice
        checklists.handlers(),  # /giayto; a list of papers that is kept
        gaps.handlers(),  # "tell me when there is an answer"
        places.handlers(),  # /noinop, a location, "where do I file"
        procedures.handlers(),  # buttons under a procedure
        browse.handlers(),  # fields and life events
        privacy.listening(),  # somebody asks about their own data, in words
        report.listening(),  # a sentence that reads like a grievance
        places.listening(),  # the commune that was asked for
        questions.handlers(),  # free text: a question
        others.handlers(),  # last: stickers, unknown commands, buttons of another age
    ):
        application.add_handlers(handlers)
