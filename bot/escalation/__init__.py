"""The escalation ladder: who is told, rung by rung, of a case that nobody acts upon."""

from bot.escalation.ladder import Climb, Ladder, Reached, Step, reached
from bot.escalation.rungs import RUNGS, Rung, may_know_which

__all__ = ["RUNGS", "Climb", "Ladder", "Reached", "Rung", "Step", "may_know_which", "reached"]
