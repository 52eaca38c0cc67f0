"""Where to file: asks the commune or takes a location, answers with the office. The commune is remembered for the
session; a location is used in the turn it came with and stands nowhere afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Message as Incoming
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters
from telegram.ext.filters import MessageFilter

from bot.outbox.buttons import arguments, pattern
from bot.outbox.message import Message
from bot.places import Place, find, gazetteer
from bot.places.asking import asks_where, names_place
from bot.places.desk import PlaceDesk
from bot.places.office import Office
from bot.turns.turn import Turn, TurnContext, current_turn
from bot.views import place as views
from handlers.filters import ADDRESSED, Keeps, without_mention
from handlers.listing import Handlers
from handlers.procedures import open_procedure
from knowledge.model import PublicService

FLOW = "place"
#: A commune with district, province and a polite word or two; longer sentences tell something else.
MOST_WORDS = 12
#: The point within which a location is told: about a hundred metres are enough to choose an office.
DECIMALS = 3


class _Asks(MessageFilter):
    """Where to file is asked, without naming a procedure."""

    def filter(self, message: Incoming) -> bool:
        return asks_where(without_mention(message))[0]


class _Awaited(MessageFilter):
    """The commune was asked for, and this is no question of another kind. Once something else has been asked instead,
    only what is plainly a place still is the answer."""

    def filter(self, message: Incoming) -> bool:
        turn = current_turn.get()
        text = without_mention(message)
        if turn.session.flow != FLOW or len(text.split()) > MOST_WORDS:
            return False
        return names_place(text) or (turn.session.step == "commune" and not _asks_else(turn, text))


_TEXT = ADDRESSED & filters.TEXT & ~filters.COMMAND & Keeps("places")


def handlers() -> Handlers:
    return [
        CommandHandler(["noinop", "office"], wanted, filters=Keeps("places")),
        CallbackQueryHandler(wanted, pattern("plc", "ask")),
        CallbackQueryHandler(wanted_for, pattern("plc", "for", 1)),
        CallbackQueryHandler(here, pattern("plc", "here")),
        CallbackQueryHandler(commune_pressed, pattern("plc", "in", 1)),
        CallbackQueryHandler(office_pressed, pattern("plc", "office", 1)),
        MessageHandler(ADDRESSED & filters.LOCATION & Keeps("places"), located),
        MessageHandler(_TEXT & _Asks(), asked),
    ]


def listening() -> Handlers:
    """The commune asked for. After the rooms that hear danger, grievances and people's rights in a sentence."""
    return [MessageHandler(_TEXT & _Awaited(), awaited)]


def something_else_asked(turn: Turn) -> None:
    """A question instead of the commune: the next words are no longer taken for one unless they plainly are."""
    if turn.session.flow == FLOW:
        turn.session.step = "later"


async def wanted(update: Update, context: TurnContext) -> None:
    """/noinop, alone or with the commune behind it; or the button for another one."""
    turn = context.turn
    text = " ".join(context.args or [])
    await (_named(turn, find(text)) if text else _ask(turn))


async def wanted_for(update: Update, context: TurnContext) -> None:
    """The button on a procedure's card: at once when the commune is known already."""
    turn = context.turn
    assert turn.press is not None
    (code,) = arguments(turn.press.data)
    if code in turn.house.knowledge.names:
        turn.session.subject = {**turn.session.subject, "code": code}
    await _ask_or_answer(turn)


async def here(update: Update, context: TurnContext) -> None:
    """The location button, where no location came of it: how to send one."""
    turn = context.turn
    turn.session.flow, turn.session.step = FLOW, "commune"
    turn.say(views.plain(turn, "share"))


async def commune_pressed(update: Update, context: TurnContext) -> None:
    turn = context.turn
    assert turn.press is not None
    (code,) = arguments(turn.press.data)
    known = gazetteer().communes.get(code)
    if known is None:
        await _ask(turn)
        return
    name, province = known
    await _answer(turn, Place(province, gazetteer().provinces[province], code, name, None, 1.0))


async def office_pressed(update: Update, context: TurnContext) -> None:
    turn = context.turn
    assert turn.press is not None
    (office_id,) = arguments(turn.press.data)
    if not await open_office(turn, office_id):
        turn.notice(turn.label("This office is no longer listed."))
        await _ask(turn)


