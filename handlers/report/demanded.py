""" "Was I asked for too much?" A paper or a fee against the published list: inside a report, or asked for itself."""

from __future__ import annotations

import re
from typing import Any

from telegram import Message as Incoming
from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters
from telegram.ext.filters import MessageFilter

from bot.outbox.buttons import arguments, pattern
from bot.outbox.message import Message
from bot.reports.demands import Finding, examine
from bot.reports.demands.papers import paper_names
from bot.reports.draft import MOST_ANSWER, Demand, ReportDraft
from bot.reports.understanding import demand_in
from bot.turns.turn import Turn, TurnContext, current_turn
from bot.views.home import ways_in
from bot.views.report_demand import finding_message, what_message, which_message
from handlers.filters import ADDRESSED, without_mention
from handlers.listing import Handlers
from knowledge.model import PublicService
from knowledge.search.text import fold

FLOW = "demanded"
#: Where the question asked for itself is kept: code of the procedure, words of the demand, the finding.
_ASKED = "demanded"
OTHER_PAPER = "other"
LONGEST_PAPER = 64
#: Sentences of the procedure that go into the report: the most telling ones.
MOST_FORBIDS = 2
_IS_IT_RIGHT = re.compile(
    r"\b(?:dung (?:khong|ko|k|quy dinh|luat)|co dung|co phai|phai khong|hop ly|dung hay sai|co can|can khong"
    r"|co bat buoc|bat buoc khong|co quyen|duoc phep|theo quy dinh"
    r"|is (?:that|this|it) (?:right|required|legal|normal))\b"
)


class _Asked(MessageFilter):
    """ "They want a paper, is that right?" """

    def filter(self, message: Incoming) -> bool:
        text = without_mention(message)
        return demand_in(text) is not None and _IS_IT_RIGHT.search(fold(text)) is not None


class _Awaited(MessageFilter):
    def filter(self, message: Incoming) -> bool:
        return current_turn.get().session.flow == FLOW


_TEXT = ADDRESSED & filters.TEXT & ~filters.COMMAND


def handlers() -> Handlers:
    return [
        CallbackQueryHandler(wanted, pattern("dem", "ask", 1)),
        CallbackQueryHandler(picked, pattern("dem", "of", 1)),
        MessageHandler(_TEXT & _Asked(), questioned),
        MessageHandler(_TEXT & _Awaited(), answered),
    ]


async def compare(turn: Turn, draft: ReportDraft) -> None:
    """Inside a report: the finding goes into it as evidence, and is told."""
    assert draft.demand is not None
    service = await _service(turn, draft.procedure)
    if service is None:
        return
    finding = examine(service, draft.demand.case, draft.demand.words)
    draft.demand = _kept(draft.demand, finding)
    turn.say(finding_message(turn, service, draft.demand, finding, offer=False))


async def wanted(update: Update, context: TurnContext) -> None:
    """The button under a procedure."""
    turn = context.turn
    assert turn.press is not None
    (code,) = arguments(turn.press.data)
    _stand(turn, {"code": code})
    turn.say(what_message(turn))


async def questioned(update: Update, context: TurnContext) -> None:
    turn = context.turn
    assert update.message is not None  # the filter lets only messages through
    text = without_mention(update.message)
    words = demand_in(text) or text
    found = turn.house.knowledge.search(text.replace(words, " "))  # the paper has a procedure of its own
    about = turn.session.subject.get("code")
    code = found.codes[0] if found.action == "answer" else about if isinstance(about, str) else None
    _stand(turn, {"code": code, "words": words[:MOST_ANSWER]})
    if code is None:
        turn.say(which_message(turn, found.codes[:3] if found.action == "offer" else []))
    else:
        await _tell(turn)


async def answered(update: Update, context: TurnContext) -> None:
    """What was asked for, or of which procedure."""
    turn = context.turn
    assert update.message is not None  # the filter lets only messages through
    text = without_mention(update.message)
    asked = turn.session.draft.get(_ASKED, {})
    if asked.get("code") is None:
        found = turn.house.knowledge.search(text)
        if found.action != "answer":
            turn.say(which_message(turn, found.codes[:3] if found.action == "offer" else []))
            return
        _stand(turn, {**asked, "code": found.codes[0]})
    else:
        _stand(turn, {**asked, "words": text[:MOST_ANSWER]})
    await _tell(turn)


async def picked(update: Update, context: TurnContext) -> None:
    turn = context.turn
    assert turn.press is not None
    (code,) = arguments(turn.press.data)
    _stand(turn, {**turn.session.draft.get(_ASKED, {}), "code": code})
    await _tell(turn)


async def carried(turn: Turn) -> dict[str, Any]:
    """What a report begins with after the question: procedure, version, the demand with its finding."""
    asked = turn.session.draft.get(_ASKED, {})
    words, stored = asked.get("words"), await turn.house.knowledge.service(str(asked.get("code")))
    if not words or stored is None:
        return {}
    demand = Demand(words=words)
    demand = _kept(demand, examine(stored.service, None, words))
    return {"procedure": stored.service.identifier, "procedure_version": stored.version, "demand": demand}


async def _tell(turn: Turn) -> None:
    asked = turn.session.draft.get(_ASKED, {})
    service = await _service(turn, asked.get("code"))
    if service is None:
        turn.say(Message(turn.render("desk/stale"), ways_in(turn)))
    elif not asked.get("words"):
        turn.say(what_message(turn))
    else:
        turn.session.flow = turn.session.step = None
        finding = examine(service, None, asked["words"])
        turn.say(finding_message(turn, service, _kept(Demand(words=asked["words"]), finding), finding, offer=True))


def _stand(turn: Turn, asked: dict[str, Any]) -> None:
    turn.session.flow, turn.session.step = FLOW, "what" if asked.get("code") else "which"
    turn.session.draft[_ASKED] = asked


def _kept(demand: Demand, finding: Finding) -> Demand:
    """The finding as the report carries it; the paper by a name that can be counted."""
    paper = None
    if not finding.verdict.startswith("fee"):
        named = sorted(paper_names().read(demand.words).papers)
        paper = (named[0] if named else OTHER_PAPER)[:LONGEST_PAPER]
    forbids = list(finding.forbids[:MOST_FORBIDS])
    found = {"verdict": finding.verdict, "paper": paper, "legal": finding.legal, "forbids": forbids}
    return demand.model_copy(update=found)


async def _service(turn: Turn, code: str | None) -> PublicService | None:
    stored = await turn.house.knowledge.service(code) if code else None
    return stored.service if stored is not None else None
