"""What agency systems call: dossiers in, figures out."""

from bot.web.api.router import AgencyApi

__all__ = ["AgencyApi"]