async def located(update: Update, context: TurnContext) -> None:
    """The nearest offices; the location itself is not kept."""
    turn = context.turn
    assert update.message is not None
    location = update.message.location
    assert location is not None  # the filter saw it
    point = round(location.latitude, DECIMALS), round(location.longitude, DECIMALS)
    near = await _desk(turn).near(point)
    if not near:
        turn.session.flow, turn.session.step = FLOW, "commune"
        turn.say(views.plain(turn, "far"))
        return
    _leave(turn)
    await _say_offices(turn, [one.office for one in near], [round(one.km, 1) for one in near])


async def asked(update: Update, context: TurnContext) -> None:
    """ "Nộp ở đâu": what the portal says of the procedure before, then the office; with a place named, the office."""
    turn = context.turn
    assert update.message is not None
    _, places = asks_where(without_mention(update.message))
    code = turn.session.subject.get("code")
    if not places and isinstance(code, str) and code in turn.house.knowledge.names:
        await open_procedure(turn, code, "where", turn.session.subject.get("case", ""))
    await (_named(turn, places) if places else _ask_or_answer(turn))


async def awaited(update: Update, context: TurnContext) -> None:
    assert update.message is not None
    await _named(context.turn, find(without_mention(update.message)))


def _asks_else(turn: Turn, text: str) -> bool:
    knowledge = turn.house.knowledge
    found = knowledge.search(text)
    follows = "code" in turn.session.subject and knowledge.follow_up(text) is not None
    return follows or found.action == "answer" or found.outside is not None


async def open_office(turn: Turn, office_id: str) -> bool:
    """Say one office and keep its commune for the session. :returns: whether there is such an office."""
    office = await _desk(turn).offices.office(office_id)
    if office is None:
        return False
    turn.session.place = {"province": office.province, "commune": office.commune}
    _leave(turn)
    await _say_office(turn, office, None)
    return True


async def _ask_or_answer(turn: Turn) -> None:
    province, commune = turn.session.place.get("province"), turn.session.place.get("commune")
    known = gazetteer()
    if province not in known.provinces or (commune is not None and commune not in known.communes):
        await _ask(turn)
        return
    name = known.communes[commune][0] if commune else None
    await _answer(turn, Place(province, known.provinces[province], commune, name, None, 1.0))


async def _ask(turn: Turn) -> None:
    turn.session.flow, turn.session.step = FLOW, "commune"
    service = await _service(turn)
    turn.say(views.ask_message(turn, service.title if service else None))


async def _named(turn: Turn, places: list[Place]) -> None:
    if not places:
        turn.session.flow, turn.session.step = FLOW, "commune"
        turn.say(views.plain(turn, "unknown"))
    elif len(places) > 1:
        turn.say(views.which_message(turn, places))
    else:
        await _answer(turn, places[0])


async def _answer(turn: Turn, place: Place) -> None:
    turn.session.place = {"province": place.province, "commune": place.commune}
    _leave(turn)
    offices = await _desk(turn).for_commune(place.province, place.commune)
    if offices:
        if place.formerly and place.commune_name:
            turn.say(Message(turn.render("place/today", formerly=place.formerly, name=place.commune_name)))
        await _say_offices(turn, offices, [None] * len(offices))
        return
    centres = await _desk(turn).for_commune(place.province, None) if place.commune else []
    turn.say(views.none_message(turn, place, bool(centres), await _service(turn)))
    if centres:
        await _say_offices(turn, centres, [None] * len(centres))


async def _say_offices(turn: Turn, offices: Sequence[Office], km: Sequence[float | None]) -> None:
    """One in full with its pin, several as a list."""
    if len(offices) == 1:
        await _say_office(turn, offices[0], km[0])
        return
    standings = [await _desk(turn).standing(office, turn.now) for office in offices]
    found = [views.Found(*each) for each in zip(offices, standings, km, strict=True)]
    turn.say(views.several_message(turn, found, await _service(turn)))


async def _say_office(turn: Turn, office: Office, km: float | None) -> None:
    standing = await _desk(turn).standing(office, turn.now)
    turn.say(views.office_message(turn, views.Found(office, standing, km), await _service(turn)))
    pin = views.pin_message(turn, office)
    if pin is not None:
        turn.say(pin)


async def _service(turn: Turn) -> PublicService | None:
    """The procedure that is talked about."""
    code = turn.session.subject.get("code")
    stored = await turn.house.knowledge.service(code) if isinstance(code, str) else None
    return stored.service if stored else None


def _desk(turn: Turn) -> PlaceDesk:
    assert turn.house.places is not None  # these handlers stand only where places are kept
    return turn.house.places


def _leave(turn: Turn) -> None:
    if turn.session.flow == FLOW:
        turn.session.leave_form()
