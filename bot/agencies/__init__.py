"""Agencies: whose code stands on a dossier."""

from bot.agencies.store import Agencies

__all__ = ["Agencies"]
