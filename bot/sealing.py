"""Sealing at rest under the server key: AES-256-GCM for what the program must read again, keyed HMAC for look-ups.

What it does not do: report narratives are sealed further, to keys the program does not hold.

A sealed value is bound to the place it was written for (its *context*, e.g. ``outbox|payload|<dedup>``): moved to
another row or column it does not open. Layout: 1 byte version, 4 bytes key id, 12 bytes nonce, ciphertext with tag.
Random 96-bit nonces are safe far below 2**32 messages a key (NIST SP 800-38D, 8.3).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import KeyFolderError, Unreadable

VERSION = b"\x01"
KEY_ID_BYTES = 4
NONCE_BYTES = 12
KEY_BYTES = 32
KEY_FILE = "server.key"


class ServerKey:
    """Seals, opens and derives look-up values. Cheap to share; holds no state but the key."""

    def __init__(self, key_id: bytes, sealing: bytes, lookup: bytes) -> None:
        self.key_id = key_id
        self._aead = AESGCM(sealing)
        self._lookup = lookup
        self._header = VERSION + key_id

    @property
    def fingerprint(self) -> str:
        """Names the key without telling anything of it."""
        return self.lookup("fingerprint")

    def seal(self, plain: bytes, context: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return self._header + nonce + self._aead.encrypt(nonce, plain, context.encode())

    def open(self, sealed: bytes | None, context: str) -> bytes:
        """:raises Unreadable: the value was sealed under another key, for another place, altered or blanked."""
        start = len(self._header)
        if sealed is None or sealed[:start] != self._header:
            raise Unreadable("A stored value was sealed under another server key.")
        nonce, body = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
        try:
            return self._aead.decrypt(nonce, body, context.encode())
        except InvalidTag:
            raise Unreadable("A stored value does not open: altered, or moved from another place.") from None

    def lookup(self, kind: str, *parts: object) -> str:
        """A keyed, irreversible name for ``parts``: 128 bits, URL-safe, 22 characters."""
        message = "\x1f".join([kind, *map(str, parts)]).encode()
        digest = hmac.new(self._lookup, message, hashlib.sha256).digest()[:16]
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def load_or_create(folder: Path) -> ServerKey:
    """The key of this installation, made at first start (file 0600 in a folder 0700)."""
    path = folder / KEY_FILE
    try:
        if not path.exists():
            _create(folder, path)
        if path.stat().st_mode & 0o077:
            raise KeyFolderError(f"{path} can be read by others; run: chmod 600 {path}")
        material = json.loads(path.read_text())
        return ServerKey(*(base64.b64decode(material[name], validate=True) for name in ("id", "sealing", "lookup")))
    except (OSError, ValueError, KeyError) as error:
        raise KeyFolderError(f"The server key {path} cannot be used: {type(error).__name__}.") from error


def _create(folder: Path, path: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    material = {
        "id": base64.b64encode(secrets.token_bytes(KEY_ID_BYTES)).decode(),
        "sealing": base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode(),
        "lookup": base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode(),
    }
    # Written whole under another name, then linked: two first starts at once end with one key, never half a file.
    draft = folder / f".{KEY_FILE}.{secrets.token_hex(4)}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            json.dump(material, file)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()
