"""A member's passphrase: what is kept to check it, and the pair of keys that comes from it.

The pair opens what colleagues seal to the member (an inspectorate key); its private half stands nowhere.
"""

from __future__ import annotations

import secrets
import unicodedata
from base64 import b64encode
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id

from bot.errors import MotCuaError, Unreadable
from bot.reports.vault.keyfiles import COST, Cost

#: NIST SP 800-63B-4, 3.1.1.2: 8 at least where a second factor is asked for as well.
SHORTEST = 12
LONGEST = 256


class PoorPassphrase(MotCuaError):
    """A passphrase has 12 characters at least."""


@dataclass(frozen=True, slots=True)
class Passphrases:
    """:param hashing: of the value that is kept; :param cost: of the pair of keys; less of both in tests only."""

    hashing: PasswordHasher = field(default_factory=PasswordHasher)
    cost: Cost = COST

    def kept(self, passphrase: str) -> str:
        """Slow on purpose. :raises PoorPassphrase: it is too short, or too long to be one."""
        if not SHORTEST <= len(_normal(passphrase)) <= LONGEST:
            raise PoorPassphrase
        return self.hashing.hash(_normal(passphrase))

    def fits(self, passphrase: str, kept: str) -> bool:
        """Slow on purpose, also for what cannot be a passphrase: its answer must not come sooner."""
        try:
            return self.hashing.verify(kept, _normal(passphrase[:LONGEST]))
        except (VerificationError, InvalidHashError):
            return False

    def nobodys(self) -> str:
        """A kept value that no passphrase fits, to be tried where there is no account: that takes as long."""
        salt, hashed = (
            b64encode(secrets.token_bytes(length)).rstrip(b"=").decode()
            for length in (self.hashing.salt_len, self.hashing.hash_len)
        )
        cost = f"m={self.hashing.memory_cost},t={self.hashing.time_cost},p={self.hashing.parallelism}"
        return f"$argon2id$v={ARGON2_VERSION}${cost}${salt}${hashed}"

    def pair(self, passphrase: str, salt: bytes) -> PrivateKey:
        """Slow on purpose."""
        seed = argon2id.kdf(
            PrivateKey.SIZE,
            _normal(passphrase).encode(),
            salt,
            opslimit=self.cost.opslimit,
            memlimit=self.cost.memlimit,
        )
        return PrivateKey(seed)

    def new_salt(self) -> bytes:
        return secrets.token_bytes(argon2id.SALTBYTES)


def seal_to(public: bytes, private: bytes) -> bytes:
    """:param public: of the member; :param private: of an inspectorate key, 32 bytes."""
    return SealedBox(PublicKey(public)).encrypt(private)


def open_with(pair: PrivateKey, wrapped: bytes) -> bytes:
    """:raises Unreadable: it was sealed to somebody else, or altered."""
    try:
        return SealedBox(pair).decrypt(wrapped)
    except (CryptoError, ValueError):
        raise Unreadable("An inspectorate key that was granted does not open.") from None


def _normal(passphrase: str) -> str:
    """The same letters typed on two keyboards are the same passphrase."""
    return unicodedata.normalize("NFC", passphrase.strip())
