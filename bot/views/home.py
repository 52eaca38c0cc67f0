"""The desk: the welcome and the ways in, under whatever needs them."""

from __future__ import annotations

from bot.outbox.buttons import data
from bot.outbox.message import Button, Message, Row
from bot.turns.turn import Turn

#: Everyday questions, as people type them; a test holds that each is answered.
EXAMPLES = {
    "vi": ("Làm giấy khai sinh cần gì", "Đổi bằng lái xe", "Đăng ký tạm trú", "Làm hộ chiếu hết bao nhiêu"),
    "en": (
        "Register the birth of my child",
        "Exchange my driving licence",
        "Register temporary residence",
        "How much is a passport",
    ),
}
OTHER_LANGUAGE = {"vi": ("en", "🌐 English"), "en": ("vi", "🌐 Tiếng Việt")}


def welcome(turn: Turn) -> Message:
    """The first thing a citizen sees: what can be asked, the ways in, the other language."""
    examples: list[Row] = [
        (Button(words, data("ask", "example", i)),) for i, words in enumerate(EXAMPLES[turn.session.language])
    ]
    return Message(turn.render("desk/welcome"), (*examples, *ways_in(turn)))


def ways_in(turn: Turn) -> tuple[Row, ...]:
    other, name = OTHER_LANGUAGE[turn.session.language]
    return (
        (
            Button(turn.label("👪 By life event"), data("browse", "events")),
            Button(turn.label("🗂 By field"), data("browse", "fields", 1)),
        ),
        (Button(turn.label("📂 Where is my dossier?"), data("dos", "ask")),),
        *_report(turn),
        *_papers(turn),
        (Button(turn.label("❓ Help"), data("desk", "help")), Button(name, data("lang", "set", other))),
    )


def _papers(turn: Turn) -> tuple[Row, ...]:
    """The way back to the lists that are kept here."""
    if turn.house.checklists is None:
        return ()
    return ((Button(turn.label("☑️ My papers"), data("chk", "all")),),)


def _report(turn: Turn) -> tuple[Row, ...]:
    """The way into a report, or back to the one being written."""
    if turn.house.reports is None:
        return ()
    begun = "report" in turn.session.draft
    label = turn.label("▶️ Go on with my report") if begun else turn.label("📣 Report a problem")
    return ((Button(label, data("rep", "begin")), Button(turn.label("📋 My reports"), data("case", "list"))),)


def home_row(turn: Turn) -> Row:
    return (Button(turn.label("🏠 Start"), data("desk", "home")),)
