"""Agencies: whose code stands on a dossier, which ones there are, who took over from whom."""

from bot.agencies.agency import Agency
from bot.agencies.register import AgencyChanged, AgencyWrong, Register
from bot.agencies.store import Agencies

__all__ = ["Agencies", "Agency", "AgencyChanged", "AgencyWrong", "Register"]
