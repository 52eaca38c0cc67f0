"""After the result: one question for each of the five factors by which the Ministry of Home Affairs asks people.

Answers are kept under a look-up value of the dossier: once a dossier, and nobody reads from a row whose it was. The
figures are this desk's own; they are never called by the name of the national survey.
"""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import epoch_ms
from bot.database import Queries
from bot.dossiers.opening import DossierFile
from bot.dossiers.states import State
from bot.sealing import ServerKey

#: From very dissatisfied to very satisfied.
SCORES = range(1, 6)
SKIPPED = 0


class Factor(IntEnum):
    ACCESS = 1
    PROCEDURE = 2
    STAFF = 3
    RESULT = 4
    FEEDBACK = 5


class Survey:
    def __init__(self, key: ServerKey, dialect: str) -> None:
        self._key = key
        self._queries = Queries.beside(__file__, dialect)

    @staticmethod
    def is_open(file: DossierFile) -> bool:
        """Only whoever has the result in hand is asked."""
        return file.state is State.RETURNED

    async def next_question(
        self, connection: AsyncConnection, code: str, beside: Factor | None = None
    ) -> Factor | None:
        """The first factor not yet answered or skipped, nor ``beside``; None when all were."""
        rows = await connection.execute(self._queries["answered"], {"dossier": self._dossier(code)})
        answered = {*rows.scalars(), beside}
        return next((factor for factor in Factor if factor not in answered), None)

    async def answer(
        self, connection: AsyncConnection, file: DossierFile, factor: Factor, score: int, now: datetime
    ) -> None:
        """:param score: one of :data:`SCORES`, or :data:`SKIPPED`. A second answer to a question changes nothing."""
        row = {
            "dossier": self._dossier(file.code),
            "factor": int(factor),
            "score": score if score in SCORES else None,
            "procedure_code": file.procedure_code,
            "agency_code": file.agency_code,
            "received_at": epoch_ms(file.received_at),
            "now": epoch_ms(now),
        }
        await connection.execute(self._queries["add_score"], row)

    def _dossier(self, code: str) -> str:
        return self._key.lookup("satisfaction", code)
