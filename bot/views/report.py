"""A report being written: the four lines before it, the questions, the way back to a draft."""

from __future__ import annotations

import hashlib
from typing import Any

from bot.outbox.buttons import data
from bot.outbox.message import Button, Message, Row
from bot.reports.draft import ReportDraft
from bot.turns.turn import Turn
from bot.views.case_words import category_name, office_name
from bot.views.home import home_row
from bot.views.labels import shortened

#: Characters of a draft's id in a button: enough to tell one person's reports apart.
TAG = 6
#: Characters of the SHA-256 of the words agreed to; names them for ever.
VERSION = 16
QUOTED = 300


def tag(draft: ReportDraft) -> str:
    """Names a report in its buttons."""
    return draft.id[:TAG]


def notice_message(turn: Turn, draft: ReportDraft, days: int, *, heard: str | None) -> Message:
    """Before anything: who reads it, what the channel knows, what not to send, how to denounce; then yes or no.

    :param days: after so many without a word the draft is forgotten.
    """
    rows: list[Row] = [(Button(turn.label("✅ I agree, write the report"), data("rep", "agree", tag(draft))),)]
    if heard:
        rows.append((Button(turn.label("❓ I only ask about a procedure"), data("rep", "asking")),))
    rows.append((Button(turn.label("⚖️ How to denounce or complain"), data("rep", "formal")),))
    rows.append(_stop(turn, draft))
    quoted = shortened(" ".join(draft.story), QUOTED) if draft.story else None
    text = turn.render("report/notice", channel=turn.address.channel, heard=heard, quoted=quoted, days=days)
    return Message(text, tuple(rows))


def also_message(turn: Turn) -> Message:
    """Under the answer to a question that tells of something wrong besides."""
    return Message(turn.render("report/also"), ((Button(turn.label("📣 Report a problem"), data("rep", "begin")),),))


def agree_first_message(turn: Turn, draft: ReportDraft) -> Message:
    """More was written before the yes or no."""
    yes = (Button(turn.label("✅ I agree, write the report"), data("rep", "agree", tag(draft))),)
    return Message(turn.render("report/agree_first"), (yes, _stop(turn, draft)))


def notice_version(turn: Turn, days: int) -> str:
    """Names the words that were agreed to, in their language and for their channel."""
    return _version(turn.render("report/notice", channel=turn.address.channel, heard=None, quoted=None, days=days))


def notify_version(turn: Turn, draft: ReportDraft) -> str:
    """The same of the question whether to tell of replies."""
    return _version(turn.render("report/question", step="notify", draft=draft))


def _version(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:VERSION]


def formal_message(turn: Turn, draft: ReportDraft | None) -> Message:
    """How to denounce or complain formally; the report stays as it is."""
    rows: tuple[Row, ...] = (home_row(turn),)
    if draft is not None:
        action = "resume" if draft.consent else "agree"
        rows = ((Button(turn.label("▶️ Back to the report"), data("rep", action, tag(draft))),), _stop(turn, draft))
    return Message(turn.render("report/formal"), rows)


def resume_message(turn: Turn, draft: ReportDraft) -> Message:
    action = "resume" if draft.consent else "agree"
    rows = (
        (Button(turn.label("▶️ Go on with the report"), data("rep", action, tag(draft))),),
        (Button(turn.label("🆕 Begin another one"), data("rep", "anew")),),
        _stop(turn, draft),
    )
    quoted = shortened(" ".join(draft.story), QUOTED) if draft.story else None
    return Message(turn.render("report/resume", quoted=quoted), rows)


def question(turn: Turn, draft: ReportDraft, step: str, rows: Any = (), *, skip: bool = True, **values: Any) -> Message:
    """One question of the report with its choices, and the ways out of it."""
    below: list[Row] = list(rows)
    if skip:
        label = turn.label("⏭ No more, skip") if step == "evidence" else turn.label("⏭ Not sure / skip")
        below.append((Button(label, data("rep", "skip", tag(draft), step)),))
    back = Button(turn.label("⬅ Back"), data("rep", "back", tag(draft)))
    below.append((back, *_stop(turn, draft)) if step != "story" else _stop(turn, draft))
    return Message(turn.render("report/question", step=step, draft=draft, **values), tuple(below))


def choice(turn: Turn, draft: ReportDraft, step: str, value: str, label: str) -> Button:
    return Button(shortened(label), data("rep", "set", tag(draft), step, value))


def category_label(turn: Turn, code: str) -> str:
    return category_name(code, turn.session.language)


def office_label(turn: Turn, key: str) -> str:
    return office_name(key, turn.session.language) or key


def _stop(turn: Turn, draft: ReportDraft) -> Row:
    return (Button(turn.label("✖ Drop the report"), data("rep", "stop", tag(draft))),)
