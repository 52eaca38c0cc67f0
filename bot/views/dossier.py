"""A dossier in the chat: where it stands, what to do, and the buttons under it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.clock import local
from bot.dossiers.desk import Answer
from bot.dossiers.masking import masked
from bot.dossiers.procedures import national_code
from bot.dossiers.states import DECIDED, FINAL, State
from bot.dossiers.survey import SCORES, SKIPPED, Factor
from bot.outbox.buttons import data
from bot.outbox.message import Button, Message, Row
from bot.texts import N_
from bot.turns.turn import Turn
from bot.views.dossier_row import show_row
from bot.views.home import home_row
from bot.views.labels import shortened

QUESTIONS = {
    Factor.ACCESS: N_("How easy was it to reach the office and its services?"),
    Factor.PROCEDURE: N_("How clear and simple were the papers and steps?"),
    Factor.STAFF: N_("How did the staff treat you?"),
    Factor.RESULT: N_("How satisfied are you with the result?"),
    Factor.FEEDBACK: N_("How did the office take feedback and complaints?"),
}


def answer_message(turn: Turn, answer: Answer) -> Message:
    """The whole answer; fits one phone screen and a little."""
    file, standing = answer.file, answer.standing
    note = file.events[-1].note if file.events else None
    text = turn.render(
        "dossier/answer",
        answer=answer,
        file=file,
        standing=standing,
        applicant=masked(file.applicant),
        note=shortened(note, 600) if note else None,
        received_day=local(file.received_at).date(),
        today=local(answer.today).date(),
        offers_report=offers_report(answer),
        remarks=remarks(answer),
    )
    return Message(text, buttons(turn, answer))


def offers_report(answer: Answer) -> bool:
    return answer.standing.is_late and answer.standing.days_late > 0


def remarks(answer: Answer) -> list[str]:
    """What the citizen must know about how the day was found; kinds of words.html.j2."""
    found, standing, time = [], answer.standing, answer.time
    if standing.differ and standing.left is not None:
        found.append("differ")
    if standing.law_due and time.allowance and time.allowance.unit is None:
        found.append("unit")
    if standing.law_due and time.is_later:
        found.append("version")
    if standing.due and not standing.certain:
        found.append("holidays")
    if (
        standing.law_due
        and not answer.hours_reviewed
        and standing.counted_from != local(answer.file.received_at).date()
    ):
        found.append("hours")
    return found


def buttons(turn: Turn, answer: Answer) -> tuple[Row, ...]:
    code, state = answer.file.code, answer.file.state
    rows: list[Row] = []
    if offers_report(answer):
        yes = Button(turn.label("📨 Got an apology"), data("dos", "apology", code, "y"))
        no = Button(turn.label("🚫 No apology"), data("dos", "apology", code, "n"))
        rows += [(yes, no), (Button(turn.label("⚠️ Report the delay"), data("dos", "late", code)),)]
    if state is State.RETURNED:
        rows.append((Button(turn.label("⭐ Rate the service"), data("dos", "rate", code)),))
    if answer.followed:
        rows.append((Button(turn.label("🔕 Stop following"), data("dos", "stop", code)),))
    elif state not in FINAL:
        rows.append((Button(turn.label("🔔 Follow"), data("dos", "follow", code)),))
    if answer.time.published and state not in DECIDED:
        procedure = national_code(answer.file.procedure_code)
        rows.append((Button(turn.label("📄 The procedure"), data("svc", "open", procedure)),))
    return (*rows, home_row(turn))


def code_wanted(turn: Turn, followed: list[str]) -> Message:
    return Message(turn.render("dossier/ask_code", followed=bool(followed)), (*map(show_row, followed), home_row(turn)))


def factor_wanted(turn: Turn, code: str) -> Message:
    return Message(turn.render("dossier/ask_factor", code=code), (_another(turn),))


def refused(turn: Turn, code: str) -> Message:
    return Message(turn.render("dossier/refused", code=code), (_another(turn), home_row(turn)))


def locked(turn: Turn, until: datetime) -> Message:
    return Message(turn.render("dossier/locked", until=until), (home_row(turn),))


def plain(turn: Turn, template: str, **values: Any) -> Message:
    return Message(turn.render(f"dossier/{template}", **values), (home_row(turn),))


def draft_message(turn: Turn, answer: Answer, draft: dict[str, Any]) -> Message:
    rows: list[Row] = []
    if draft["apology"] is None:
        yes = Button(turn.label("📨 Got an apology"), data("dos", "apology", draft["code"], "y"))
        no = Button(turn.label("🚫 No apology"), data("dos", "apology", draft["code"], "n"))
        rows.append((yes, no))
    if turn.house.reports is not None:
        rows.append((Button(turn.label("📣 Report this"), data("rep", "late", draft["code"])),))
    rows += [show_row(draft["code"]), home_row(turn)]
    return Message(turn.render("dossier/draft", draft=draft, name=answer.time.name), tuple(rows))


def question_message(turn: Turn, code: str, factor: Factor) -> Message:
    scores = tuple(Button(str(score), data("dos", "score", code, int(factor), score)) for score in SCORES)
    skip = (Button(turn.label("Skip"), data("dos", "score", code, int(factor), SKIPPED)),)
    text = turn.render("dossier/survey", number=int(factor), question=turn.label(QUESTIONS[factor]))
    return Message(text, (scores, skip))


def _another(turn: Turn) -> Row:
    return (Button(turn.label("🔁 Another code"), data("dos", "ask")),)
