"""What an inspector wrote, as messages that a channel can carry."""

from __future__ import annotations

from collections.abc import Sequence

from bot.outbox.buttons import data
from bot.outbox.file import File
from bot.outbox.message import Button, Message, Row, utf16_units
from bot.reports.cases import Reply
from bot.texts.filters import clean
from bot.turns.turn import Turn

#: UTF-16 units of somebody else's text in one message; what stands round it fits beside it.
PIECE = 3_400


def reply_messages(turn: Turn, number: str, replies: Sequence[Reply], *, left: int) -> list[Message]:
    """:param left: new ones that come with the next press."""
    messages = [message for reply in replies for message in _one(turn, number, reply)]
    last = messages[-1]
    return [*messages[:-1], Message(last.text, _rows(turn, number, left), last.file)]


def _one(turn: Turn, number: str, reply: Reply) -> list[Message]:
    letter = reply.file if reply.file is not None and reply.file.body else None  # no channel takes an empty file
    pieces = _pieces(clean(reply.text).strip()) or ([""] if letter is None else [])
    said = [
        Message(turn.render("case/reply", number=number, at=reply.at, text=piece, first=position == 0))
        for position, piece in enumerate(pieces)
    ]
    if letter is None:
        return said
    file = File(letter.name, letter.media, letter.body)
    return [*said, Message(turn.render("case/letter", number=number, at=reply.at), file=file)]


def _rows(turn: Turn, number: str, left: int) -> tuple[Row, ...]:
    rows: list[Row] = []
    if left:
        rows.append((Button(turn.label("🔔 Read what is new ({count})", count=left), data("case", "read", number)),))
    answer = Button(turn.label("✍️ Answer"), data("case", "write", number))
    return (*rows, (answer, Button(f"📂 {number}", data("case", "open", number))))


def _pieces(text: str) -> list[str]:
    """Cut between paragraphs, else between words, else anywhere."""
    pieces = []
    while utf16_units(text) > PIECE:
        end = PIECE // 2 if utf16_units(text[:PIECE]) > PIECE else PIECE
        cut = max(text.rfind("\n", end // 2, end), text.rfind(" ", end // 2, end))
        cut = cut if cut > 0 else end
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*pieces, text] if text else pieces
