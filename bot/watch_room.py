"""Alarms, wired: what is looked at, who is told, the page, and the door that shuts before the disk is full."""

from __future__ import annotations

from bot.abuse_room import AbuseRoom
from bot.alarms import Conditions, Disk
from bot.clock import Clock
from bot.database import Database
from bot.intake.doorway import Shut
from bot.schedule.alarm_watch import AlarmWatch
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.staff import Staff
from bot.texts import Texts
from bot.wake import Wake
from bot.web.console.alarms import AlarmPages
from bot.web.console.backups import BackupPages
from bot.web.console.frame import Frame

#: Seconds; somebody has to make room.
FULL_RETRY_S = 300


def alarm_watch(
    settings: Settings, database: Database, key: ServerKey, clock: Clock, texts: Texts, staff: Staff, wake: Wake
) -> AlarmWatch:
    conditions = Conditions(database, clock, settings, Disk(settings.data_dir))
    return AlarmWatch(conditions, staff, database, key, texts, clock, wake)


def shut_when_full(abuse: AbuseRoom, disk: Disk) -> None:
    """Nothing more is taken in while there is just room to finish what was."""

    async def full(_: str) -> Shut | None:
        return Shut("full", FULL_RETRY_S) if disk.full else None

    abuse.entrance.doorway.add(full)


def add_alarms(frame: Frame, settings: Settings) -> None:
    """The pages of this room."""
    AlarmPages(frame).add()
    BackupPages(frame, configured=bool(settings.backup_recipients)).add()
