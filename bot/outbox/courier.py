"""What the sender needs of a channel. A further channel is one module that offers this."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from bot.outbox.outgoing import Address, Kind


class Fate(StrEnum):
    """What became of one attempt to deliver, and so what is to be done."""

    DELIVERED = "delivered"
    NOT_MODIFIED = "not modified"  #: an edit to what stands there already: as good as delivered
    NOT_SENT = "not sent"  #: the channel cannot be reached: everything waits, nothing is doubled by trying again
    TURNED_AWAY = "turned away"  #: the channel answered that it failed: try again, a few times
    UNCERTAIN = "uncertain"  #: no answer: it may have been delivered
    HOLD_CHAT = "hold chat"  #: too fast for this chat: nothing to it for ``hold_s`` seconds
    PLAIN_TEXT = "plain text"  #: the markup was refused: once more without
    SAY_ANEW = "say anew"  #: the message to edit is gone
    FORBIDDEN = "forbidden"  #: the person has shut the chat
    MIGRATED = "migrated"  #: the chat has the new id ``chat_id``
    TOKEN_REFUSED = "token refused"  #: nothing can be sent until an operator acts
    DEAD = "dead"  #: refused for good


@dataclass(frozen=True, slots=True)
class Outcome:
    """``reason``: for logs and operators; holds no address, no token and nothing a citizen wrote."""

    fate: Fate
    reason: str = ""
    message_id: str | None = None
    hold_s: float = 0.0
    chat_id: int | None = None


class Courier(Protocol):
    """Carries one message out of the house."""

    @property
    def channel(self) -> str:
        """The name in :attr:`Address.channel`."""
        ...

    async def deliver(self, kind: Kind, address: Address, content: dict[str, Any], *, plain: bool) -> str | None:
        """Deliver ``content`` (as :class:`Outgoing` describes it by kind); ``plain``: without markup.

        :returns: the id under which the channel knows the message. Raises whatever :meth:`outcome` can judge.
        """
        ...

    async def probe(self) -> None:
        """Ask the channel for nothing in particular, to learn whether it is there. Raises like :meth:`deliver`."""
        ...

    def outcome(self, error: Exception) -> Outcome:
        """Judge an error of :meth:`deliver` or :meth:`probe`. Never raises."""
        ...
