"""Copies that leave the machine, encrypted to keys that are not on it; and the way back, on either database."""

from bot.backup.making import Backups, Made
from bot.backup.plan import BackupPlan

__all__ = ["BackupPlan", "Backups", "Made"]
