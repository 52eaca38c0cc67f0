"""What falls due, wired: the jobs of all rooms, and what is planned at the first start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.change_room import change_jobs
from bot.jurisdiction_room import chain_jobs
from bot.notice_room import send_jobs
from bot.schedule.gap_jobs import GapJobs
from bot.schedule.runner import Schedule

if TYPE_CHECKING:
    from bot.app import MotCua


async def keep_schedule(house: MotCua) -> None:
    """For ever, in one of all processes."""
    audit, keeping = house.staff.audit_jobs(house.texts), house.reports.keeping(house.texts)
    knowledge = house.knowledge.jobs(house.staff.desk, house.texts)
    jobs = {
        **house.dossiers.jobs(house.texts),
        **house.reports.jobs(house.texts, house.settings.public_url),
        **audit.by_kind(),
        **knowledge.by_kind(),
        **keeping.by_kind(),
        **house.checklists.by_kind(),
        **GapJobs(house.gaps, house.texts).by_kind(),
        **change_jobs(house.talk.changes, house.texts).by_kind(),
        **send_jobs(house.database, house.key, house.clock, house.texts).by_kind(),
        **chain_jobs(house.database, house.key, house.clock).by_kind(),
    }
    await house.dossiers.plan_first()
    for each in (audit, knowledge, keeping):
        await each.plan_first()
    await Schedule(house.database, house.key, house.clock, house.wake, jobs).run()
