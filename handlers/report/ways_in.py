"""How a report begins: /phananh, a button, a late dossier, or a sentence that reads like a grievance.

Before anything is asked: who reads it, what the channel knows, what not to send, how to denounce formally; and consent.
"""

from __future__ import annotations

from telegram import Message as Incoming
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters
from telegram.ext.filters import MessageFilter

from bot.dossiers.codes import is_code
from bot.dossiers.desk import draft_of
from bot.metrics.counting import REPORTS, STEPS_REACHED
from bot.outbox.buttons import arguments, pattern
from bot.outbox.message import Message
from bot.privacy import REPORT
from bot.reports.draft import ReportDraft
from bot.turns.turn import Turn, TurnContext, current_turn
from bot.views.dossier import offers_report
from bot.views.home import ways_in
from bot.views.report import also_message, formal_message, notice_message, notice_version, resume_message
from handlers.chat import chat_of, is_private
from handlers.filters import ADDRESSED, Keeps, without_mention
from handlers.listing import Handlers
from handlers.questions import URGENT, ask
from handlers.report.demanded import carried
from handlers.report.hearing import Heard, asks_person, heard_in, is_doubtful
from handlers.report.moving import go_on
from handlers.report.steps.procedure import take_procedure
from handlers.report.steps.story import understand
from handlers.report.talk import FLOW, NOTICE, draft_days, draft_in, give_up, keep, new_draft

#: What a late dossier is reported as, until the citizen says otherwise.
NO_APOLOGY, SITTING = "cat-B1", "cat-B2"


class _Grieved(MessageFilter):
    """Reads like a grievance, praise or an idea, and not like anything that cannot wait."""

    def filter(self, message: Incoming) -> bool:
        turn = current_turn.get()
        text = without_mention(message)
        return heard_in(text) is not None and turn.house.knowledge.search(text).outside not in URGENT


class _Person(MessageFilter):
    def filter(self, message: Incoming) -> bool:
        return asks_person(without_mention(message))


def command_handlers() -> Handlers:
    return [
        CommandHandler(["phananh", "report"], phananh, filters=Keeps("reports")),
        CallbackQueryHandler(begin_pressed, pattern("rep", "begin")),
        CallbackQueryHandler(anew, pattern("rep", "anew")),
        CallbackQueryHandler(late, pattern("rep", "late", 1)),
        CallbackQueryHandler(from_demand, pattern("rep", "demand")),
        CallbackQueryHandler(agreed, pattern("rep", "agree", 1)),
        CallbackQueryHandler(formal, pattern("rep", "formal")),
        CallbackQueryHandler(only_asking, pattern("rep", "asking")),
    ]


def listening_handlers() -> Handlers:
    text = ADDRESSED & filters.TEXT & ~filters.COMMAND & Keeps("reports")
    return [MessageHandler(text & _Person(), person), MessageHandler(text & _Grieved(), grieved)]


async def phananh(update: Update, context: TurnContext) -> None:
    """/phananh: alone, or with the story behind it."""
    turn = context.turn
    story = " ".join(context.args or []).strip()
    draft = draft_in(turn)
    if not is_private(turn):
        turn.say(Message(turn.render("report/group")))
    elif draft is not None and not story:
        turn.say(resume_message(turn, draft))
    else:
        await begin(turn, new_draft(turn, story=[story] if story else []))


async def begin_pressed(update: Update, context: TurnContext) -> None:
    await phananh(update, context)


async def anew(update: Update, context: TurnContext) -> None:
    await begin(context.turn, new_draft(context.turn))


async def grieved(update: Update, context: TurnContext) -> None:
    """A sentence that reads like a grievance: taken as the beginning of a report, which a button turns down.

    One that asks about a procedure, too, is answered first.
    """
    turn = context.turn
    assert update.message is not None  # the filter lets only messages through
    text = without_mention(update.message)
    if not is_private(turn):
        turn.say(Message(turn.render("report/group")))
    elif is_doubtful(text) and turn.house.knowledge.search(text).action == "answer":
        await ask(turn, text)
        turn.say(also_message(turn))
    elif (draft := draft_in(turn)) is not None and draft.consent is not None:
        draft.story = [*draft.story, text]  # of the report that is being written here
        keep(turn, draft)
        turn.say(resume_message(turn, draft))
    else:
        await begin(turn, new_draft(turn, story=[text]), heard=heard_in(text))


async def person(update: Update, context: TurnContext) -> None:
    """ "I want to talk to somebody": a report is where an inspector and a citizen meet."""
    turn = context.turn
    if not is_private(turn):
        turn.say(Message(turn.render("report/group")))
        return
    turn.say(Message(turn.render("report/person")))
    draft = draft_in(turn) or new_draft(turn)
    draft.wants_person = True
    if draft.consent is None:
        await begin(turn, draft)
    else:
        keep(turn, draft)
        turn.say(resume_message(turn, draft))


async def late(update: Update, context: TurnContext) -> None:
    """From a late dossier that this chat may see: the report stands, filled in."""
    turn = context.turn
    assert turn.press is not None
    (code,) = arguments(turn.press.data)
    dossiers = turn.house.dossiers
    file = await dossiers.open_to(code, chat_of(turn)) if dossiers is not None and is_code(code) else None
    if dossiers is None or file is None:
        turn.say(Message(turn.render("desk/stale"), ways_in(turn)))
        return
    answer = await dossiers.answer(file)
    said = turn.session.draft.get("late", {})
    apology = said.get("apology") if said.get("code") == code else None
    draft = new_draft(turn, dossier=draft_of(answer, apology))
    if offers_report(answer):
        draft.categories = [SITTING if apology else NO_APOLOGY]
    await take_procedure(turn, draft, str(file.procedure_code))
    await begin(turn, draft)


async def from_demand(update: Update, context: TurnContext) -> None:
    """From "was I asked for too much": with the finding."""
    turn = context.turn
    draft = new_draft(turn, **await carried(turn))
    await begin(turn, draft)


async def begin(turn: Turn, draft: ReportDraft, *, heard: Heard | None = None) -> None:
    """The four lines and the question whether to go on. What was said so far waits, and is dropped with a no."""
    turn.session.flow, turn.session.step = FLOW, NOTICE
    REPORTS.add(event="begun")
    STEPS_REACHED.add(step=NOTICE)
    keep(turn, draft)
    turn.say(notice_message(turn, draft, await draft_days(turn), heard=heard))


async def agreed(update: Update, context: TurnContext) -> None:
    """Consent, for this purpose and these words; kept so that it can be proven, and withdrawn in /dulieu."""
    turn = context.turn
    draft = draft_in(turn)
    if draft is None:
        turn.say(Message(turn.render("report/gone"), ways_in(turn)))
        return
    version = notice_version(turn, await draft_days(turn))
    if draft.consent is None and turn.house.privacy is not None:
        turn.write(turn.house.privacy.agree(chat_of(turn), REPORT, version, turn.session.language))
    draft.consent = version
    if draft.story:
        understand(turn, draft)
    await go_on(turn, draft)


async def formal(update: Update, context: TurnContext) -> None:
    turn = context.turn
    turn.say(formal_message(turn, draft_in(turn)))


async def only_asking(update: Update, context: TurnContext) -> None:
    """It was a question after all: answered as one, and nothing stays of the report."""
    turn = context.turn
    draft = draft_in(turn)
    text = "\n".join(draft.story) if draft is not None else ""
    give_up(turn)
    if text:
        await ask(turn, text)
    else:
        turn.say(Message(turn.render("report/dropped"), ways_in(turn)))
