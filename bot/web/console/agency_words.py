"""What the console says of a field of an agency that is wrong; keys as ``bot.agencies.agency.problems_of`` has them."""

from __future__ import annotations

from bot.texts import N_

_UNKNOWN = N_("There is no agency of this name. Choose one from the list.")
_DAY = N_("This is no day.")
WRONG = {
    "circle": N_("With this, somebody would stand above themselves."),
    "name.missing": N_("The agency needs a name."),
    "name.long": N_("The name is too long: 200 characters at most."),
    "name.taken": N_("Another agency has this name already."),
    "codes.wrong": N_("Codes are letters, digits and dots, 32 at most, one a line; no more than 50."),
    "codes.taken": N_("Another agency has one of these codes. Take it away there first."),
    "kind.unknown": N_("There is no such kind of office."),
    "place.unknown": N_("There is no such commune in this province. Find it by name and choose it."),
    "superior.unknown": _UNKNOWN,
    "successor.unknown": _UNKNOWN,
    "superior.cycle": N_("This one stands below the agency already: nobody can be their own superior."),
    "successor.cycle": N_("The agency took over from this one already: succession cannot run in a circle."),
    "successor.stands": N_("A successor takes over after the last day. Enter the last day too."),
    "valid_from.day": _DAY,
    "valid_to.day": _DAY,
    "valid_to.early": N_("The last day lies before the first."),
}
