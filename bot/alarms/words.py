"""What administrators are told, by kind. ``detail`` is a number or a host."""

from __future__ import annotations

from bot.texts.marking import N_

WORDS = {
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
