"""An offer between its dry run and its acceptance: the browser carries it, sealed, for one member and for an hour.

So nothing of an import that nobody accepts lies about here, and any process can go on with it.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterator
from datetime import timedelta

from bot.clock import Clock, epoch_ms
from bot.errors import Unreadable
from bot.sealing import ServerKey
from knowledge.files.entries import Entry, entry_of, entry_record
from knowledge.files.plan import Plan

LASTS = timedelta(hours=1)
#: What a form may carry, with room for what else is in it: the frame takes 11 MB.
MOST_CARRIED = 8_000_000


class Carrier:
    def __init__(self, key: ServerKey, clock: Clock) -> None:
        self._key = key
        self._clock = clock

    def carried(self, plan: Plan, member: str) -> str | None:
        """For a hidden field; None: it is too much to carry."""
        until = epoch_ms(self._clock.now() + LASTS)
        head = json.dumps({"until": until, "name": plan.name, "mark": plan.mark})
        lines = [head, *(json.dumps(entry_record(service, whole=True)) for service in plan.services)]
        sealed = self._key.seal(zlib.compress("\n".join(lines).encode()), _context(member))
        text = base64.urlsafe_b64encode(sealed).decode()
        return text if len(text) <= MOST_CARRIED else None

    def opened(self, text: str, member: str) -> tuple[str, str, list[Entry]]:
        """:returns: name of the file, mark of the plan that was shown, and what is new or changed.

        :raises Unreadable: it is another member's, altered, or older than an hour.
        """
        try:
            plain = zlib.decompress(self._key.open(base64.urlsafe_b64decode(text.encode()), _context(member)))
        except (binascii.Error, ValueError) as error:
            raise Unreadable from error
        head, *lines = plain.decode().split("\n")
        about = json.loads(head)
        if about["until"] < epoch_ms(self._clock.now()):
            raise Unreadable
        return about["name"], about["mark"], list(_entries(lines))


def _entries(lines: list[str]) -> Iterator[Entry]:
    for line in lines:
        yield entry_of(line)


def _context(member: str) -> str:
    return f"knowledge-offer|{member}"
