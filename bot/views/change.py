"""What administrators read in their chat about a change: what differs, where it comes from, what they can do with it.

Told to who wrote it, to who decides, and by the clock: so it knows a language and texts, and no turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.changes import StateRequest
from bot.outbox.buttons import data
from bot.outbox.message import Button, Message, Row
from bot.texts import Language, Texts
from bot.views.fields import told
from bot.views.fields.comparing import Piece
from bot.views.labels import shortened
from knowledge.life import Draft, DraftRow, diff
from knowledge.model import PublicService
from knowledge.preflight.scoring import Report

#: Fields named in one message; the rest are counted.
MOST_FIELDS = 8
#: Letters of a text that stayed the same, left and right of what differs.
AROUND = 28
#: Letters of a text that is new as a whole.
LONGEST = 240
#: Questions named that would be answered worse.
MOST_QUESTIONS = 5
ROOM = "chg"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field as the form calls it. ``before``, ``after``: (text, differs) in pieces; empty: nothing stood there."""

    label: str
    before: tuple[tuple[str, bool], ...]
    after: tuple[tuple[str, bool], ...]


def differences(base: PublicService | None, now: PublicService, language: Language) -> list[Difference]:
    """In the order of the form."""
    return [Difference(each.label, _brief(each.before), _brief(each.after)) for each in told(diff(base, now), language)]


def _brief(pieces: tuple[Piece, ...] | None) -> tuple[tuple[str, bool], ...]:
    """What differs, with some words around it."""
    return tuple((_cut(piece.text, LONGEST if piece.marked else 2 * AROUND), piece.marked) for piece in pieces or ())


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most // 2]} … {text[-most // 2 :]}"


def told_of(base: PublicService | None, draft: Draft, author: str, language: Language) -> dict[str, object]:
    """The words of change/about.html.j2."""
    shown = differences(base, draft.service, language)
    return {
        "row": draft.row,
        "author": author,
        "shown": shown[:MOST_FIELDS],
        "more": max(0, len(shown) - MOST_FIELDS),
    }


def waiting_message(
    texts: Texts,
    language: Language,
    base: PublicService | None,
    draft: Draft,
    author: str,
    console: str | None,
    own: bool = False,
) -> Message:
    """A draft that waits. :param own: whoever reads it had a hand in it: they can look, and nothing else."""
    row = draft.row
    text = texts.render("change/waiting", language, own=own, **told_of(base, draft, author, language))
    look = Button(texts.label("👀 As the chat shows it", language), data(ROOM, "see", row.id, row.revision))
    decide = (
        Button(texts.label("✅ Publish", language), data(ROOM, "yes", row.id, row.revision)),
        Button(texts.label("↩️ Send back", language), data(ROOM, "back", row.id, row.revision)),
    )
    rows: list[Row] = [*([] if own else [decide]), (look,), *_console(texts, language, console, row)]
    return Message(str(text), tuple(rows))


def weighed_message(texts: Texts, language: Language, draft: Draft, report: Report) -> Message:
    """What publishing would do to answers. What makes some of them worse must be accepted."""
    row, worse = draft.row, report.worse
    if not worse:
        button = Button(texts.label("✅ Publish", language), data(ROOM, "yes", row.id, row.revision))
        return Message(str(texts.render("change/no_fall", language, row=row, asked=report.before.ours)), ((button,),))
    text = texts.render(
        "change/fall", language, worse=worse[:MOST_QUESTIONS], count=len(worse), asked=report.before.ours, row=row
    )
    rows: tuple[Row, ...] = (
        (
            Button(
                texts.label("✅ Publish all the same", language), data(ROOM, "sure", row.id, row.revision, len(worse))
            ),
        ),
        (Button(texts.label("↩️ Send back", language), data(ROOM, "back", row.id, row.revision)),),
    )
    return Message(str(text), rows)


def decided_message(texts: Texts, language: Language, row: DraftRow, done: str, by: str) -> Message:
    """To who wrote it. :param done: published, scheduled or sent_back."""
    text = texts.render("change/decided", language, row=row, done=done, by=by)
    again = Button(texts.label("✏️ Go on with it", language), data(ROOM, "pick", row.code))
    return Message(str(text), ((again,),) if done == "sent_back" else ())


def request_message(
    texts: Texts, language: Language, request: StateRequest, asked_by: str, console: str | None, own: bool = False
) -> Message:
    """Somebody asks to take a procedure out of the answers, or back into them."""
    text = texts.render("change/request", language, request=request, by=asked_by, own=own)
    decide = (
        Button(texts.label("✅ Agree", language), data(ROOM, "agree", request.number)),
        Button(texts.label("✖️ Refuse", language), data(ROOM, "refuse", request.number)),
    )
    look = [] if console is None else [(_link(texts, language, f"{console}/knowledge/entries/{request.code}"),)]
    return Message(str(text), (*([] if own else [decide]), *look))


def request_decided_message(
    texts: Texts, language: Language, title: str, code: str, kind: str, granted: bool, by: str
) -> Message:
    return Message(
        str(texts.render("change/request_decided", language, title=title, code=code, kind=kind, granted=granted, by=by))
    )


def waiting_rows(drafts: Sequence[DraftRow], requests: Sequence[StateRequest]) -> list[Row]:
    """A button for each that waits."""
    rows: list[Row] = [(Button(shortened(f"📝 {row.title}"), data(ROOM, "show", row.id)),) for row in drafts]
    return [*rows, *((Button(shortened(f"🗄 {each.title}"), data(ROOM, "ask", each.number)),) for each in requests)]


def _console(texts: Texts, language: Language, console: str | None, row: DraftRow) -> list[Row]:
    return [] if console is None else [(_link(texts, language, f"{console}/knowledge/drafts/{row.id}"),)]


def _link(texts: Texts, language: Language, url: str) -> Button:
    return Button(texts.label("Open in the console", language), url=url)
