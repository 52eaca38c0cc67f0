"""What the console says of chains: levels, fields that a change touches, what is wrong with one."""

from __future__ import annotations

from bot.texts import N_

LEVEL = {
    "commune": N_("commune"),
    "province": N_("province"),
    "central": N_("central"),
    "any": N_("any level"),
}
#: Fields of an agency or of a rule, in the order in which a change shows them.
FIELDS = {
    "name": N_("Name"),
    "name_en": N_("Name in English"),
    "codes": N_("Codes"),
    "kind": N_("Kind of office"),
    "province": N_("Province"),
    "commune": N_("Commune or ward"),
    "above": N_("Stands below"),
    "superior": N_("Stands below"),
    "level": N_("Level"),
    "fields": N_("Sectors it handles"),
    "valid_from": N_("First day"),
    "valid_to": N_("Last day"),
    "successor": N_("Taken over by"),
}
WRONG = {
    "circle": N_("With this, somebody would stand above themselves."),
    "rule.office": N_("There is no such kind of office."),
    "rule.above": N_("There is no such kind of office."),
    "rule.level": N_("There is no such level."),
    "rule.past": N_("A rule holds from today on, or later: what was judged before stays as it was."),
    "rule.valid_from": N_("This is no day."),
    "rule.fields": N_("Sectors are names as the portal writes them, one a line; no more than 60."),
}
