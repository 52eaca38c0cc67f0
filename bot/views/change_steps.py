"""The questions that an administrator is asked while they write a change in the chat."""

from __future__ import annotations

from collections.abc import Sequence

from bot.changes import Change, Found
from bot.outbox.buttons import data
from bot.outbox.message import Button, Message, Row
from bot.texts import N_, Language, Texts
from bot.views.change import MOST_FIELDS, ROOM, differences
from bot.views.fields import shape
from bot.views.labels import shortened
from knowledge.changes import ALL_CHANNELS, Where, channels_of, values_of
from knowledge.life import Entry
from knowledge.model import PublicService

KINDS = {
    "time": N_("⏱ Time"),
    "fee": N_("💰 Fees"),
    "archive": N_("🗄 Archive it"),
    "restore": N_("♻️ Put it in force again"),
}


def plain(texts: Texts, language: Language, name: str, **values: object) -> Message:
    """A question or remark that has no buttons of its own."""
    return Message(str(texts.render(f"change/{name}", language, **values)), (stop_row(texts, language),))


def stop_row(texts: Texts, language: Language) -> Row:
    return (Button(texts.label("✖️ Stop", language), data(ROOM, "stop")),)


def choose_message(texts: Texts, language: Language, entries: Sequence[Entry]) -> Message:
    rows: list[Row] = [
        (Button(shortened(f"{place}. {entry.title}"), data(ROOM, "pick", entry.code)),)
        for place, entry in enumerate(entries, start=1)
    ]
    return Message(str(texts.render("change/choose", language, entries=entries)), tuple(rows))


def kind_message(
    texts: Texts, language: Language, found: Found, before: PublicService, own: bool, note: str | None
) -> Message:
    """What can be changed of it: of an archived one, that it is archived."""
    kinds = ("restore",) if found.entry.archived else ("time", "fee", "archive")
    buttons = [Button(texts.label(KINDS[kind], language), data(ROOM, "kind", kind)) for kind in kinds]
    text = texts.render("change/kind", language, found=found, before=before, own=own, note=note)
    return Message(str(text), (tuple(buttons[:2]), *((each,) for each in buttons[2:]), stop_row(texts, language)))


def channel_message(texts: Texts, language: Language, change: Change, before: PublicService) -> Message:
    """Which way of handing in; all of them together first."""
    assert change.kind in ("time", "fee")
    names = dict(shape().words("channel", language))
    told = [(names[each], values_of(before, change.kind, Where(each))) for each in channels_of(before)]
    every = Button(texts.label("All ways of handing in", language), data(ROOM, "ch", ALL_CHANNELS))
    rows = [(every,), *((Button(names[each], data(ROOM, "ch", each)),) for each in channels_of(before))]
    return Message(str(texts.render("change/channel", language, rows=told)), (*rows, stop_row(texts, language)))


def value_of_message(texts: Texts, language: Language, values: Sequence[str]) -> Message:
    """Which of several values; or all of them."""
    rows: list[Row] = [
        (Button(shortened(f"{place}. {value or '–'}"), data(ROOM, "which", place)),)
        for place, value in enumerate(values, start=1)
    ]
    rows.append((Button(texts.label("All of them", language), data(ROOM, "which", 0)),))
    return Message(str(texts.render("change/value_of", language, values=values)), (*rows, stop_row(texts, language)))


def words_message(texts: Texts, language: Language, doubt: str) -> Message:
    stay = Button(texts.label("It stays", language), data(ROOM, "words", "keep"))
    go = Button(texts.label("Leave it out", language), data(ROOM, "words", "drop"))
    return Message(str(texts.render("change/words", language, doubt=doubt)), ((stay, go), stop_row(texts, language)))


def shown_message(texts: Texts, language: Language, which: str, card: str) -> Message:
    """:param which: before or after. :param card: as the chat shows it."""
    return Message(str(texts.render("change/shown", language, which=which, card=card)))


def review_message(
    texts: Texts, language: Language, change: Change, now: PublicService, after: PublicService
) -> Message:
    """All of it once more, before it is sent."""
    shown = differences(now, after, language)
    text = texts.render(
        "change/review",
        language,
        title=now.title,
        code=change.code,
        kind=change.kind,
        shown=shown[:MOST_FIELDS],
        more=max(0, len(shown) - MOST_FIELDS),
        source=change.source or "",
        reason=change.reason or "",
    )
    send = Button(texts.label("📨 Send it", language), data(ROOM, "send"))
    other = Button(texts.label("✏️ Choose again", language), data(ROOM, "pick", change.code))
    return Message(str(text), ((send,), (other,), stop_row(texts, language)))
