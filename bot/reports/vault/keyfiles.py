"""Files of inspectorate keys: the private half under a passphrase, in a folder that only the program's user reads.

KEYS/inspectorate/<id>.key          JSON; worthless without the passphrase
KEYS/inspectorate/<id>.passphrase   the passphrase of a key the program made by itself, until it was changed
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import unicodedata
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from bot.errors import KeyFolderError, MotCuaError

#: Scope of keys that stand in every chain.
EVERYWHERE = "VN"
#: Ids are typed at a command line, where a leading dash would be an option: hexadecimal.
ID_BYTES = 8
#: 128 bits at least, for a passphrase that the program makes.
PASSPHRASE_BYTES = 20
#: NIST SP 800-63B-4, 3.1.1.2: a password that is the only factor has 15 characters at least.
SHORTEST_PASSPHRASE = 15


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try of a passphrase costs: passes over, and bytes of, memory (Argon2id, one lane)."""

    opslimit: int
    memlimit: int


#: libsodium's MODERATE: 3 passes over 256 MiB. OWASP's Password Storage Cheat Sheet asks for 2 passes over 19 MiB at
#: least; a copied key file can be tried for as long as somebody likes, and is opened seldom.
COST = Cost(argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE)


class WrongPassphrase(MotCuaError):
    """The passphrase does not open this key."""


class PoorPassphrase(MotCuaError):
    """A passphrase has 15 characters at least."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """One key as its file has it. ``scope``: a province's code or "VN"; ``wrapped``: the private half, SecretBox."""

    id: str
    scope: str
    for_leads: bool
    public: bytes
    salt: bytes
    cost: Cost
    wrapped: bytes

    @classmethod
    def generate(cls, scope: str, for_leads: bool, passphrase: str, cost: Cost = COST) -> KeyFile:
        """A new pair. Slow on purpose: belongs into a thread."""
        pair, salt = PrivateKey.generate(), secrets.token_bytes(argon2id.SALTBYTES)
        wrapped = SecretBox(_derived(passphrase, salt, cost)).encrypt(bytes(pair))
        return cls(secrets.token_hex(ID_BYTES), scope, for_leads, bytes(pair.public_key), salt, cost, bytes(wrapped))

    def unwrap(self, passphrase: str) -> bytes:
        """The private half, 32 bytes. Slow on purpose.

        :raises WrongPassphrase: it does not open; an altered file cannot be told from a wrong passphrase.
        """
        try:
            private = SecretBox(_derived(passphrase, self.salt, self.cost)).decrypt(self.wrapped)
            if bytes(PrivateKey(private).public_key) == self.public:
                return private
        except (CryptoError, ValueError):
            pass  # told below, in the same words as a pair that does not fit
        raise WrongPassphrase

    def rewrapped(self, private: bytes, passphrase: str, cost: Cost = COST) -> KeyFile:
        """The same key under another passphrase and a fresh salt."""
        salt = secrets.token_bytes(argon2id.SALTBYTES)
        wrapped = SecretBox(_derived(passphrase, salt, cost)).encrypt(private)
        return replace(self, salt=salt, cost=cost, wrapped=bytes(wrapped))

    def as_json(self) -> str:
        fields = asdict(self)
        for name in ("public", "salt", "wrapped"):
            fields[name] = base64.b64encode(fields[name]).decode()
        return json.dumps(fields | fields.pop("cost"), indent=1)

    @classmethod
    def from_json(cls, text: str) -> KeyFile:
        """:raises ValueError, KeyError, TypeError: this is no key file."""
        fields = json.loads(text)
        cost = Cost(int(fields["opslimit"]), int(fields["memlimit"]))
        public, salt, wrapped = (
            base64.b64decode(fields[name], validate=True) for name in ("public", "salt", "wrapped")
        )
        return cls(str(fields["id"]), str(fields["scope"]), fields["for_leads"] is True, public, salt, cost, wrapped)


def new_passphrase() -> str:
    """160 random bits, in groups that a person can copy from paper: ``abcd-efgh-…``."""
    letters = base64.b32encode(secrets.token_bytes(PASSPHRASE_BYTES)).decode().lower()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def require_good(passphrase: str) -> None:
    """:raises PoorPassphrase: it is too short."""
    if len(_normal(passphrase)) < SHORTEST_PASSPHRASE:
        raise PoorPassphrase


class KeyFolder:
    """The files on this host; ``folder`` is made when the first one is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key_id: str) -> Path:
        return self.folder / f"{key_id}.key"

    def passphrase_path(self, key_id: str) -> Path:
        return self.folder / f"{key_id}.passphrase"

    def passphrases(self) -> list[Path]:
        """Passphrases that still lie beside their keys."""
        return sorted(self.folder.glob("*.passphrase"))

    def files(self) -> list[KeyFile]:
        """:raises KeyFolderError: one of them can be read by others, or is broken."""
        return [self._read(path) for path in sorted(self.folder.glob("*.key"))]

    def find(self, key_id: str) -> KeyFile | None:
        path = self.path(key_id)
        return self._read(path) if path.exists() else None

    def place(self, file: KeyFile, passphrase: str | None) -> None:
        """Write a new key; with ``passphrase`` beside it, first: a key without its passphrase would be lost."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if passphrase is not None:
            self._write(self.passphrase_path(file.id), passphrase + "\n")
        self._write(self.path(file.id), file.as_json())

    def put_back(self, file: KeyFile) -> None:
        """Replace a key by itself under another passphrase, and take away the old passphrase lying beside it."""
        self._write(self.path(file.id), file.as_json())
        self.passphrase_path(file.id).unlink(missing_ok=True)

    def _read(self, path: Path) -> KeyFile:
        try:
            require_private(path)
            file = KeyFile.from_json(path.read_text())
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise KeyFolderError(f"The key file {path} cannot be used: {type(error).__name__}.") from error
        if file.id != path.stem:
            raise KeyFolderError(f"The key file {path} belongs to another name.")
        return file

    def _write(self, path: Path, text: str) -> None:
        # Written whole under another name, then renamed: a crash leaves the old file or the new one, never half.
        draft = self.folder / f".{path.name}.{secrets.token_hex(4)}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w") as written:
                written.write(text)
                written.flush()
                os.fsync(written.fileno())
            draft.rename(path)
        finally:
            draft.unlink(missing_ok=True)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def require_private(path: Path) -> None:
    """:raises KeyFolderError: others than its owner can read the file."""
    if path.stat().st_mode & 0o077:
        raise KeyFolderError(f"{path} can be read by others; run: chmod 600 {path}")


def _derived(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    return argon2id.kdf(
        SecretBox.KEY_SIZE, _normal(passphrase).encode(), salt, opslimit=cost.opslimit, memlimit=cost.memlimit
    )


def _normal(passphrase: str) -> str:
    """The same letters typed on two keyboards are the same passphrase."""
    return unicodedata.normalize("NFC", passphrase.strip())
