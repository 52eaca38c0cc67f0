"""What the console calls the parts of the machinery, and what blocks and objections are."""

from __future__ import annotations

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
SENDER_STATES = {
    "unreachable": N_("the channel cannot be reached"),
    "token": N_("the token is refused"),
    "flood": N_("the channel asks for a pause"),
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
