"""Kept lists of papers in the chat: one to be ticked off, all of them, and one to be forwarded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.checklists import Changes, Checklist, Line, Mark, case_names
from bot.outbox.buttons import data
from bot.outbox.message import Button, Message, Row
from bot.turns.turn import Turn
from bot.views.home import home_row
from bot.views.labels import shortened
from bot.views.numbers import page_rows
from knowledge.model import PublicService

#: Lines of a page: text and buttons of one phone screen and a half.
A_PAGE = 15
A_ROW = 5
PAPER, WHEN, NAME = 110, 70, 160
#: Papers of a change that are named.
MOST_CHANGED = 6
#: Lines of a list to be forwarded: one message.
MOST_SHARED = 28
_SIGNS: dict[Mark | None, str] = {"have": "☑", "not_mine": "➖", None: "☐"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A kept list beside what is in force. ``recased``: the chosen case is gone, so it is for all cases now."""

    service: PublicService
    checklist: Checklist
    lines: Sequence[Line]
    changes: Changes
    recased: bool = False

    def marked(self) -> list[tuple[int, Mark | None, Line]]:
        """Numbered from 1, cut to what one line of a phone takes."""
        return [
            (number, self.checklist.marks.get(line.key), _cut(line)) for number, line in enumerate(self.lines, start=1)
        ]

    @property
    def total(self) -> int:
        """Without what is not asked of this person."""
        return sum(self.checklist.marks.get(line.key) != "not_mine" for line in self.lines)

    @property
    def done(self) -> int:
        return sum(self.checklist.marks.get(line.key) == "have" for line in self.lines)


def list_message(turn: Turn, shown: Shown, page: int = 1) -> Message:
    code, marked = shown.service.identifier, shown.marked()
    pages = max(1, -(-len(marked) // A_PAGE))
    page = min(max(page, 1), pages)
    lines = marked[(page - 1) * A_PAGE : page * A_PAGE]
    text = turn.render(
        "checklist/list",
        **_named(turn, shown),
        lines=lines,
        changes=shown.changes,
        most=MOST_CHANGED,
        recased=shown.recased,
        total=shown.total,
        left=shown.total - shown.done,
    )
    told = shown.checklist.told
    bell = turn.label("🔕 No more news") if told else turn.label("🔔 Tell me of changes")
    rows: list[Row] = [
        *_ticks(code, lines, page),
        *page_rows(pages, page, lambda n: data("chk", "page", code, n)),
        (Button(turn.label("📤 To forward"), data("chk", "share", code)), Button(bell, _told(code, told))),
        (
            Button(turn.label("📄 Procedure"), data("svc", "open", code)),
            Button(turn.label("🗑 Put away"), data("chk", "drop", code)),
        ),
        (Button(turn.label("☑️ All my lists"), data("chk", "all")), *home_row(turn)),
    ]
    return Message(text, tuple(rows))


def shared_message(turn: Turn, shown: Shown) -> Message:
    """Only what helps whoever packs the bag: what is not needed is left out."""
    wanted = [(mark, line) for _, mark, line in shown.marked() if mark != "not_mine"]
    service = shown.service
    text = turn.render(
        "checklist/shared",
        **_named(turn, shown),
        lines=wanted[:MOST_SHARED],
        more=len(wanted) - len(wanted[:MOST_SHARED]),
        fee=shortened(service.cost, 200) if service.cost else None,
        time=shortened(service.processing_time, 120) if service.processing_time else None,
        code=service.identifier,
        as_of=service.source.as_of,
    )
    return Message(text)


def all_message(turn: Turn, kept: Sequence[Shown], days: int) -> Message:
    """:param days: after so many without being opened a list is forgotten."""
    lists = [(shortened(each.service.title, NAME), each.done, each.total, each.checklist.told) for each in kept]
    rows: list[Row] = [
        (Button(shortened(f"{number}. {each.service.title}"), data("chk", "show", each.service.identifier)),)
        for number, each in enumerate(kept, start=1)
    ]
    return Message(turn.render("checklist/all", lists=lists, days=days), (*rows, home_row(turn)))


def _named(turn: Turn, shown: Shown) -> dict[str, object]:
    english = turn.house.knowledge.english(shown.service.identifier) if turn.session.language == "en" else None
    return {
        "name": shortened(shown.service.title, NAME),
        "english": english.name if english is not None else None,
        "cases": case_names(shown.service, shown.checklist.choice, turn.session.language),
    }


def _ticks(code: str, lines: Sequence[tuple[int, Mark | None, Line]], page: int) -> list[Row]:
    """Numbers only: the names stand above, and list and buttons are on one screen."""
    buttons = [
        Button(f"{_SIGNS[mark]} {number}", data("chk", "tick", code, line.key, page)) for number, mark, line in lines
    ]
    return [tuple(buttons[start : start + A_ROW]) for start in range(0, len(buttons), A_ROW)]


def _told(code: str, told: bool) -> str:
    return data("chk", "tell", code, 0 if told else 1)


def _cut(line: Line) -> Line:
    return replace(line, paper=shortened(line.paper, PAPER), when=shortened(line.when, WHEN) if line.when else None)
