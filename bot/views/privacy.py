"""A person's own data in the chat: what is held, the choices, what each would do, the files of an export."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import Any

import orjson

from bot.outbox.buttons import data
from bot.outbox.file import File
from bot.outbox.message import Button, Message, Row, visible_text
from bot.privacy import CORRECT, ERASE, EXPORT, NOTIFY, REPORT, Held, HeldCase, Limits
from bot.texts import N_
from bot.turns.turn import Turn
from bot.views.home import home_row

#: What can be done at once, as it stands in a button; each is told before it is done.
TALK, DOSSIERS, LISTS, LINKS, RECENT = "talk", "dossiers", "lists", "links", "recent"
ACTS = (TALK, DOSSIERS, LISTS, LINKS, RECENT, REPORT, NOTIFY)
_YES = {
    TALK: N_("🗑 Yes, erase the talk"),
    DOSSIERS: N_("🗑 Yes, follow no dossier"),
    LISTS: N_("🗑 Yes, put all lists away"),
    LINKS: N_("✂️ Yes, cut the link"),
    RECENT: N_("🧹 Yes, delete the messages"),
    REPORT: N_("↩️ Yes, I no longer agree"),
    NOTIFY: N_("↩️ Yes, stop telling me"),
}
#: Reports offered to choose from.
MOST_CASES = 8


def held_message(turn: Turn, found: Held, days: dict[str, int], limits: Limits) -> Message:
    """What is held about this chat, and what can be asked for."""
    text = turn.render(
        "privacy/held",
        channel=turn.address.channel,
        held=found,
        days=days,
        draft="report" in turn.session.draft,
        reviewed=limits.reviewed,
        most=MOST_CASES,
    )
    standing = {consent.purpose for consent in found.consents if consent.stands}
    rows: list[Row] = [
        (Button(turn.label("📤 Give me all of it"), data("dat", "export")),),
        (Button(turn.label("✏️ Correct"), data("dat", "correct")), Button(turn.label("🗑 Erase"), data("dat", "erase"))),
    ]
    if REPORT in standing:
        rows.append((_sure(turn, REPORT, turn.label("↩️ Withdraw: handling my reports")),))
    if NOTIFY in standing:
        rows.append((_sure(turn, NOTIFY, turn.label("↩️ Withdraw: telling me of replies")),))
    rows.append((_sure(turn, RECENT, turn.label("🧹 Delete the last messages here")),))
    return Message(text, (*rows, home_row(turn)))


def erase_message(turn: Turn, found: Held) -> Message:
    """What can be erased: at once, or by an inspector."""
    rows: list[Row] = [(_sure(turn, TALK, turn.label("💬 The talk and my draft")),)]
    if found.followed:
        rows.append((_sure(turn, DOSSIERS, turn.label("📂 The dossiers I follow")),))
    if found.lists:
        rows.append((_sure(turn, LISTS, turn.label("☑️ My lists of papers")),))
    if any(case.linked for case in found.cases):
        rows.append((_sure(turn, LINKS, turn.label("✂️ The link from reports to this chat")),))
    rows += _case_rows(turn, ERASE, "📣 {number}", found)
    return Message(turn.render("privacy/erase", cases=_open(found)), (*rows, _back(turn)))


def correct_message(turn: Turn, found: Held) -> Message:
    """A draft is changed by the citizen; what is filed, by an inspector."""
    rows: list[Row] = []
    if "report" in turn.session.draft:
        rows.append((Button(turn.label("▶️ Go on with my report"), data("rep", "begin")),))
    rows += _case_rows(turn, CORRECT, "✏️ {number}", found)
    return Message(turn.render("privacy/correct", cases=_open(found)), (*rows, _back(turn)))


def sure_message(turn: Turn, act: str, found: Held, limits: Limits) -> Message:
    """What would happen, honestly, before it does."""
    text = turn.render(
        "privacy/sure",
        act=act,
        channel=turn.address.channel,
        draft="report" in turn.session.draft,
        cases=_open(found),
        linked=[case for case in found.cases if case.linked],
        followed=found.followed,
        lists=found.lists,
        limits=limits,
    )
    return Message(text, ((Button(turn.label(_YES[act]), data("dat", "do", act)),), _back(turn)))


def want_message(turn: Turn, kind: str, case: HeldCase, limits: Limits) -> Message:
    """Before an inspector is asked to do something about a filed report."""
    text = turn.render("privacy/want", kind=kind, number=case.number, limits=limits)
    yes = Button(turn.label("📨 Yes, ask the inspectors"), data("dat", "ask", kind, case.number))
    return Message(text, ((yes,), _back(turn)))


def asked_message(turn: Turn, kind: str, case: HeldCase, limits: Limits) -> Message:
    return Message(turn.render("privacy/asked", kind=kind, number=case.number, limits=limits), (_back(turn),))


def done_message(turn: Turn, act: str, limits: Limits, cases: int) -> Message:
    """After it was done; of a cleared chat only a line that tells nothing stays."""
    if act == RECENT:
        return Message(turn.render("privacy/cleared"))
    return Message(turn.render("privacy/done", act=act, limits=limits, cases=cases), (home_row(turn),))


def export_messages(turn: Turn, told: dict[str, Any], found: Held) -> list[Message]:
    """The same twice: to read, and for a machine. What is sealed is said to be."""
    for message in told["messages"]:
        if message["from"] == "bot":
            message["text"] = visible_text(message["text"])[0]
    text = unescape(turn.render("privacy/export", told=told, talk=list(_lines(told["talk"]))))
    rows = (*_case_rows(turn, EXPORT, "📨 {number}", found), _back(turn))
    readable = File("mot-cua-du-lieu.txt", "text/plain", text.encode())
    machine = File("mot-cua-du-lieu.json", "application/json", orjson.dumps(told, option=orjson.OPT_INDENT_2))
    return [
        Message(turn.render("privacy/exported", cases=_open(found)), (), readable),
        Message(turn.render("privacy/exported_machine", cases=_open(found)), rows, machine),
    ]


def _lines(value: Any, name: str = "") -> Iterator[str]:
    """JSON as lines to read: ``draft.report.story.1: …``; what is empty is left out."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value, start=1):
            yield from _lines(inner, f"{name}.{key}" if name else str(key))
    elif value not in (None, "", False):
        yield f"{name}: {value}"


def _case_rows(turn: Turn, kind: str, label: str, found: Held) -> list[Row]:
    buttons = [
        Button(label.format(number=case.number), data("dat", "want", kind, case.number))
        for case in _open(found)[:MOST_CASES]
    ]
    return [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]


def _open(found: Held) -> list[HeldCase]:
    return [case for case in found.cases if not case.erased]


def _sure(turn: Turn, act: str, label: str) -> Button:
    return Button(label, data("dat", "sure", act))


def _back(turn: Turn) -> Row:
    return (Button(turn.label("⬅ My data"), data("dat", "home")),)
