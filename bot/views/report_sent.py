"""After sending: number and secret, once; or why it was not taken."""

from __future__ import annotations

from bot.outbox.buttons import data
from bot.outbox.message import Button, Message
from bot.reports.cases import Filing, Joined, Refused
from bot.reports.draft import ReportDraft
from bot.turns.turn import Turn
from bot.views.home import home_row
from bot.views.report import category_label, tag


def receipt_message(turn: Turn, filing: Filing) -> Message:
    """Number and secret in one message; the secret is nowhere else, and is masked once it was seen."""
    rows = (
        (Button(turn.label("🙈 Noted down, hide the secret"), data("rep", "mask", filing.number)),),
        (Button(turn.label("🔎 Follow the report"), data("case", "open", filing.number)),),
        home_row(turn),
    )
    text = turn.render(
        "report/receipt",
        filing=filing,
        category=category_label(turn, filing.category),
        channel=turn.address.channel,
    )
    return Message(text, rows)


def masked_message(turn: Turn, number: str) -> Message:
    follow = (Button(turn.label("🔎 Follow the report"), data("case", "open", number)),)
    return Message(turn.render("report/masked", number=number), (follow, home_row(turn)))


def joined_message(turn: Turn, joined: Joined) -> Message:
    follow = (Button(turn.label("🔎 Follow the report"), data("case", "open", joined.number)),)
    return Message(turn.render("report/joined", number=joined.number), (follow, home_row(turn)))


def refused_message(turn: Turn, draft: ReportDraft, refused: Refused) -> Message:
    """The report stays as it is, and can be sent later."""
    later = (Button(turn.label("▶️ Go on with the report"), data("rep", "resume", tag(draft))),)
    return Message(turn.render("report/refused", reason=refused.reason, until=refused.until), (later, home_row(turn)))
