"""What administrators are told, by kind. ``detail`` is a number, a host, or which senders pause and why."""

from __future__ import annotations

from bot.texts import Language, Texts
from bot.texts.marking import N_

#: Stands in no table: that could not be written. Told past the outbox, see bot.schedule.damage_watch.
DAMAGED = "database_damaged"

WORDS = {
    DAMAGED: N_(
        "The database is damaged. Nothing is written any more and nobody is answered: stop the program and restore the "
        "newest backup."
    ),
    "stuck_lane": N_("Messages wait, the oldest for {detail}: nobody works on them, or one holds the others up."),
    "dead_letters": N_("{detail} messages or tasks have failed for good. They stand under Operations."),
    "sender_paused": N_("Nothing goes out: {detail}."),
    "poller_silent": N_("Telegram has not been heard of for {detail}."),
    "second_poller": N_(
        "Another program asks Telegram for our messages with the same token. If it is not yours, the token was stolen: "
        "get a new one at once."
    ),
    "foreign_webhook": N_(
        "Telegram sends our messages elsewhere ({detail}); nothing comes in here. If that is not yours, the token was "
        "stolen: get a new one at once."
    ),
    "disk_low": N_("The disk has {detail} left. Below 0.5 GB nothing more is taken in."),
    "clock_skew": N_("The clock of this machine is off by {detail}. Deadlines are told by it."),
    "backup_overdue": N_("No backup has worked lately ({detail} since the last one)."),
    "holidays": N_("Nobody has entered the holidays of {detail}: deadlines in that year are only expected."),
    "certificate": N_("The certificate of the public address ends soon, or does not hold: {detail}."),
}
#: What to do about it, where the words do not say it. docs/operators.md has more.
ADVICE = {
    "stuck_lane": N_("See that the program runs with its part “turns”, and under Operations that no channel is held."),
    "dead_letters": N_("Read there why, mend that and try again, or let them go with a reason."),
    "sender_paused": N_(
        "Look at the network if the channel cannot be reached; set a new token from @BotFather if it is refused; "
        "otherwise wait, and see who writes so much."
    ),
    "poller_silent": N_(
        "Look at the network, and whether the program runs with its part “intake”. Telegram keeps for 24 hours what "
        "waits."
    ),
    "disk_low": N_("Make room on the disk of the data folder."),
    "clock_skew": N_("Switch time synchronisation on (timedatectl)."),
    "backup_overdue": N_(
        "The log says why (backup_failed): the folder, the room on its disk or the recipients. Then make one by hand: "
        "bot.py backup."
    ),
    "holidays": N_("Enter them under Working days once the government has decided them."),
    "certificate": N_("Renew it at the reverse proxy, and have that load it."),
}
#: Where no backup has worked since the first start there is no number to tell.
NO_BACKUP = N_("There is no backup yet. Make one by hand: bot.py backup says what keeps it from being made.")
#: Why a sender pauses (``sender_state.why``).
PAUSES = {
    "unreachable": N_("the channel cannot be reached"),
    "token": N_("the token is refused"),
    "flood": N_("the channel asks for a pause"),
}
#: How the conditions tell a time: ``5 min``.
UNITS = {"min": N_("{many} minutes"), "h": N_("{many} hours"), "s": N_("{many} seconds")}


def in_words(texts: Texts, kind: str, detail: str, language: Language) -> str:
    if _is_first_backup(kind, detail):
        return texts.label(NO_BACKUP, language)
    if kind == "sender_paused":
        detail = ", ".join(_pause(texts, each, language) for each in detail.split(", "))
    many, _, unit = detail.partition(" ")
    if unit in UNITS:
        detail = texts.label(UNITS[unit], language, many=many)
    return texts.label(WORDS[kind], language, detail=detail)


def advice(texts: Texts, kind: str, detail: str, language: Language) -> str:
    """Empty where the words of :func:`in_words` say what to do."""
    if kind not in ADVICE or _is_first_backup(kind, detail):
        return ""
    return texts.label(ADVICE[kind], language)


def _is_first_backup(kind: str, detail: str) -> bool:
    return kind == "backup_overdue" and detail == "0"


def _pause(texts: Texts, told: str, language: Language) -> str:
    """:param told: ``telegram: token``, as the condition tells it."""
    channel, _, why = told.partition(": ")
    return f"{channel.capitalize()}: {texts.label(PAUSES[why], language) if why in PAUSES else why}"
