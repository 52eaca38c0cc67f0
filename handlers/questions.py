"""Free text: a question. Answered when the search is sure, three procedures offered when it is not, refused when it is
none of ours. What is urgent comes first; a follow-up speaks of the procedure before.
"""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.learning import Verdict
from bot.metrics.counting import SEARCHES
from bot.outbox.buttons import arguments, pattern
from bot.outbox.message import Message
from bot.turns.turn import Turn, TurnContext
from bot.views.home import EXAMPLES, ways_in, welcome
from bot.views.search import near_miss_message, not_held_message, offer_message, outside_message
from bot.whole import whole
from handlers.filters import ADDRESSED, without_mention
from handlers.gaps import missed
from handlers.language import answer_in
from handlers.listing import Handlers
from handlers.places import something_else_asked
from handlers.procedures import open_procedure
from knowledge.dialogue import listed, parts_of
from knowledge.dialogue.several import MOST
from knowledge.search import SearchResult
from knowledge.search.text import set_aside_personal

#: "If the bot is not sure it offers three procedures as buttons."
OFFERED = 3
#: What cannot wait for a procedure.
URGENT = ("emergency", "self_harm")
#: What the search calls a part of a procedure, where the guidance calls it otherwise.
FACET_SECTIONS = {"form": "forms"}


def handlers() -> Handlers:
    return [
        CommandHandler("hoi", hoi),
        MessageHandler(ADDRESSED & filters.TEXT & ~filters.COMMAND, asked),
        CallbackQueryHandler(example_pressed, pattern("ask", "example", 1)),
        CallbackQueryHandler(picked, pattern("ask", "pick", 1)),
        CallbackQueryHandler(refused, pattern("ask", "none")),
        CallbackQueryHandler(told_apart, pattern("ask", "apart", 1)),
    ]


async def hoi(update: Update, context: TurnContext) -> None:
    """/hoi with a question asks it; alone it shows what can be asked."""
    question = " ".join(context.args or [])
    if question:
        await ask(context.turn, question)
    else:
        context.turn.say(welcome(context.turn))


async def asked(update: Update, context: TurnContext) -> None:
    message = update.message
    assert message is not None  # the filter lets only messages through
    something_else_asked(context.turn)
    await ask(context.turn, without_mention(message))


async def example_pressed(update: Update, context: TurnContext) -> None:
    turn = context.turn
    assert turn.press is not None
    (position,) = arguments(turn.press.data)
    examples = EXAMPLES[turn.session.language]
    await ask(turn, examples[(whole(position) or 0) % len(examples)])


async def ask(turn: Turn, question: str) -> None:
    """Say what ``question`` is about, in turn when it is several."""
    whole = turn.house.knowledge.search(question)
    if whole.english:
        answer_in(turn, "en")
    if whole.outside in URGENT:
        turn.say(outside_message(turn, str(whole.outside)))
        if whole.action != "answer":
            return
    elif await _followed_up(turn, question):
        return
    answers = _several(turn, question, whole)
    if len(answers) > 1:
        for answer in answers:
            SEARCHES.add(action=answer.action)
            await open_procedure(turn, answer.codes[0], _section(answer))
        return
    await _answer(turn, question, whole)


async def picked(update: Update, context: TurnContext) -> None:
    """One of the procedures offered: opened, and counted as an example without saying whose."""
    turn = context.turn
    assert turn.press is not None
    (code,) = arguments(turn.press.data)
    facet = turn.session.subject.get("facet") or None
    _learn(turn, code, Verdict.PICKED)
    await open_procedure(turn, code, facet)


async def refused(update: Update, context: TurnContext) -> None:
    """ "Not what I meant": none of those offered, or not the procedure answered."""
    turn = context.turn
    meant, words = turn.session.subject.get("code"), turn.session.subject.get("asked")
    code = meant if isinstance(meant, str) else None
    if code is not None:
        _learn(turn, code, Verdict.REFUSED)
    turn.session.subject = {}
    offer = missed(turn, words, code) if isinstance(words, str) else ()
    turn.say(Message(turn.render("search/refused"), (*offer, *ways_in(turn))))


async def told_apart(update: Update, context: TurnContext) -> None:
    """How a procedure differs from those it is taken for."""
    turn = context.turn
    assert turn.press is not None
    (code,) = arguments(turn.press.data)
    near_miss = turn.house.knowledge.apart(code)
    turn.say(near_miss_message(turn, near_miss) if near_miss else Message(turn.render("desk/stale"), ways_in(turn)))


async def _followed_up(turn: Turn, question: str) -> bool:
    """ "Mất bao lâu?" after an answer: the same procedure, the part asked for first."""
    code = turn.session.subject.get("code")
    follow_up = turn.house.knowledge.follow_up(question) if isinstance(code, str) else None
    if follow_up is None or code not in turn.house.knowledge.names:
        return False
    facet = FACET_SECTIONS.get(follow_up.facet or "", follow_up.facet)
    await open_procedure(turn, str(code), facet, turn.session.subject.get("case", ""))
    return True


def _several(turn: Turn, question: str, whole: SearchResult) -> list[SearchResult]:
    """The surely answered among the questions of one message, each procedure once."""
    parts = parts_of(question)
    engine = turn.house.knowledge.engine
    if len(parts) < 2 and engine is not None and whole.hits:
        parts = listed(engine, question, whole.codes[0])
    if len(parts) < 2:
        return []  # most messages; searched already
    found: dict[str, SearchResult] = {}
    for part in parts[:MOST]:
        result = turn.house.knowledge.search(part)
        if result.action == "answer" and result.hits:
            found.setdefault(result.codes[0], result)
    return list(found.values())


async def _answer(turn: Turn, question: str, result: SearchResult) -> None:
    turn.session.subject = {"asked": set_aside_personal(question), "facet": _section(result) or ""}
    SEARCHES.add(action=result.action)
    near_miss = turn.house.knowledge.near_misses(result)
    if result.action == "answer" and result.hits:
        # A sure answer is not held up by a question; its card has the button that tells it from its like.
        await open_procedure(turn, result.codes[0], _section(result))
    elif near_miss is not None:
        turn.say(near_miss_message(turn, near_miss))
    elif result.action == "offer" and result.hits:
        turn.say(offer_message(turn, result.codes[:OFFERED]))
    elif result.outside is not None:
        turn.say(outside_message(turn, result.outside))
    elif result.not_held:
        wanted = result.not_held[0]
        turn.write_briefly(turn.house.learning.count_not_held(wanted))
        turn.say(not_held_message(turn, result.not_held, missed(turn, question)))
    else:
        turn.say(Message(turn.render("search/not_found"), (*missed(turn, question), *ways_in(turn))))


def _learn(turn: Turn, code: str, verdict: Verdict) -> None:
    """Count what the tap says of the words typed, once for each time they were typed."""
    words = turn.session.subject.pop("asked", None)
    if isinstance(words, str) and code in turn.house.knowledge.names:
        turn.write_briefly(turn.house.learning.note(words, code, verdict))


def _section(result: SearchResult) -> str | None:
    return FACET_SECTIONS.get(result.facet or "", result.facet)
