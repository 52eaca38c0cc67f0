"""The picture of today, read once for each state of the tables and shared by the whole process.

Whoever asks learns by one look at a single row whether it is still the latest: a change that somebody confirmed in
another process holds from the next question on.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from datetime import date

from bot.agencies import Register
from bot.agencies.revision import changed
from bot.chains.picture import Chains, OfficeRule, in_force
from bot.clock import Clock, local
from bot.database import Database, Queries, Statements
from bot.errors import MotCuaError

#: Of the process, by database, revision and day; several only where several databases or days meet.
_pictures: OrderedDict[tuple[str, int, date], Chains] = OrderedDict()
_MOST_PICTURES = 8


class ChainMoved(MotCuaError):
    """The chains have changed since this was judged: it is to be judged anew."""


class ChainStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._register = Register(database, clock)
        self._queries = Queries.beside(__file__, database.dialect)

    async def current(self) -> Chains:
        async with self._database.brief_read() as connection:
            return await self.within(connection)

    async def within(self, connection: Statements) -> Chains:
        """As the transaction of ``connection`` sees it."""
        revision = int((await connection.execute(self._queries["revision"])).scalar_one())
        day = local(self._clock.now()).date()
        known = (str(self._database.url), revision, day)
        if known not in _pictures:
            agencies = await self._register.within(connection)
            rules = in_force(await self.rules(connection), day)
            _pictures[known] = Chains(day, revision, rules, agencies)
            while len(_pictures) > _MOST_PICTURES:
                _pictures.popitem(last=False)
        return _pictures[known]

    async def rules(self, connection: Statements) -> list[OfficeRule]:
        """Those of the past and of the future too, in order of the table of offices."""
        return [
            OfficeRule(
                row.office, row.above, row.level, tuple(json.loads(row.fields)), date.fromordinal(row.valid_from)
            )
            for row in await connection.execute(self._queries["rules"])
        ]

    async def hold(self, connection: Statements, seen: Chains) -> None:
        """What was judged by ``seen`` may be written: nobody changes the chains until the commit.

        :raises ChainMoved: they have changed, or it is another day.
        """
        revision = int((await connection.execute(self._queries["hold"])).scalar_one())
        if (revision, local(self._clock.now()).date()) != (seen.revision, seen.day):
            raise ChainMoved

    async def put_rule(self, connection: Statements, rule: OfficeRule) -> None:
        """In the caller's transaction. It is another state after it, whoever has looked at it within."""
        row = {"office": rule.office, "above": rule.above, "level": rule.level}
        fields = json.dumps(list(rule.fields), ensure_ascii=False)
        await connection.execute(
            self._queries["put_rule"], {**row, "fields": fields, "valid_from": rule.valid_from.toordinal()}
        )
        await changed(connection)
