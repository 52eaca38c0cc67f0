"""The brief transactions of one SQLite file: a writer, some readers, and the write-ahead log kept short."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.database.damage import Damage
from bot.database.swift import SwiftConnection, opened, told
from bot.database.turn import Turn

#: The log is looked after this often, and taken into the file after so many brief writes: some ten megabytes. SQLite
#: itself would do it within a commit, every thousand pages, and whoever commits would wait for it.
LOOK_S, CHECKPOINT_EVERY = 0.5, 500

log = structlog.get_logger(__name__)


class SwiftFile:
    """:param turn: whoever writes to this file, brief or not, holds it: SQLite has one writer, and its own queue is
    no queue."""

    def __init__(self, path: str, pragmas: Sequence[str], patience_ms: int, damage: Damage, turn: Turn) -> None:
        self._path = path
        self._pragmas = pragmas
        self._patience_ms = patience_ms
        self._damage = damage
        self._turn = turn
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="sqlite")
        self._all: list[SwiftConnection] = []
        self._idle: list[SwiftConnection] = []
        self._writer: SwiftConnection | None = None
        self._since_checkpoint = 0

    @asynccontextmanager
    async def read(self) -> AsyncIterator[SwiftConnection]:
        """All statements of the block see the same state."""
        connection = self._idle.pop() if self._idle else await self._open("query_only=ON")
        try:
            connection.begin_reading()
            yield connection
        finally:
            connection.rest()
            self._idle.append(connection)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[SwiftConnection]:
        """A transaction: committed at the end, rolled back when the block raises."""
        async with self._turn:
            writer = self._writer
            if writer is None:
                writer = self._writer = await self._open("wal_autocheckpoint=0")
            try:
                await writer.begin()  # who is stopped while waiting for another process may have got the lock even so
                yield writer
                await writer.commit()
            finally:
                writer.rest()
        self._since_checkpoint += 1

    async def keep_log_short(self) -> None:
        """For ever. Without it the log grows until somebody else's write, not a brief one, takes it in."""
        while True:
            await asyncio.sleep(LOOK_S)
            if self._since_checkpoint >= CHECKPOINT_EVERY:
                self._since_checkpoint = 0
                await self._checkpoint()

    async def close(self) -> None:
        for connection in self._all:
            connection.close()
        self._threads.shutdown()

    async def _open(self, *more: str) -> SwiftConnection:
        loop = asyncio.get_running_loop()
        pragmas = (*self._pragmas, *more)
        try:
            file = await loop.run_in_executor(self._threads, opened, self._path, pragmas, self._patience_ms)
        except sqlite3.Error as error:
            raise told(error, "open", self._damage) from error
        connection = SwiftConnection(file, self._patience_ms, self._threads, self._damage)
        self._all.append(connection)
        return connection

    async def _checkpoint(self) -> None:
        """Most of it beside the writers, the rest while none writes: only then can the log begin anew."""
        keeper = self._idle.pop() if self._idle else await self._open("query_only=ON")
        try:
            await keeper.checkpoint()
            async with self._turn:
                await keeper.checkpoint()
        except SQLAlchemyError as error:
            log.warning("checkpoint_failed", error=type(error).__name__)
        finally:
            self._idle.append(keeper)
