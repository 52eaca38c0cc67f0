"""What MOTCUA_SAMPLE_DATA brings, wired: dossiers, offices, reports, and the links of the sample accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from bot.clock import FixedClock
from bot.report_room import ReportRoom
from bot.staff.member import Role

if TYPE_CHECKING:
    from bot.app import MotCua


async def load_samples(house: MotCua, console: Console, *, with_links: bool) -> None:
    """Into an installation where there are none yet. :param with_links: to the console; each start makes new ones."""
    await house.dossiers.load_sample(console)
    await house.places.load_sample()
    if with_links:
        await house.staff.print_sample_links(console, house.settings)
    await _load_reports(house, console)


async def _load_reports(house: MotCua, console: Console) -> None:
    from bot.reports.sample import SampleReports  # only at the first start of a sample installation

    clock = FixedClock(house.clock.now())
    reports = ReportRoom(house.database, house.key, clock, house.settings.keys)
    sample = SampleReports(house.database, clock, reports.desk, reports.work, reports.evidence)
    if not await sample.are_wanted():
        return
    filed = await sample.load(house.clock.now(), await house.staff.desk.sample.id_of(Role.LEAD))
    if filed:
        console.print(f"{filed} sample reports, for the sample inspector to work on.", highlight=False)
