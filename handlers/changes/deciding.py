"""The second person in their chat: a change as it was sent, published or sent back; a status agreed to or refused."""

from __future__ import annotations

from collections.abc import Sequence

from telegram.ext import CallbackQueryHandler

from bot.changes import StateRequest
from bot.changes.deciding import decides_own
from bot.outbox.buttons import pattern
from bot.views import change as views
from bot.views import change_steps as steps
from bot.views.previewing import card_text
from handlers.changes.scene import Scene, for_administrators
from handlers.listing import Handlers
from handlers.others import stale
from knowledge.life import Draft, DraftRow, NoSuchDraft

#: Changes listed under /suathutuc.
MOST_LISTED = 8
_ABOUT = "decide"


def handlers() -> Handlers:
    pressed = {("show", 1): show, ("see", 2): see, ("yes", 2): publish, ("sure", 3): publish, ("back", 2): ask_note}
    pressed |= {("ask", 1): show_request, ("agree", 1): agree, ("refuse", 1): refuse}
    return [
        CallbackQueryHandler(for_administrators(act, stale), pattern(views.ROOM, name, count))
        for (name, count), act in pressed.items()
    ]


async def waiting_drafts(scene: Scene) -> tuple[list[DraftRow], Sequence[StateRequest]]:
    """What waits for somebody like them."""
    drafts = await scene.desk.life.drafts(("review",))
    return drafts[:MOST_LISTED], (await scene.deciding.requests())[:MOST_LISTED]


async def show(scene: Scene) -> None:
    """A change of the list."""
    (number,) = scene.pressed()
    try:
        draft = await scene.desk.life.draft(_number(number))
    except NoSuchDraft:
        draft = None
    if draft is None or draft.row.state != "review":
        scene.say("over")
        return
    await _say_waiting(scene, draft)


async def see(scene: Scene) -> None:
    """Before and after as the chat shows them."""
    draft = await _waiting(scene)
    if draft is None:
        return
    base = await scene.deciding.base_of(draft)
    facet = "fee" if base is not None and base.cost != draft.service.cost else "time"
    shown = [("before", base), ("after", draft.service)]
    for name, service in shown:
        if service is not None:
            card = card_text(scene.turn.house, service, scene.language, scene.turn.now, facet)
            scene.turn.say(steps.shown_message(scene.texts, scene.language, name, card))
    await _say_waiting(scene, draft)


async def publish(scene: Scene) -> None:
    """Once the real questions were asked, which takes longer than a turn may; a fall must be accepted, as large as it
    was when it was shown."""
    draft = await _decidable(scene)
    if draft is None:
        return
    report = await scene.deciding.known_report(draft)
    if report is None:
        scene.turn.write(scene.deciding.weigh(scene.member, draft))
        scene.say("weighing")
        return
    worse, accepted = len(report.worse), scene.pressed()[2:]
    if worse and accepted != [str(worse)]:
        scene.turn.say(views.weighed_message(scene.texts, scene.language, draft, report))
        return
    later = draft.row.effective_from is not None and draft.row.effective_from > scene.desk.today()
    scene.turn.write(scene.deciding.publish(scene.member, draft, worse))
    done = "scheduled" if later else "published"
    scene.turn.replace(scene.message("done", done=done, title=draft.row.title, day=draft.row.effective_from))


async def ask_note(scene: Scene) -> None:
    """Why it goes back."""
    draft = await _decidable(scene)
    if draft is not None:
        scene.stand_at("note")
        scene.turn.session.draft[_ABOUT] = [draft.row.id, draft.row.revision]
        scene.say("note")


async def take_note(scene: Scene, text: str, shortest: int, longest: int) -> None:
    note, about = " ".join(text.split()), scene.turn.session.draft.get(_ABOUT)
    if not shortest <= len(note) <= longest:
        scene.say("too_short", least=shortest, most=longest)
        return
    draft = await scene.deciding.waiting(*about) if isinstance(about, list) else None
    scene.leave()
    if draft is None or decides_own(scene.member, draft):
        scene.say("over")
        return
    scene.turn.write(scene.deciding.send_back(scene.member, draft, note))
    scene.say("done", done="sent_back", title=draft.row.title, day=None)


async def show_request(scene: Scene) -> None:
    request = await _request(scene)
    if request is not None:
        await _say_request(scene, request)


async def agree(scene: Scene) -> None:
    await _decide(scene, granted=True)


async def refuse(scene: Scene) -> None:
    await _decide(scene, granted=False)


async def _decide(scene: Scene, *, granted: bool) -> None:
    request = await _request(scene)
    if request is None:
        return
    if request.by == scene.member.id:
        await _say_request(scene, request)
        return
    scene.turn.write(scene.deciding.decide(scene.member, request, granted))
    scene.turn.replace(
        scene.message("done", done=request.kind if granted else "refused", title=request.title, day=None)
    )


async def _decidable(scene: Scene) -> Draft | None:
    """The draft of the button, if it waits as it was shown and is somebody else's; when not, that is said."""
    draft = await _waiting(scene)
    if draft is not None and decides_own(scene.member, draft):
        await _say_waiting(scene, draft)
        return None
    return draft


async def _waiting(scene: Scene) -> Draft | None:
    number, revision, *_ = scene.pressed()
    draft = await scene.deciding.waiting(_number(number), _number(revision))
    if draft is None:
        scene.say("over")
    return draft


async def _request(scene: Scene) -> StateRequest | None:
    request = await scene.deciding.request(_number(scene.pressed()[0]))
    if request is None:
        scene.say("over")
    return request


async def _say_waiting(scene: Scene, draft: Draft) -> None:
    names = await scene.desk.names()
    base, own = await scene.deciding.base_of(draft), decides_own(scene.member, draft)
    author = names.get(draft.row.author or "", "?")
    scene.turn.say(views.waiting_message(scene.texts, scene.language, base, draft, author, scene.desk.console, own))


async def _say_request(scene: Scene, request: StateRequest) -> None:
    by, own = (await scene.desk.names()).get(request.by, "?"), request.by == scene.member.id
    scene.turn.say(views.request_message(scene.texts, scene.language, request, by, scene.desk.console, own))


def _number(text: str) -> int:
    """0 where it is none; rows count from 1."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
