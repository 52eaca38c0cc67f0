"""A channel that gave us nothing for a day has thrown messages away: people are told, and asked to write again."""

from bot.silence.silence import OUTAGE, Silence

__all__ = ["OUTAGE", "Silence"]
