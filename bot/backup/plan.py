"""Where backups go, who can open them, how long they are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Self

from pyrage import RecipientError, x25519

from bot.backup.errors import BackupError
from bot.settings import Settings

#: Kept one a day and, beyond that, one a week. Every old copy is one more that can be stolen.
DAYS, WEEKS = 14, 8
PREFIX, SUFFIX = "motcua-", ".age"
#: There is one file of the halves that open cases, the newest: see docs/decisions/0004.
KEYS = "case-keys.age"
PRIVATE = 0o600
#: Folders in which copies are put together; one that a killed process left is swept.
WORK = ".backup-work-"
_CHUNK = 1 << 20
_STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class BackupPlan:
    folder: Path
    recipients: Sequence[x25519.Recipient]

    @classmethod
    def of(cls, settings: Settings, folder: Path | None = None) -> Self | None:
        """None: nobody is named who could open a backup. :raises BackupError: a name that is no public age key."""
        names = [name.strip() for name in (settings.backup_recipients or "").split(",") if name.strip()]
        if not names:
            return None
        return cls(folder or settings.backup_dir or settings.data_dir / "backups", [_recipient(name) for name in names])

    def file(self, now: datetime) -> Path:
        """:param now: UTC."""
        return self.folder / f"{PREFIX}{now:{_STAMP}}{SUFFIX}"

    def kept(self) -> list[Path]:
        """Finished backups, the newest first."""
        return sorted((each for each in self.folder.glob(f"{PREFIX}*{SUFFIX}") if made_on(each)), reverse=True)

    def outdated(self, today: date) -> list[Path]:
        """Copies that the rotation lets go: of each older week the newest stays, of the last days all do."""
        gone, weeks = list[Path](), set[tuple[int, int]]()
        for file in self.kept():
            day = made_on(file)
            assert day is not None
            age, week = (today - day).days, day.isocalendar()[:2]
            if age < DAYS:
                continue
            if age < DAYS + 7 * WEEKS and week not in weeks:
                weeks.add(week)
            else:
                gone.append(file)
        return gone


def made_on(file: Path) -> date | None:
    """The day (UTC) in the name of a backup; None: it is something else."""
    try:
        return datetime.strptime(file.name, f"{PREFIX}{_STAMP}{SUFFIX}").date()
    except ValueError:
        return None


def sha256_of(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as reader:
        while piece := reader.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def _recipient(name: str) -> x25519.Recipient:
    try:
        return x25519.Recipient.from_str(name)
    except RecipientError:
        raise BackupError("MOTCUA_BACKUP_RECIPIENTS: public age keys (age1…), by comma") from None
