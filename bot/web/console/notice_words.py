"""What the console says of notices, channels and what is wrong with a field."""

from __future__ import annotations

from bot.texts import N_

CHANNELS = {"telegram": "Telegram", "web": N_("Web chat")}
WRONG = {
    "short": N_("Write at least ten letters."),
    "long": N_("At most a thousand letters."),
    "personal": N_("This looks like somebody's number, address of mail or dossier: everybody would read it."),
    "reason": N_("Write why, for those who look later."),
    "time": N_("Write a day and an hour."),
    "past": N_("This lies in the past."),
    "order": N_("The end has to come after the beginning."),
    "far": N_("That is too long."),
    "which": N_("Write the beginning of the agencies' code, or the code of a procedure."),
    "audience": N_("Choose who is to have it."),
    "nobody": N_("Nobody would get this."),
}
#: Filled in for whoever is in a hurry.
PAUSED = N_("This chat is paused for now. Urgent matters: please go to the one-stop desk of your commune.")
AUDIENCE_NAMES = {
    "agreed": N_("Everybody who asked for notices"),
    "dossiers": N_("Who follows a dossier of these agencies"),
    "checklists": N_("Who keeps the list of papers of this procedure"),
}
STATES = {
    "waiting": N_("waits for a second person"),
    "approved": N_("approved"),
    "refused": N_("refused"),
    "stopped": N_("stopped"),
    "done": N_("everything handed to the sender"),
}
