"""Somebody who has everything that lies on the machine, and tries it on everything that is sealed.

Works as an attacker would, not through the vault's own doors: every 32 bytes found in the files and the environment,
and what the passphrase derivation makes of every line found, is tried as a key of each kind.
"""

from __future__ import annotations

import base64
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

KEY_BYTES = 32
#: Of SQLite. What runs on in another page is not followed.
PAGE = 4096


def opened_with(files: Iterable[Path], environment: Iterable[str], copy: Path) -> set[bytes]:
    """Every plain body that can be had from the database ``copy``."""
    texts = [*environment, *(path.read_text() for path in files)]
    keys = set(_found(texts))
    for text in texts:
        keys |= set(_unwrapped(text, texts, keys))
    with closing(sqlite3.connect(copy)) as database:
        sealed = [row[0] for row in database.execute("SELECT sealed FROM case_key")]
        items = database.execute("SELECT case_id, id, kind, key, body FROM case_item").fetchall()
    for value in sealed:  # a case's private half is the end of what is sealed
        keys |= {plain[-KEY_BYTES:] for plain in _unsealed(keys, value)}
    plains: set[bytes] = set()
    for case_id, item_id, kind, key, body in items:
        place = f"case_item|{case_id}|{item_id}|{kind}|1".encode()
        for candidate in keys | set(_unsealed(keys, key)):
            try:
                plains.add(AESGCM(candidate).decrypt(body[1:13], body[13:], place))
            except (InvalidTag, ValueError):
                continue
    return plains


def server_plains(header: bytes, sealing: bytes, raw: bytes) -> Iterator[bytes]:
    """Whatever in ``raw`` was ever sealed under the server key, wherever it belongs and whether or not it is whole:
    GCM is counter mode, so who has the key needs neither the place nor the tag. At most a page of each."""
    for found in re.finditer(re.escape(header), raw):
        nonce, body = raw[found.end() : found.end() + 12], raw[found.end() + 12 : found.end() + 12 + PAGE]
        if len(nonce) == 12:
            first_block = nonce + (2).to_bytes(4, "big")
            yield Cipher(algorithms.AES(sealing), modes.CTR(first_block)).decryptor().update(body)


def _found(texts: list[str]) -> Iterator[bytes]:
    """Whatever could be 32 bytes of a key, as it stands or in base64 or hexadecimal."""
    words = {word for text in texts for word in text.replace('"', " ").replace(",", " ").split()}
    for word in words:
        for decoded in (word.encode(), _base64(word)):
            if len(decoded) >= KEY_BYTES:
                yield decoded[:KEY_BYTES]
                yield decoded[-KEY_BYTES:]


def _base64(word: str) -> bytes:
    try:
        return base64.b64decode(word, validate=True)
    except ValueError:
        return b""


def _unwrapped(text: str, texts: list[str], keys: set[bytes]) -> Iterator[bytes]:
    """The private half in a key file, with any key, or with any line as its passphrase."""
    try:
        file = json.loads(text)
        wrapped, salt = base64.b64decode(file["wrapped"]), base64.b64decode(file["salt"])
    except (ValueError, KeyError, TypeError):
        return
    lines = {line.strip() for other in texts for line in other.splitlines()} - {""}
    derived = {
        argon2id.kdf(KEY_BYTES, line.encode(), salt, opslimit=file["opslimit"], memlimit=file["memlimit"])
        for line in lines
    }
    for key in keys | derived:
        try:
            yield SecretBox(key).decrypt(wrapped)
        except CryptoError:
            continue


def _unsealed(keys: set[bytes], sealed: bytes) -> Iterator[bytes]:
    for key in keys:
        try:
            yield SealedBox(PrivateKey(key)).decrypt(sealed)
        except CryptoError:
            continue
