"""A Bot API server of the tests' own, on loopback: as strict as Telegram where that is known, and ill on demand."""

from tests.botapi.faults import Faults
from tests.botapi.server import TOKEN, BotApiServer, Call

__all__ = ["TOKEN", "BotApiServer", "Call", "Faults"]
