"""A case in the chat of its citizen: where it stands, who has it, what can be done; and the list of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.outbox.buttons import data
from bot.outbox.message import Button, Message, Row
from bot.reports.cases import CaseLine, CaseView, State
from bot.turns.turn import Turn
from bot.views.case_timeline import happened
from bot.views.case_words import IN_SHORT, category_name, office_name, place_name
from bot.views.home import home_row
from bot.views.labels import shortened

SCORES = {"1": "1 😞", "2": "2", "3": "3", "4": "4", "5": "5 😊"}


def list_message(turn: Turn, lines: Sequence[CaseLine]) -> Message:
    """One's own reports, and how to open any other."""
    shown = [{"line": line, "category": category_name(line.category, turn.session.language)} for line in lines]
    rows: list[Row] = []
    for line in lines:
        mark = "🔔 " if line.unread else ""
        label = f"{mark}{line.number} · {turn.label(IN_SHORT[line.state])}"
        rows.append((Button(shortened(label), data("case", "open", line.number)),))
    return Message(turn.render("case/list", cases=shown, states=_in_short(turn)), (*rows, home_row(turn)))


def case_message(turn: Turn, view: CaseView) -> Message:
    language = turn.session.language
    moved = any(event.state is State.TRANSFERRED for event in view.events)
    text = turn.render(
        "case/case",
        view=view,
        category=category_name(view.category, language),
        moved=moved,
        office=office_name(view.office, language),
        place=place_name(view.province, view.commune),
        timeline=happened(turn, view),
    )
    return Message(text, _erased_rows(turn) if view.erased else _rows(turn, view))


def _rows(turn: Turn, view: CaseView) -> tuple[Row, ...]:
    number = view.number
    rows: list[Row] = []
    if view.unread:
        rows.append(
            (Button(turn.label("🔔 Read what is new ({count})", count=view.unread), data("case", "read", number)),)
        )
    else:
        rows.append((Button(turn.label("📬 Messages"), data("case", "read", number)),))
    if view.state is not State.WITHDRAWN:
        write = Button(turn.label("✍️ Write, add facts"), data("case", "write", number))
        files = Button(turn.label("📎 Add files"), data("case", "files", number))
        rows += [(write, files)]
    if view.can_rate:
        rows.append(tuple(Button(label, data("case", "rate", number, score)) for score, label in SCORES.items()))
    if view.can_dispute_until is not None:
        rows.append((Button(turn.label("↩️ I do not agree"), data("case", "dispute", number)),))
    if view.state is not State.WITHDRAWN:
        label = turn.label("🙋 Go on with the person") if view.wants_person else turn.label("🙋 I want a person")
        rows.append((Button(label, data("case", "person", number)),))
    if view.can_withdraw:
        rows.append((Button(turn.label("🗑 Withdraw"), data("case", "withdraw", number)),))
    return (*rows, (_mine(turn),), home_row(turn))


def _erased_rows(turn: Turn) -> tuple[Row, ...]:
    return ((_mine(turn),), home_row(turn))


# -- finding it ------------------------------------------------------------------------------------------------------


def secret_wanted(turn: Turn, number: str) -> Message:
    return Message(turn.render("case/ask_secret", number=number), ((_mine(turn),), home_row(turn)))


def refused(turn: Turn, number: str) -> Message:
    """The same for a number that nobody has and a secret that is wrong."""
    return Message(turn.render("case/refused", number=number), ((_mine(turn),), home_row(turn)))


def locked(turn: Turn, until: datetime) -> Message:
    return Message(turn.render("case/locked", until=until), (home_row(turn),))


# -- saying something to it --------------------------------------------------------------------------------------------


def words_wanted(turn: Turn, view: CaseView) -> Message:
    asked = view.state is State.NEEDS_INFORMATION
    return _about(turn, "ask_words", view.number, (_back(turn, view.number),), asked=asked)


def written(turn: Turn, view: CaseView, *, with_person: bool, taken_off: bool) -> Message:
    """:param taken_off: the page shows what was written no more."""
    more = Button(turn.label("✍️ Write more"), data("case", "write", view.number))
    rows: tuple[Row, ...] = ((_back(turn, view.number),),) if with_person else ((more, _open(turn, view.number)),)
    goes_on = view.state is State.NEEDS_INFORMATION
    text = turn.render(
        "case/written", number=view.number, with_person=with_person, goes_on=goes_on, taken_off=taken_off
    )
    return Message(text, rows)


def why_wanted(turn: Turn, view: CaseView) -> Message:
    silent = Button(turn.label("Without a reason"), data("case", "disputed", view.number))
    return _about(turn, "ask_why", view.number, (silent,), (_back(turn, view.number),))


def with_person(turn: Turn, view: CaseView) -> Message:
    return _about(turn, "with_person", view.number, (_back(turn, view.number),), notified=view.notified)


def withdraw_asked(turn: Turn, view: CaseView) -> Message:
    yes = Button(turn.label("🗑 Yes, withdraw"), data("case", "withdrawn", view.number))
    no = Button(turn.label("⬅ No, keep it"), data("case", "open", view.number))
    return _about(turn, "ask_withdraw", view.number, (yes,), (no,))


def rated(turn: Turn, view: CaseView, score: int, *, appealed: bool) -> Message:
    why = (Button(turn.label("✍️ Say why"), data("case", "write", view.number)),)
    rows = (why, (_open(turn, view.number),)) if appealed else ((_open(turn, view.number),),)
    return Message(turn.render("case/rated", number=view.number, score=score, appealed=appealed), rows)


def files_wanted(turn: Turn, view: CaseView, left: int) -> Message:
    return _about(turn, "ask_files", view.number, (_back(turn, view.number),), left=left)


def files(turn: Turn, view: CaseView, received: int, reasons: Sequence[str]) -> Message:
    reasons = list(dict.fromkeys(reasons))
    text = turn.render("case/files", received=received, reasons=reasons, number=view.number)
    return Message(text, ((_open(turn, view.number),), home_row(turn)))


def back_at_desk(turn: Turn, number: str | None) -> Message:
    rows: tuple[Row, ...] = ((_open(turn, number),),) if number else ()
    return Message(turn.render("case/back"), (*rows, home_row(turn)))


def about(turn: Turn, template: str, number: str) -> Message:
    """A plain sentence about a case, and the way back to it."""
    return _about(turn, template, number, (_open(turn, number),), home_row(turn))


def plain(turn: Turn, template: str) -> Message:
    return Message(turn.render(f"case/{template}"), ((_mine(turn),), home_row(turn)))


def _about(turn: Turn, template: str, number: str, *rows: Row, **values: Any) -> Message:
    return Message(turn.render(f"case/{template}", number=number, **values), rows)


def _open(turn: Turn, number: str) -> Button:
    return Button(shortened(f"📂 {number}"), data("case", "open", number))


def _back(turn: Turn, number: str) -> Button:
    return Button(turn.label("⬅ Back to the bot"), data("case", "back", number))


def _mine(turn: Turn) -> Button:
    return Button(turn.label("📋 My reports"), data("case", "list"))


def _in_short(turn: Turn) -> dict[State, str]:
    return {state: turn.label(words) for state, words in IN_SHORT.items()}
