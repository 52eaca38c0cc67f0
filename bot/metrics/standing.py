"""How it stands when somebody looks: a few queries by indexes, kept for some seconds so that looking costs nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.alarms import Disk
from bot.alarms.words import DAMAGED, WORDS
from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.metrics.counting import CHANNELS, OTHER
from bot.operators.standing import OperatorsView
from knowledge.store import KnowledgeStore

FRESH_S = 5.0
#: Who scrapes gives up after ten seconds.
PATIENCE_S = 3.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Gauge:
    """``values``: by the values of ``labels``, in their order."""

    name: str
    meaning: str
    labels: tuple[str, ...] = ()
    values: dict[tuple[str, ...], float] = field(default_factory=dict)


class StandingFigures:
    def __init__(self, database: Database, clock: Clock, disk: Disk, store: KnowledgeStore) -> None:
        self._database = database
        self._clock = clock
        self._disk = disk
        self._store = store
        self._view = OperatorsView(database, clock)
        self._queries = Queries.beside(__file__, database.dialect)
        self._one_looks = asyncio.Lock()
        self._looked_at: float | None = None
        self._known: list[Gauge] = []

    async def all(self) -> list[Gauge]:
        """At most :data:`FRESH_S` old. A database that is away is told as such, beside what needs none."""
        async with self._one_looks:
            now = asyncio.get_running_loop().time()
            if self._looked_at is None or now - self._looked_at >= FRESH_S:
                self._known = [*self._local(), *await self._stored()]
                self._looked_at = now
        return self._known

    def _local(self) -> list[Gauge]:
        return [_single("motcua_disk_free_bytes", "Room where the data lie.", self._disk.free)]

    async def _stored(self) -> list[Gauge]:
        try:
            async with asyncio.timeout(PATIENCE_S):
                found = [*await self._waiting(), *await self._rows()]
        except (SQLAlchemyError, OSError) as error:  # a TimeoutError is an OSError
            log.warning("figures_not_read", error=type(error).__name__)
            return [_single("motcua_database_up", "Whether the database answers.", 0), *self._damage()]
        return [_single("motcua_database_up", "Whether the database answers.", 1), *found]

    def _damage(self) -> list[Gauge]:
        return [_alarms({(DAMAGED,): 1.0})] if self._database.damage.seen else []

    async def _waiting(self) -> list[Gauge]:
        labels = ("way", "channel")
        many = Gauge("motcua_waiting", "Rows that wait to be worked on or sent.", labels, _every_lane())
        oldest = Gauge("motcua_waiting_oldest_seconds", "For how long the oldest has waited.", labels, _every_lane())
        now = self._clock.now()
        for row in await self._view.queues():
            key = _lane(row.way, row.channel)
            many.values[key] = many.values.get(key, 0) + row.many
            age = max((now - row.oldest).total_seconds(), 0.0)
            oldest.values[key] = max(oldest.values.get(key, 0.0), age)
        return [many, oldest]

    async def _rows(self) -> list[Gauge]:
        now = epoch_ms(self._clock.now())
        dead = Gauge("motcua_dead_letters", "Failed for good.", ("way", "channel"), _every_lane())
        alarms = _alarms({(kind,): 0.0 for kind in WORDS})
        async with self._database.read() as connection:
            for row in await connection.execute(self._queries["dead"]):
                key = _lane(row.way, row.channel)
                dead.values[key] = dead.values.get(key, 0) + row.many
            late = (await connection.execute(self._queries["due_late"], {"now": now})).one()
            backup = (await connection.execute(self._queries["last_backup"])).scalar_one()
            for kind in (await connection.execute(self._queries["alarms_standing"])).scalars():
                alarms.values[(kind if kind in WORDS else OTHER,)] = 1.0
            if self._database.damage.seen:  # which no table can say
                alarms.values[(DAMAGED,)] = 1.0
            size = (await connection.execute(self._queries["size"])).scalar_one()
        since = (now - late.oldest) / 1000 if late.oldest is not None else 0.0
        gauges = [
            dead,
            alarms,
            _single("motcua_due_late", "Tasks of the clock whose time has come.", late.many),
            _single("motcua_due_late_oldest_seconds", "By how much the oldest of them is late.", since),
            _single("motcua_database_bytes", "Size of the database.", size),
            _single("motcua_knowledge_revision", "Publications so far.", await self._store.revision()),
        ]
        if backup is not None:
            age = _single(
                "motcua_backup_age_seconds", "Since the last good backup; missing: none.", (now - backup) / 1000
            )
            gauges.append(age)
        return gauges


def _alarms(values: dict[tuple[str, ...], float]) -> Gauge:
    return Gauge("motcua_alarm", "1 while it stands.", ("kind",), values)


def _single(name: str, meaning: str, value: float) -> Gauge:
    return Gauge(name, meaning, (), {(): float(value)})


def _every_lane() -> dict[tuple[str, ...], float]:
    """Zeros, so that an alert can tell "nothing waits" from "nobody looked"."""
    return {(way, channel): 0.0 for way in ("in", "out") for channel in sorted(CHANNELS)}


def _lane(way: str, channel: str) -> tuple[str, ...]:
    return way, channel if channel in CHANNELS else OTHER
