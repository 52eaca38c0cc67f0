"""Made-up reports, filed and worked the way real ones are, so that the console can be tried at once.

Every one says in its story that it is a sample. They are sealed as all reports are: the program cannot read them again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.board.handling import Handlings
from bot.clock import VIETNAM, FixedClock, local
from bot.database import Database, Queries
from bot.people import ChatRef
from bot.reports.cases import CaseWork, Filing, Finding, Joined, Refused, ReportDesk
from bot.reports.cases.model import CountsMoved, DomainWrite
from bot.reports.draft import ReportDraft
from bot.reports.evidence import EvidenceDesk

HERE = Path(__file__).parent
LIST = HERE / "cases.yaml"
#: Not a way in: no reply ever goes there.
CHANNEL = "sample"
#: Each step of one day comes so much after the one before, as on a real desk.
BETWEEN = timedelta(minutes=7)


@dataclass(frozen=True, slots=True)
class Sample:
    """One report. ``steps``: days before today, what is done (a method of :class:`_Acts`), and its words."""

    name: str
    story: str
    days: int
    at: time
    facts: dict[str, Any]
    file: str | None
    steps: tuple[tuple[int, str, tuple[str, ...]], ...]


def samples() -> list[Sample]:
    """All of the list, one for each person who sent the same."""
    listed = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return [
        Sample(
            name=f"sample-{number}-{who}",
            story=f"{story}\n\n{listed['mark']}",
            days=entry["days"],
            at=time.fromisoformat(entry["clock"]),
            facts=entry["facts"],
            file=entry.get("file"),
            steps=tuple((days, act, tuple(words)) for days, act, *words in entry.get("steps", ())),
        )
        for number, entry in enumerate(listed["cases"], start=1)
        for who, story in enumerate(entry["story"], start=1)
    ]


class SampleReports:
    """:param clock: of all the other arguments too: it is set to the days of which the samples tell."""

    def __init__(
        self, database: Database, clock: FixedClock, desk: ReportDesk, work: CaseWork, evidence: EvidenceDesk
    ) -> None:
        self._database = database
        self._clock = clock
        self._desk = desk
        self._work = work
        self._evidence = evidence
        self._handlings = Handlings(database, clock)
        self._queries = Queries.beside(__file__, database.dialect)

    async def are_wanted(self) -> bool:
        """Only where nobody ever filed a report: samples among real ones would be counted with them."""
        async with self._database.read() as connection:
            return (await connection.execute(self._queries["any_case"])).first() is None

    async def load(self, now: datetime, staff_id: str | None) -> int:
        """File and work them. :param staff_id: who takes those that somebody takes. :returns: how many were filed.

        :raises ValueError: a sample is not what a citizen could send.
        """
        filed = 0
        for person, sample in enumerate(samples(), start=1):
            case_id = await self._file(sample, ChatRef(CHANNEL, CHANNEL, person, person), now)
            if case_id is not None:
                filed += 1
                await self._worked(sample, case_id, now, staff_id)
        return filed

    async def _file(self, sample: Sample, chat: ChatRef, now: datetime) -> str | None:
        """None: another process of this installation was faster."""
        today = local(now).date()
        self._clock.at = datetime.combine(today - timedelta(days=sample.days), sample.at, VIETNAM)
        draft = ReportDraft(id=sample.name, story=[sample.story], judged=sample.facts["categories"], **sample.facts)
        if sample.file is not None:
            result = await self._evidence.take(chat, sample.name, (HERE / sample.file).read_bytes())
            if result.id is None:
                raise ValueError(f"{sample.file} is not taken: {result.reason}")
            draft.files = [result.id]
        files = await self._evidence.prepare(chat, draft.files)
        filing = await self._desk.prepare(draft, chat, None, "vi", files)
        match filing:
            case Refused():
                raise ValueError(f"{sample.name} is not taken: {filing.reason}")
            case Joined():
                return None
            case Filing():
                try:
                    await self._commit(filing.write)
                except CountsMoved:
                    return None
                return filing.case_id

    async def _worked(self, sample: Sample, case_id: str, now: datetime, staff_id: str | None) -> None:
        acts = _Acts(self._work, self._desk, self._handlings, case_id, staff_id, self._commit)
        today = local(now).date()
        for number, (days, act, words) in enumerate(sample.steps, start=1):
            moment = datetime.combine(today - timedelta(days=days), sample.at, VIETNAM)
            self._clock.at = moment + number * BETWEEN
            done: Callable[..., Awaitable[None]] = getattr(acts, act)
            await done(*words)

    async def _commit(self, write: DomainWrite) -> None:
        async with self._database.write() as connection:
            await write(connection)


@dataclass(frozen=True, slots=True)
class _Acts:
    """What a step of the list may name: of inspectors first, then of the citizen."""

    work: CaseWork
    desk: ReportDesk
    handlings: Handlings
    case_id: str
    staff_id: str | None
    commit: Callable[[DomainWrite], Awaitable[None]]

    async def take(self) -> None:
        if (staff_id := self.staff_id) is not None:
            await self.commit(lambda connection: self.handlings.take(connection, self.case_id, staff_id))

    async def screen(self) -> None:
        await self.work.screen(self.case_id)

    async def accept(self) -> None:
        await self.work.accept(self.case_id)

    async def start(self) -> None:
        await self.work.start(self.case_id)

    async def ask(self, words: str) -> None:
        await self.work.ask(self.case_id, words)

    async def note(self, words: str) -> None:
        await self.work.note(self.case_id, words)

    async def reply(self, words: str) -> None:
        await self.work.reply(self.case_id, words)

    async def transfer(self, words: str) -> None:
        await self.work.transfer(self.case_id, "thue", "01", None, words)

    async def resolve(self, words: str, finding: str) -> None:
        await self.work.resolve(self.case_id, Finding(finding), words)

    async def close(self) -> None:
        await self.work.close(self.case_id)

    async def message(self, words: str) -> None:
        await self.commit(self.desk.add_message(self.case_id, words))

    async def dispute(self, words: str) -> None:
        await self.commit(self.desk.dispute(self.case_id, words))

    async def rate(self, score: str) -> None:
        await self.commit(self.desk.rate(self.case_id, int(score)))
