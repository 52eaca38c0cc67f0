"""The key pair of one case: the public half stands in the open, the private half is sealed to the inspectorate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.public import PublicKey as NaclPublicKey

from bot.errors import Unreadable
from bot.reports.vault.binding import bound_to

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half of an inspectorate key. ``public``: X25519, 32 bytes."""

    id: str
    public: bytes


@dataclass(frozen=True, slots=True)
class CaseKey:
    """X25519, 32 bytes each. ``private`` lives in memory only, from filing to commit and while an inspector reads."""

    case_id: str
    public: bytes
    private: bytes = field(repr=False)


def new_case_key(case_id: str) -> CaseKey:
    pair = PrivateKey.generate()
    return CaseKey(case_id, bytes(pair.public_key), bytes(pair))


def seal_to_chain(case_key: CaseKey, chain: Sequence[PublicKey]) -> list[dict[str, Any]]:
    """Rows of ``case_key``: case_id, key_id, sealed.

    :raises ValueError: an empty chain; nobody could ever read the case.
    """
    if not chain:
        raise ValueError("a case must be sealed to somebody")
    return [{"case_id": case_key.case_id, "key_id": key.id, "sealed": _sealed(case_key, key)} for key in chain]


def open_case_key(inspector: bytes, key_id: str, case_id: str, public: bytes, sealed: bytes) -> CaseKey:
    """The case's pair, opened with the private half of the inspectorate key ``key_id``.

    :param public: as it stands on the case; the private half must fit it.
    :raises Unreadable: sealed to another key or for another case, altered, or not the pair of this case.
    """
    binding = bound_to("case_key", case_id, key_id)
    try:
        plain = SealedBox(PrivateKey(inspector)).decrypt(sealed)
    except (CryptoError, ValueError):  # ValueError: too short to be a sealed box
        raise Unreadable("The key of this case does not open.") from None
    private = plain.removeprefix(binding)
    if len(plain) != len(binding) + KEY_BYTES or len(private) != KEY_BYTES:
        raise Unreadable("The key of this case was moved from another place.")
    if bytes(PrivateKey(private).public_key) != public:
        raise Unreadable("The key of this case does not fit what is sealed to it.")
    return CaseKey(case_id, public, private)


def _sealed(case_key: CaseKey, key: PublicKey) -> bytes:
    # A sealed box authenticates no context, so the place stands inside it.
    plain = bound_to("case_key", case_key.case_id, key.id) + case_key.private
    return SealedBox(NaclPublicKey(key.public)).encrypt(plain)
