"""What agency systems call: dossiers in, figures out."""

from bot.web.api.router import agency_api

__all__ = ["agency_api"]
