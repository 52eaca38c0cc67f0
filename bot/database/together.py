"""Small writes of one process that may share a transaction: those asked for in the same moment do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

from bot.database.brief import BriefWrite, Statements


@dataclass(eq=False, slots=True)
class _Asked:
    """``outcome``: a call that returns the result or raises, once it is known."""

    write: BriefWrite
    outcome: Callable[[], Any] | None = None


class Together:
    """A commit costs the disk the same for one as for all."""

    def __init__(self, begin: Callable[[], AbstractAsyncContextManager[Statements]]) -> None:
        """:param begin: :meth:`bot.database.Database.brief_write`."""
        self._begin = begin
        self._asked: list[_Asked] = []
        self._writing = asyncio.Lock()

    async def write(self, write: BriefWrite) -> Any:
        """What ``write`` returns, once it is committed with whatever else was asked for just now.

        It must bear being done twice: when somebody is stopped while writing for all, the others' comes again.

        :raises SQLAlchemyError: nothing was committed, neither of this nor of the others.
        """
        asked = _Asked(write)
        self._asked.append(asked)
        try:
            async with self._writing:
                await asyncio.sleep(0)  # whoever else wakes up in this moment comes along
                if asked.outcome is None:
                    await self._write_all()
        finally:
            if asked in self._asked:  # stopped before its turn
                self._asked.remove(asked)
        assert asked.outcome is not None
        return asked.outcome()

    async def _write_all(self) -> None:
        group, self._asked = sorted(self._asked, key=lambda asked: asked.write), []
        try:
            async with self._begin() as connection:
                results = [await asked.write(connection) for asked in group]
        except asyncio.CancelledError:
            self._asked = group + self._asked  # with the next transaction
            raise
        except Exception as error:
            for asked in group:
                asked.outcome = _raising(error)
            return
        for asked, result in zip(group, results, strict=True):
            asked.outcome = _returning(result)


def _returning(result: Any) -> Callable[[], Any]:
    return lambda: result


def _raising(error: Exception) -> Callable[[], Any]:
    def outcome() -> Any:
        raise error

    return outcome
