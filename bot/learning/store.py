"""Candidate examples: words a citizen used and the procedure their tap chose or refused. No person, no chat, no time of
day; personal numbers are set aside before anything is kept, and the words are sealed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.clock import Clock, epoch_ms
from bot.database import BriefWrite, Database, Queries, Statements
from bot.sealing import ServerKey
from knowledge.search import CatalogueName
from knowledge.search.text import set_aside_personal

#: Longer texts are stories, not examples, and say more about their writer.
LONGEST = 200


class Verdict(StrEnum):
    PICKED = "picked"  #: chosen among those offered
    REFUSED = "refused"  #: "not what I meant"


@dataclass(frozen=True, slots=True)
class Candidate:
    """``count``: how many taps said the same."""

    id: int
    phrase: str
    code: str
    verdict: Verdict
    count: int


class Learning:
    def __init__(self, database: Database, key: ServerKey, clock: Clock) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    def note(self, question: str, code: str, verdict: Verdict) -> BriefWrite:
        """Count what a tap said of ``question``. Long texts are passed over."""
        phrase = " ".join(set_aside_personal(question).lower().split())
        digest = self._key.lookup("example", phrase)
        binds = {
            "digest": digest,
            "code": code,
            "verdict": str(verdict),
            "payload": self._key.seal(phrase.encode(), f"candidate_example|payload|{digest}"),
            "now": self._now(),
        }

        async def write(connection: Statements) -> None:
            if phrase and len(phrase) <= LONGEST:
                await connection.execute(self._queries["add_candidate"], binds)

        return BriefWrite(f"candidate_example|{digest}|{code}|{verdict}", write)

    def count_not_held(self, wanted: CatalogueName) -> BriefWrite:
        """Somebody asked for a procedure that is only known by name."""
        binds = {"code": wanted.code, "name": wanted.name, "now": self._now()}

        async def write(connection: Statements) -> None:
            await connection.execute(self._queries["count_not_held"], binds)

        return BriefWrite(f"not_held_count|{wanted.code}", write)

    async def candidates(self, most: int = 100) -> list[Candidate]:
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries["candidates"], {"most": most})).all()
        return [Candidate(row.id, self._open(row), row.code, Verdict(row.verdict), row.times) for row in rows]

    async def not_held(self, most: int = 100) -> list[tuple[CatalogueName, int]]:
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries["not_held"], {"most": most})).all()
        return [(CatalogueName(row.code, row.name), row.times) for row in rows]

    async def accept(self, number: int) -> Candidate | None:
        """Make a picked candidate an example; every process takes it up. None when there is no such candidate.

        A refused one says what is wrong, not what is right: it cannot be accepted, only discarded.
        """
        async with self._database.write() as connection:
            row = (await connection.execute(self._queries["candidate"], {"id": number})).one_or_none()
            if row is None or row.verdict != Verdict.PICKED:
                return None
            phrase, now = self._open(row), self._now()
            await connection.execute(self._queries["add_example"], {"code": row.code, "phrase": phrase, "now": now})
            await connection.execute(self._queries["drop_candidate"], {"id": number})
            await connection.execute(self._queries["bump_revision"], {"now": now})
        return Candidate(row.id, phrase, row.code, Verdict.PICKED, row.times)

    async def discard(self, number: int) -> bool:
        async with self._database.write() as connection:
            return (await connection.execute(self._queries["drop_candidate"], {"id": number})).rowcount == 1

    def _open(self, row: object) -> str:
        payload, digest = row.payload, row.digest  # type: ignore[attr-defined]
        return self._key.open(bytes(payload), f"candidate_example|payload|{digest}").decode()

    def _now(self) -> int:
        return epoch_ms(self._clock.now())
