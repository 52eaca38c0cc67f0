"""Opening a backup with the key that is kept elsewhere."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from pyrage import DecryptError, IdentityError, decrypt_io, x25519

from bot.backup.container import Reader
from bot.backup.errors import BackupError
from bot.backup.plan import PRIVATE, sha256_of

#: How every such key begins.
_SECRET = "AGE-SECRET-KEY-1"


def identities(file: Path) -> list[x25519.Identity]:
    """:param file: as ``age-keygen`` and ``bot.py backup --new-key`` write it: a key a line, ``#`` begins a remark.

    :raises BackupError: it cannot be read, or holds no key.
    """
    try:
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
        found = [x25519.Identity.from_str(line) for line in lines if line.startswith(_SECRET)]
    except (OSError, UnicodeDecodeError, IdentityError) as error:
        raise BackupError(f"The identity {file} cannot be read.") from error
    if not found:
        raise BackupError(f"{file} holds no age key ({_SECRET}…).")
    return found


def check_hash(file: Path) -> None:
    """:raises BackupError: it is not what was written. A backup without its hash beside it is let through: age itself
    finds every changed byte, the hash only says so without a key.
    """
    beside = file.with_name(f"{file.name}.sha256")
    try:
        if not beside.exists():
            return
        told = beside.read_text(encoding="ascii").split()[:1]
        actual = sha256_of(file)
    except (OSError, UnicodeDecodeError) as error:
        raise BackupError(f"{file} cannot be read.") from error
    if told != [actual]:
        raise BackupError(f"{file.name} is damaged: its SHA-256 is not the one beside it.")


def opened(file: Path, keys: Sequence[x25519.Identity], plain: Path) -> Reader:
    """:param plain: where it is laid open, in a private folder.

    :raises BackupError: changed, cut off, or for other keys.
    """
    check_hash(file)
    try:
        descriptor = os.open(plain, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
        with file.open("rb") as reader, os.fdopen(descriptor, "wb") as writer:
            decrypt_io(reader, writer, list(keys))
    except DecryptError as error:
        raise BackupError(f"{file.name} cannot be opened: damaged, cut off, or made for other keys.") from error
    except OSError as error:
        raise BackupError(f"{file} cannot be read: {error.strerror or 'damaged or cut off'}.") from error
    return Reader(plain)
