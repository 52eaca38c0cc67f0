"""Copies that leave the machine, encrypted to keys that are not on it; and the way back, on either database."""

from bot.backup.making import Backups, Made
from bot.backup.plan import BackupPlan
from bot.backup.restoring import Restored, restore

__all__ = ["BackupPlan", "Backups", "Made", "Restored", "restore"]
