"""A procedure, its cases and its parts: the buttons under an answer."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.outbox.buttons import arguments, pattern
from bot.outbox.message import Message
from bot.turns.turn import Turn, TurnContext
from bot.views.choices import Choice, packed, unpacked
from bot.views.home import ways_in
from bot.views.service import card_message, case_message, files_message, form_message, section_message
from bot.whole import whole
from handlers.listing import Handlers
from knowledge.cases import UnknownCase, next_question
from knowledge.model import PublicService

#: The portal tells these once for the whole procedure: whoever asks them need not say first which case is theirs.
SAME_IN_ALL_CASES = ("time", "fee", "where", "who", "legal")


def handlers() -> Handlers:
    return [
        CallbackQueryHandler(open_pressed, pattern("svc", "open", 1)),
        CallbackQueryHandler(card_pressed, pattern("svc", "card", 2)),
        CallbackQueryHandler(section_pressed, pattern("svc", "sec", 4)),
        CallbackQueryHandler(form_pressed, pattern("svc", "form", 2)),
        CallbackQueryHandler(files_pressed, pattern("svc", "files", 2)),
    ]


async def open_pressed(update: Update, context: TurnContext) -> None:
    """One procedure of a list: a new message, the list stays."""
    turn = context.turn
    assert turn.press is not None
    (code,) = arguments(turn.press.data)
    await open_procedure(turn, code)


async def card_pressed(update: Update, context: TurnContext) -> None:
    """A case chosen, or the way back from a part: in place."""
    turn = context.turn
    assert turn.press is not None
    code, case = arguments(turn.press.data)
    service = await _service(turn, code)
    if service is not None:
        turn.replace(_answer(turn, service, unpacked(case), _asked_facet(turn, code), ask_case=True))


async def section_pressed(update: Update, context: TurnContext) -> None:
    """A part of the procedure, or another page of it: in place."""
    turn = context.turn
    assert turn.press is not None
    code, case, key, number = arguments(turn.press.data)
    service = await _service(turn, code)
    if service is None:
        return
    choice = _known(service, unpacked(case))
    page = section_message(turn, service, choice, key, whole(number) or 1)
    turn.replace(page or _answer(turn, service, choice, None, ask_case=True))


async def form_pressed(update: Update, context: TurnContext) -> None:
    """A form's file, as a message of its own; one that is gone is said to be, with the procedure as it stands."""
    turn = context.turn
    assert turn.press is not None
    code, number = arguments(turn.press.data)
    service = await _service(turn, code)
    if service is None:
        return
    files = service.local.form_files
    named = files[int(number) - 1] if number.isdecimal() and 0 < int(number) <= len(files) else None
    form = await turn.house.forms.form(named.file) if turn.house.forms is not None and named is not None else None
    if form is not None:
        turn.say(form_message(turn, form))
        return
    turn.notice(turn.label("This form is not here any more."))
    turn.say(_answer(turn, service, (), None, ask_case=True))


async def files_pressed(update: Update, context: TurnContext) -> None:
    """Another page of the files: in place."""
    turn = context.turn
    assert turn.press is not None
    code, number = arguments(turn.press.data)
    service = await _service(turn, code)
    if service is not None:
        turn.replace(files_message(turn, service, whole(number) or 1))


async def open_procedure(turn: Turn, code: str, facet: str | None = None, case: str = "") -> None:
    """Say the procedure anew: the card, the part asked for first, or the question which case applies."""
    service = await _service(turn, code)
    if service is not None:
        turn.say(_answer(turn, service, unpacked(case), facet, ask_case=facet not in SAME_IN_ALL_CASES))


def _answer(turn: Turn, service: PublicService, choice: Choice, facet: str | None, *, ask_case: bool) -> Message:
    choice = _known(service, choice)
    about = {"code": service.identifier, "case": packed(choice), "facet": facet or ""}
    turn.session.subject = {**turn.session.subject, **about}
    question = next_question(service, choice)
    if question is not None and ask_case:
        return case_message(turn, service, choice, question)
    return card_message(turn, service, choice, facet)


def _asked_facet(turn: Turn, code: str) -> str | None:
    """What was asked of this procedure before the question which case: "how long" is still to be answered first."""
    subject = turn.session.subject
    return subject.get("facet") or None if subject.get("code") == code else None


def _known(service: PublicService, choice: Choice) -> Choice:
    """The choice of an old button, if the procedure still has such a case; else ask again."""
    try:
        next_question(service, choice)
    except UnknownCase:
        return ()
    return choice


async def _service(turn: Turn, code: str) -> PublicService | None:
    stored = await turn.house.knowledge.service(code)
    if stored is None:
        turn.notice(turn.label("This procedure is no longer listed."))
        turn.say(Message(turn.render("desk/stale"), ways_in(turn)))
        return None
    return stored.service
