"""What people's taps teach: candidate examples without identity, and what was asked for that we do not hold."""

from bot.learning.store import Candidate, Learning, Verdict

__all__ = ["Candidate", "Learning", "Verdict"]
