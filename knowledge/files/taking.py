"""Carrying out an accepted plan: drafts that wait for a second person. In force nothing changes yet."""

from __future__ import annotations

from bot.errors import MotCuaError
from knowledge.files.plan import Plan
from knowledge.life.desk import KnowledgeLife
from knowledge.life.model import Draft, LifeError


class InTheWay(MotCuaError):
    """Somebody else has an undecided draft of one of these procedures. ``codes``: of which."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


async def as_drafts(life: KnowledgeLife, plan: Plan, by: str | None, reason: str) -> int:
    """Drafts of everything that is new or changed, handed in for review; one's own earlier ones are replaced.

    :param by: staff id; None: the operator at the machine. :returns: how many there are now.
    :raises InTheWay: nothing was done. :raises LifeError: somebody was quicker; what had been made is discarded again.
    """
    earlier = await _own_earlier(life, plan, by)
    made: list[int] = []
    try:
        for service, base in plan.steps:
            if service.identifier in earlier:
                await _discard(life, earlier[service.identifier].row.id)
            draft = await life.new_draft(service, by, reason, plan.name, base=base)
            made.append(draft.row.id)
            await life.submit(draft.row.id, draft.row.revision)
    except LifeError:
        for draft_id in made:
            await _discard(life, draft_id)
        raise
    return len(made)


async def _own_earlier(life: KnowledgeLife, plan: Plan, by: str | None) -> dict[str, Draft]:
    """By code. :raises InTheWay: one is somebody else's, or is decided and waits only for its day."""
    found = {service.identifier: await life.open_of(service.identifier) for service, _ in plan.steps}
    waiting = {code: draft for code, draft in found.items() if draft is not None}
    others = [code for code, draft in waiting.items() if draft.row.author != by or draft.row.state == "scheduled"]
    if others:
        raise InTheWay(others)
    return waiting


async def _discard(life: KnowledgeLife, draft_id: int) -> None:
    draft = await life.draft(draft_id)
    await life.discard(draft_id, draft.row.revision)
