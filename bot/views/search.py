"""What a search says when it does not simply open a procedure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.outbox.buttons import data
from bot.outbox.message import Button, Message, Row
from bot.turns.turn import Turn
from bot.views.home import ways_in
from bot.views.labels import shortened
from bot.views.names import shown
from knowledge.search import CatalogueName, NearMiss

PORTAL = "https://dichvucong.gov.vn"


def offer_message(turn: Turn, codes: Sequence[str]) -> Message:
    """Full names in the message, short ones on the buttons."""
    names = [shown(turn, turn.house.knowledge.names[code]) for code in codes]
    rows = [_pick(turn, n, name.code, name.short) for n, name in enumerate(names, 1)]
    return Message(turn.render("search/offer", names=names), (*rows, _none_of_these(turn), *ways_in(turn)))


def near_miss_message(turn: Turn, near_miss: NearMiss) -> Message:
    """One question that says how procedures that people confuse differ."""
    english = turn.session.language == "en"
    options = [(option.code, option.label_en if english else option.label_vi) for option in near_miss.options]
    known = [(code, label) for code, label in options if code in turn.house.knowledge.names]
    rows = [_pick(turn, n, code, label) for n, (code, label) in enumerate(known, 1)]
    question = near_miss.question_en if english else near_miss.question_vi
    text = turn.render("search/near_miss", question=question, labels=[label for _, label in known])
    return Message(text, (*rows, _none_of_these(turn)))


def not_held_message(turn: Turn, names: Sequence[CatalogueName], offer: tuple[Row, ...] = ()) -> Message:
    """:param offer: to be told once it is held."""
    portal = (Button(turn.label("Open the national portal"), url=PORTAL),)
    return Message(turn.render("search/not_held", names=names), (portal, *offer, *ways_in(turn)))


def outside_message(turn: Turn, kind: str) -> Message:
    """A short reply of its own for each kind of matter that is none of ours."""
    return Message(turn.render("search/outside", kind=kind), ways_in(turn))


def _pick(turn: Turn, number: int, code: str, label: str) -> Row:
    return (Button(shortened(f"{number}. {label}"), data("ask", "pick", code)),)


def _none_of_these(turn: Turn) -> Row:
    return (Button(turn.label("✋ Not what I meant"), data("ask", "none")),)
