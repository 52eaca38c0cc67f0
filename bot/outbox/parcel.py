"""An outbox row in the sender's hands, and what is written back about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.outbox.outgoing import Address, Kind


@dataclass(slots=True)
class Parcel:
    """``payload`` stays sealed until it is sent. ``doubts``: sends without an answer so far; ``refusals``:
    those the server failed at; ``blame``: of these, those since the last of which others got through (``refused_at``).
    """

    id: int
    dedup: str
    lane: str
    address: Address
    payload: bytes
    kind: Kind
    priority: int
    must_arrive: bool
    not_before: int
    expires_at: int | None
    doubts: int = 0
    refusals: int = 0
    blame: int = 0
    refused_at: int = -1
    plain: bool = False

    def expired(self, now_ms: int) -> bool:
        return self.expires_at is not None and self.expires_at <= now_ms


@dataclass(frozen=True, slots=True)
class Finished:
    """Over: ``state`` is sent, uncertain or dead. ``again``: it failed in a way that may be mended: an operator may
    send it once more, so it is not blanked at once."""

    parcel: Parcel
    state: str
    message_id: str | None = None
    error: str | None = None
    unreachable: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    """To be sent once more, not before ``delay_s`` from now; kind and address as they are from now on."""

    parcel: Parcel
    kind: Kind
    address: Address
    delay_s: float = 0.0
    error: str | None = None


Settled = Finished | Again


@dataclass(slots=True)
class Load:
    """What one transaction of a sender is about."""

    ceiling: int | None = None  #: the least urgent priority that is taken from the outbox; None: nothing is taken
    taken: list[Parcel] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    picked: list[Parcel] = field(default_factory=list)
    going: list[Parcel] = field(default_factory=list)  #: those of ``picked`` that may leave when it is committed
