"""Questions that got no answer, or a wrong one."""

from bot.gaps.desk import ANSWERED_KIND, GapDesk, Waiting
from bot.gaps.grouping import Asked, Group

__all__ = ["ANSWERED_KIND", "Asked", "GapDesk", "Group", "Waiting"]
