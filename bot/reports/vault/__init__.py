"""What a citizen filed, sealed to keys that the program does not hold.

Key by key: an item has its own, sealed to the key pair of its case; the private half of that pair is sealed to each
inspectorate key of the chain; the private half of an inspectorate key stands in a file, under a passphrase.
"""

from bot.reports.vault.casekeys import CaseKey, PublicKey, new_case_key, seal_to_chain
from bot.reports.vault.erasing import erase
from bot.reports.vault.items import open_item, seal_item
from bot.reports.vault.keyfiles import WrongPassphrase
from bot.reports.vault.keys import InspectorateKeys, Unlocked
from bot.reports.vault.scrubbing import keep_scrubbed, scrub

__all__ = [
    "CaseKey",
    "InspectorateKeys",
    "PublicKey",
    "Unlocked",
    "WrongPassphrase",
    "erase",
    "keep_scrubbed",
    "new_case_key",
    "open_item",
    "scrub",
    "seal_item",
    "seal_to_chain",
]
