"""A batch of rows from an agency's system: all of them or none, and sent twice it changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.dossiers.problems import Problem
from bot.dossiers.register import Plan, Register, RegisterMoved
from bot.dossiers.rows import DossierRow, RowReader

MOST_ROWS = 1_000
TRIES = 5


async def store_batch(
    register: Register,
    clock: Clock,
    is_procedure: Callable[[str], bool],
    agency: str,
    rows: Sequence[Mapping[str, object]],
) -> Plan:
    """:returns: the plan; stored when it has no problems, else nothing was.

    :raises RegisterMoved: others kept changing the same dossiers; to be tried again later.
    """
    reader = RowReader(is_procedure, clock.now(), agency)
    read = [reader.read(number, cells) for number, cells in enumerate(rows, start=1)]
    faults: list[Problem] = [problem for one in read if isinstance(one, list) for problem in one]
    good = [one for one in read if isinstance(one, DossierRow)]
    for _ in range(TRIES):
        plan = await register.plan(good)
        plan.problems = sorted([*faults, *plan.problems], key=lambda problem: problem.row)
        if plan.problems:
            return plan
        try:
            async with register.database.write() as connection:
                await register.commit(connection, plan)
        except (RegisterMoved, IntegrityError):
            continue
        return plan
    raise RegisterMoved
