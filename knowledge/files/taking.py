"""Carrying out an accepted plan: drafts that wait for a second person. In force nothing changes yet."""

from __future__ import annotations

from knowledge.files.plan import Plan
from knowledge.life.entries import Also, nothing_else
from knowledge.life.many import ManyDrafts
from knowledge.life.model import InTheWay

__all__ = ["InTheWay", "as_drafts"]


async def as_drafts(many: ManyDrafts, plan: Plan, by: str | None, reason: str, also: Also = nothing_else) -> int:
    """Drafts of everything that is new or changed, handed in for review in one transaction.

    :param also: runs in it; see :meth:`ManyDrafts.hand_in`, for ``by`` and what is raised too.
    :returns: how many there are now.
    """
    return await many.hand_in(plan.steps, by, reason, plan.name, also)
