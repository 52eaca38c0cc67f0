"""The steps of a change that is being written: what is asked, what is read from the words, the look at all of it."""

from __future__ import annotations

from bot.changes import STATE_KINDS, Change, Found
from bot.views import change_steps as views
from bot.views.previewing import card_text
from handlers.changes.scene import Scene
from knowledge.changes import doubt_of, read_fee, read_time, values_of
from knowledge.model import PublicService

#: Letters of a source or reason: both stand in one text where only the status changes.
SHORTEST, LONGEST = 5, 240


async def named(scene: Scene, text: str) -> None:
    entries = await scene.desk.named(text)
    if len(entries) == 1:
        await open_entry(scene, entries[0].code)
        return
    scene.stand_at("find")
    scene.turn.say(views.choose_message(scene.texts, scene.language, entries) if entries else scene.plain("unknown"))


async def open_entry(scene: Scene, code: str) -> None:
    """What of it changes; or who is at it already."""
    found = await scene.desk.found(code)
    if found is None:
        scene.stand_at("find")
        scene.turn.say(scene.plain("unknown"))
        return
    own = found.own_draft(scene.member)
    if found.draft is not None and own is None:
        row = found.draft.row
        scene.leave()
        scene.say("busy", title=row.title, state=row.state, who=await whose(scene, found), day=row.effective_from)
        return
    scene.stand_at("kind", scene.desk.begun(found, scene.member))
    before, note = scene.desk.before(found, scene.member), own.row.note if own is not None else None
    scene.turn.say(views.kind_message(scene.texts, scene.language, found, before, own is not None, note))


async def at_channel(scene: Scene, change: Change, before: PublicService) -> None:
    values = values_at(change, before)
    if len(values) > 1:
        scene.stand_at("which", change)
        scene.turn.say(views.value_of_message(scene.texts, scene.language, values))
    else:
        ask_value(scene, change, values)


def ask_value(scene: Scene, change: Change, values: list[str]) -> None:
    scene.stand_at("value", change)
    now = change.value if change.value is not None else " · ".join(filter(None, values))
    scene.turn.say(scene.plain("value", kind=change.kind, now=now))


async def take_value(scene: Scene, text: str) -> None:
    change, before = scene.change, await before_of(scene)
    assert change is not None
    time, fee = (read_time(text), None) if change.kind == "time" else (None, read_fee(text))
    if before is None or (time is None and fee is None):
        scene.turn.say(scene.plain("not_value", kind=change.kind))
        return
    if time is not None:
        change = change.model_copy(update={"time": time.value, "unit": time.unit, "keep": None})
    if fee is not None:
        change = change.model_copy(update={"fee": fee.amount, "fee_words": fee.words, "keep": None})
    replaced = fee is not None and (not fee.amount or fee.words is not None)
    doubt = None if replaced or change.kind not in ("time", "fee") else doubt_of(before, change.kind, change.where)
    if doubt is None:
        await ask_source(scene, change)
        return
    scene.stand_at("words", change)
    scene.turn.say(views.words_message(scene.texts, scene.language, doubt))


async def ask_source(scene: Scene, change: Change) -> None:
    scene.stand_at("source", change)
    scene.turn.say(scene.plain("source"))


async def take_source(scene: Scene, text: str) -> None:
    change, told = scene.change, _told(text)
    if told is None or change is None:
        scene.say("too_short", least=SHORTEST, most=LONGEST)
        return
    scene.stand_at("reason", change.model_copy(update={"source": told}))
    scene.turn.say(scene.plain("reason"))


async def take_reason(scene: Scene, text: str) -> None:
    change, told = scene.change, _told(text)
    found = await scene.desk.found(change.code) if change is not None else None
    if told is None or change is None or found is None:
        scene.say("too_short", least=SHORTEST, most=LONGEST)
        return
    await review(scene, change.model_copy(update={"reason": told}), found)


async def review(scene: Scene, change: Change, found: Found) -> None:
    """Before and after as the chat shows it, and each field that differs."""
    before = scene.desk.before(found, scene.member)
    after = before if change.kind in STATE_KINDS else change.applied(before)
    shown = [("before", found.now)] if change.kind in STATE_KINDS else [("before", found.now), ("after", after)]
    facet = change.kind if change.kind in ("time", "fee") else None
    for name, service in shown:
        card = card_text(scene.turn.house, service, scene.language, scene.turn.now, facet)
        scene.turn.say(views.shown_message(scene.texts, scene.language, name, card))
    scene.stand_at("review", change)
    scene.turn.say(views.review_message(scene.texts, scene.language, change, found.now, after))


async def on_top(scene: Scene, change: Change, found: Found) -> None:
    """Published anew since: the same change put onto what stands now, if what it changes is still there."""
    own = found.own_draft(scene.member)
    if own is not None and own.row.base != found.entry.version:
        scene.leave()  # both sides of the draft have to be looked at: that needs the console
        scene.say("problem", problem="busy", who=await whose(scene, found))
        return
    fresh = change.model_copy(
        update=scene.desk.begun(found, scene.member).model_dump(include={"base", "draft", "revision"})
    )
    if fresh.value is not None and fresh.value not in values_at(fresh, scene.desk.before(found, scene.member)):
        scene.say("problem", problem="changed_there", who="")
        await open_entry(scene, change.code)
        return
    scene.say("problem", problem="moved", who="")
    await review(scene, fresh, found)


async def out_of_date(scene: Scene) -> None:
    """A button of a step that is over."""
    scene.turn.notice(scene.texts.label("This button is out of date.", scene.language))
    scene.say("over")


async def before_of(scene: Scene) -> PublicService | None:
    found = await scene.desk.found(scene.change.code) if scene.change is not None else None
    return scene.desk.before(found, scene.member) if found is not None else None


async def whose(scene: Scene, found: Found | None) -> str:
    """Who is at the draft that stands in the way."""
    row = found.draft.row if found is not None and found.draft is not None else None
    names = await scene.desk.names() if row is not None else {}
    return names.get((row.saved_by or row.author or "") if row is not None else "", "?")


def values_at(change: Change | None, before: PublicService) -> list[str]:
    if change is None or change.channel is None or change.kind not in ("time", "fee"):
        return []
    return values_of(before, change.kind, change.where)


def _told(text: str) -> str | None:
    """A source or reason on one line; None: too short, or too long."""
    told = " ".join(text.split())
    return told if SHORTEST <= len(told) <= LONGEST else None
