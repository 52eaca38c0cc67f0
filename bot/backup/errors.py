"""What whoever makes or restores a backup has to know."""

from __future__ import annotations

from bot.errors import OperatorError


class BackupError(OperatorError):
    """The backup cannot be made, or this one cannot be used."""


class DatabaseFoundDamaged(BackupError):
    """Pages of the SQLite file are not what was written."""
