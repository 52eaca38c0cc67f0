"""What the published list says about a demand."""

from __future__ import annotations

from collections.abc import Sequence

from bot.outbox.buttons import data
from bot.outbox.message import Button, Message, Row
from bot.reports.demands import Finding
from bot.reports.draft import Demand
from bot.turns.turn import Turn
from bot.views.home import home_row
from bot.views.labels import shortened
from bot.views.names import shown
from knowledge.model import PublicService

#: Rows and sentences quoted; more would not fit the screen, and the papers are a button away.
QUOTED_ROWS, QUOTED_WORDS = 2, 280
#: Findings that an inspector would want to hear of.
TOO_MUCH = frozenset({"not_on_list", "fee_above"})


def finding_message(turn: Turn, service: PublicService, demand: Demand, finding: Finding, *, offer: bool) -> Message:
    """:param offer: asked for itself, so that a report is one tap away."""
    text = turn.render(
        "report/finding",
        name=service.title,
        words=shortened(demand.words, QUOTED_WORDS),
        verdict=finding.verdict,
        rows=[shortened(row.evidence.name, QUOTED_WORDS) for row in finding.rows[:QUOTED_ROWS]],
        cases=list(dict.fromkeys(row.heading.text for row in finding.rows if row.heading is not None))[:QUOTED_ROWS],
        fee=shortened(finding.fee.words, QUOTED_WORDS) if finding.fee and finding.fee.words else None,
        sum=finding.fee.value if finding.fee and finding.fee.currency == "VND" else None,
        legal=finding.legal,
        forbids=[shortened(words, QUOTED_WORDS) for words in finding.forbids[:1]],
    )
    if not offer:
        return Message(text)
    rows: list[Row] = []
    if finding.verdict in TOO_MUCH or finding.verdict == "other_case":
        rows.append((Button(turn.label("📣 Report this"), data("rep", "demand")),))
    rows.append((Button(turn.label("📄 The procedure"), data("svc", "open", service.identifier)),))
    rows.append((Button(turn.label("🔁 Another paper or fee"), data("dem", "ask", service.identifier)),))
    return Message(text, (*rows, home_row(turn)))


def what_message(turn: Turn) -> Message:
    return Message(turn.render("report/demand_what"), (home_row(turn),))


def which_message(turn: Turn, codes: Sequence[str]) -> Message:
    """Which procedure it was for."""
    names = [shown(turn, turn.house.knowledge.names[code]) for code in codes]
    rows = [(Button(shortened(f"{n}. {name.short}"), data("dem", "of", name.code)),) for n, name in enumerate(names, 1)]
    return Message(turn.render("report/demand_which", names=names), (*rows, home_row(turn)))
