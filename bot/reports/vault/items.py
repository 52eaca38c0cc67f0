"""One narrative, message, file or letter: under a key of its own, which is sealed to the case.

Anybody may add to a case, nobody but its holders can read it. What this does not prove is who added: the program, or
whoever can write to the database, could add an item of its own making, but not alter or move one that is there.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from bot.errors import MotCuaError, Unreadable
from bot.reports.vault.binding import bound_to

#: Layout of ``case_item.body``: 1 byte version, 12 bytes nonce, AES-256-GCM ciphertext with tag.
HEADER = b"\x01"
NONCE_BYTES = 12
KEY_BITS = 256


class CaseErased(MotCuaError):
    """The case was erased: nothing can be added to it any more."""


def seal_item(public: bytes, case_id: str, item_id: str, kind: str, plain: bytes) -> tuple[bytes, bytes]:
    """:param public: public half of the case's key, as it stands on the case.
    :returns: ``case_item.key`` and ``case_item.body``.
    :raises CaseErased: the case has no key any more.
    """
    if not public:
        raise CaseErased
    key, nonce = AESGCM.generate_key(KEY_BITS), os.urandom(NONCE_BYTES)
    body = HEADER + nonce + AESGCM(key).encrypt(nonce, plain, _place(case_id, item_id, kind))
    return SealedBox(PublicKey(public)).encrypt(key), body


def open_item(private: bytes, case_id: str, item_id: str, kind: str, key: bytes, body: bytes) -> bytes:
    """:param private: private half of the case's key.
    :raises Unreadable: sealed to another case, moved from another row or kind, altered or cut.
    """
    if not body.startswith(HEADER):
        raise Unreadable("An item of this case has an unknown form.")
    nonce, sealed = body[len(HEADER) : len(HEADER) + NONCE_BYTES], body[len(HEADER) + NONCE_BYTES :]
    try:
        item_key = SealedBox(PrivateKey(private)).decrypt(key)
        return AESGCM(item_key).decrypt(nonce, sealed, _place(case_id, item_id, kind))
    except (CryptoError, InvalidTag, ValueError):  # ValueError: too short to be what it should be
        raise Unreadable("An item of this case does not open: altered, or moved from another place.") from None


def _place(case_id: str, item_id: str, kind: str) -> bytes:
    return bound_to("case_item", case_id, item_id, kind)
