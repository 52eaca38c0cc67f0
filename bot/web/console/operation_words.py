"""What the console calls the parts of the machinery, and what blocks and objections are."""

from __future__ import annotations

from bot.alarms.words import PAUSES
from bot.texts import N_

OPERATIONS = N_("Operations")
ABUSE = N_("Limits")
WAY_NAMES = {"in": N_("came in"), "out": N_("to go out")}
LETTER_KINDS = {
    "update": N_("message or tap"),
    "say": N_("message"),
    "edit": N_("change of a message"),
    "answer": N_("note under a tap"),
    "delete": N_("removal"),
}
SENDER_STATES = PAUSES
#: What one process does for all, by the first part of the lease's name.
DUTIES = {
    "alarms": N_("looks for alarms"),
    "backup": N_("makes backups"),
    "delivery": N_("hands out what the web chat shows"),
    "digests": N_("makes digests"),
    "poller": N_("fetches from Telegram"),
    "schedule": N_("does what falls due"),
    "sender": N_("sends to Telegram"),
    "telegram-photos": N_("reads pictures and files from Telegram"),
}
WRONG = {
    "lane": N_("Choose somebody from the list."),
    "days": N_("From 1 to 90 days."),
    "reason": N_("Write why, in five letters or more."),
    "blocked": N_("This person is limited already."),
    "changed": N_("Somebody changed this meanwhile. Look again."),
    "own": N_("You limited this person yourself: another administrator has to say that it stays."),
    "answer": N_("Write an answer for the person, in five letters or more."),
}
