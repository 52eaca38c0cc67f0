"""Administrators' page: which backups were made, and whether any are made at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from bot.clock import from_epoch_ms
from bot.database.backup_tables import backup_run
from bot.web.console.frame import N_, Frame
from bot.web.console.signed import Signed

MOST = 60


@dataclass(frozen=True, slots=True)
class Run:
    """``seconds`` it took; ``why``: what went wrong, None when it is whole."""

    ended: datetime
    seconds: int
    bytes: int
    sha256: str
    why: str | None


class BackupPages:
    """:param configured: whether somebody is named who could open a backup."""

    def __init__(self, frame: Frame, *, configured: bool) -> None:
        self._frame = frame
        self._configured = configured

    def add(self) -> None:
        self._frame.get("/backups", "backup.list", self.all, label=N_("Backups"))

    async def all(self, request: Request, signed: Signed) -> Response:
        newest = select(backup_run).order_by(backup_run.c.ended_at.desc()).limit(MOST)
        async with self._frame.desk.database.read() as connection:
            rows = (await connection.execute(newest)).all()
        runs = [
            Run(from_epoch_ms(row.ended_at), (row.ended_at - row.started_at) // 1000, row.bytes, row.sha256, row.why)
            for row in rows
        ]
        return self._frame.page(request, signed, "backups", runs=runs, configured=self._configured)
