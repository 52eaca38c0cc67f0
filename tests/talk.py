"""A conversation as a transcript, through the inbox, the true handlers and the outbox.

A ``.talk`` file reads top to bottom::

    # why this talk is here
    citizen: lam giay khai sinh can gi
    bot: Thủ tục đăng ký khai sinh        each line must stand in the answer, in this order
    never: huyện                          must not stand anywhere in the answer
    tap: Lệ phí                           presses a button of the last message whose label contains this
    tap back 2: Lệ phí                    … of the message two answers ago
    later: 3 days                         moves the clock (days, hours, minutes)

    once: nhắn nhanh hơn                  stands in the answer, a single time
    silent:                               nothing was answered

Dossiers have lines of their own, see tests/dossier_stage.py; offices too, see tests/offices.py; limits and blocks, see
tests/limit_stage.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.abuse import AbuseDesk
from bot.changes import Deciding
from bot.checklists import ChecklistDesk
from bot.clock import FixedClock
from bot.database import Database
from bot.dossiers.desk import DossierDesk
from bot.gaps import GapDesk
from bot.intake.inbox import Inbox
from bot.intake.update import telegram_update
from bot.learning import Learning
from bot.notices import NoticeChoices, Standing
from bot.outbox.message import Message, visible_text
from bot.people import ChatRef
from bot.places.desk import PlaceDesk
from bot.schedule.dossier_jobs import DossierJobs
from bot.schedule.runner import Schedule
from bot.sealing import ServerKey
from bot.texts import Texts
from bot.turns.application import BotIdentity, build_router
from bot.turns.turn import House
from bot.turns.worker import TurnWorker
from bot.wake import Wake
from handlers import register
from knowledge.forms import Forms
from knowledge.library import Library
from tests.dossier_stage import DossierStage
from tests.limit_stage import LimitStage
from tests.offices import one_office, sample_offices
from tests.outbox import Said, said
from tests.reports import report_room
from tests.shelves import stocked_library

BOT = BotIdentity("telegram", "42", 42, "motcua_bot")
CHAT = 1001


@dataclass
class Answer:
    """What one message of the citizen brought: new messages, edits, notices."""

    messages: list[Message]
    notices: list[str]

    @property
    def text(self) -> str:
        return "\n".join(visible_text(message.text)[0] for message in self.messages)

    @property
    def labels(self) -> list[str]:
        return [button.label for message in self.messages for row in message.buttons for button in row]


@dataclass
class Talk:
    """A person talking to the bot. ``answers``: all so far, the newest last."""

    database: Database
    key: ServerKey
    clock: FixedClock
    worker: TurnWorker
    inbox: Inbox
    stage: DossierStage
    schedule: Schedule
    answers: list[Answer] = field(default_factory=list)
    _updates: int = 0
    _seen: int = 0
    failures: list[str] = field(default_factory=list)
    chat: int = CHAT
    #: Who keeps the pace; None: nobody is limited.
    limits: LimitStage | None = None
    #: Others talk to the same program: what they are told is not collected here.
    crowded: bool = False

    @classmethod
    async def begin(
        cls,
        database: Database,
        key: ServerKey,
        clock: FixedClock,
        *,
        library: Library | None = None,
        forms: Forms | None = None,
        changes: Deciding | None = None,
    ) -> Talk:
        """:param library: another base than the shipped one. :param forms: the files of forms that are kept.
        :param changes: what administrators do in their chat."""
        wake = Wake()
        library = library or await stocked_library()
        dossiers = DossierDesk(database, key, clock, library)
        reports = await report_room(database, key, clock)
        house = House(
            database,
            Texts(),
            library,
            Learning(database, key, clock),
            dossiers=dossiers,
            reports=reports.desk,
            evidence=reports.evidence,
            receipts=reports.receipts,
            privacy=reports.privacy,
            places=PlaceDesk(database, clock),
            checklists=ChecklistDesk(database, key, clock),
            forms=forms,
            gaps=GapDesk(database, key, clock),
            notices=Standing(database, clock),
            choices=NoticeChoices(database, key, clock),
            abuse=AbuseDesk(database, key, clock),
            changes=changes,
        )
        worker = TurnWorker(database, key, clock, wake, house)
        worker.routers["telegram"] = await build_router(BOT, register)
        stage = DossierStage(database, key, clock)
        jobs = {
            **DossierJobs(dossiers, key, Texts(), clock).by_kind(),
            **reports.jobs(Texts(), "https://motcua.example"),
        }
        schedule = Schedule(database, key, clock, wake, jobs)
        return cls(database, key, clock, worker, Inbox(database, key, clock, wake), stage, schedule)

    def beside(self, chat: int) -> Talk:
        """Somebody else's private talk with the same program."""
        self.crowded = True
        return replace(self, answers=[], _updates=chat * 1000, chat=chat)

    async def say(self, text: str, **message: Any) -> Answer:
        return await self.send(message={**_typed(text), **message})

    async def send(self, message: dict[str, Any]) -> Answer:
        """Any message at all: a sticker, a photo, a voice note."""
        return await self._update(self._sent(message))

    def _sent(self, message: dict[str, Any]) -> dict[str, Any]:
        return {"message": {**self._head(), "chat": {"id": self.chat, "type": "private"}, **message}}

    async def tap(self, label: str, back: int = 1) -> Answer:
        """Press the button whose label contains ``label``, of the ``back``-th last answer."""
        buttons = [b for message in self.answers[-back].messages for row in message.buttons for b in row if b.data]
        fitting = [b for b in buttons if b.label == label] or [b for b in buttons if label in b.label]
        if fitting:
            return await self.press(str(fitting[0].data))
        raise AssertionError(f"no button {label!r} among {self.answers[-back].labels}")

    async def press(self, data: str, message_id: int = 1) -> Answer:
        chat = {"id": self.chat, "type": "private"}
        message = {"message_id": message_id, "date": int(self.clock.at.timestamp()), "chat": chat}
        sender = self._head()["from"]
        query = {"id": str(self._updates + 1), "from": sender, "chat_instance": "1", "data": data, "message": message}
        return await self._update({"callback_query": query})

    async def limit(self) -> LimitStage:
        """From here on rates and blocks hold, as the program wires them."""
        self.limits = await LimitStage.of(self.database, self.key, self.clock)
        house, abuse = replace(self.worker._house, abuse=self.limits.abuse.desk), self.limits.abuse
        worker = TurnWorker(self.database, self.key, self.clock, Wake(), house, abuse.pace)
        worker.routers |= self.worker.routers
        self.worker = worker
        return self.limits

    async def administrator(self, act: str, words: str) -> Answer:
        """What this chat hears of a block, or of a decision on its objection."""
        assert self.limits is not None, "limits: on comes first"
        if act == "block":
            await self.limits.block(ChatRef("telegram", BOT.bot, self.chat, self.chat), words)
        else:
            await self.limits.decide(words)
        return await self._collect()

    async def flood(self, many: int, text: str) -> Answer:
        """All of it is there before the first is answered."""
        for _ in range(many):
            await self._take(self._sent(_typed(text)))
        return await self._work()

    async def elapse(self) -> Answer:
        """What the schedule has to do by now, and says."""
        await self.schedule.work()
        return await self._collect()

    async def _update(self, update: dict[str, Any]) -> Answer:
        await self._take(update)
        return await self._work()

    async def _take(self, update: dict[str, Any]) -> None:
        self._updates += 1
        value = {"update_id": self._updates, **update}
        if self.limits is None:
            await self.inbox.accept([telegram_update("42", value)])
        else:
            await self.inbox.accept(await self.limits.abuse.entrance.admitted("42", [value]))

    async def _work(self) -> Answer:
        while await self.worker.work():
            pass
        return await self._collect()

    async def _collect(self) -> Answer:
        await self._no_failure()
        new = [row for row in await said(self.database, self.key) if row.id > self._seen]
        self._seen = max([self._seen, *(row.id for row in new)])
        self.answers.append(_answer([row for row in new if not self.crowded or row.chat_id == self.chat]))
        return self.answers[-1]

    async def _no_failure(self) -> None:
        async with self.database.read() as connection:
            errors = (await connection.exec_driver_sql("SELECT error FROM inbox WHERE error IS NOT NULL")).scalars()
            assert list(errors) == []

    def _head(self) -> dict[str, Any]:
        sender = {"id": self.chat, "is_bot": False, "first_name": "Lan"}
        return {"message_id": self._updates + 1, "date": int(self.clock.at.timestamp()), "from": sender}


def _answer(rows: list[Said]) -> Answer:
    messages = [Message.from_json(row.content) for row in rows if row.kind in ("say", "edit")]
    notices = [row.content["notice"] for row in rows if row.kind == "answer" and row.content["notice"]]
    return Answer(messages, notices)


def _typed(text: str) -> dict[str, Any]:
    entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}] if text[:1] == "/" else []
    return {"text": text, "entities": entities}


async def perform(talk: Talk, path: Path) -> None:
    """Play a transcript. :raises AssertionError: naming file and line of the first thing that went otherwise."""
    rest = ""
    lines = path.read_text(encoding="utf-8").splitlines()  # noqa: ASYNC240 - a short local file
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        who, _, words = line.partition(":")
        words = talk.stage.filled(words.strip())
        where = f"{path.name}:{number}"
        if who == "citizen":
            rest = (await talk.say(words)).text
        elif match := re.fullmatch(r"tap(?: back (\d+))?", who):
            rest = (await talk.tap(words, int(match[1] or 1))).text
        elif who == "bot":
            assert words in rest, f"{where}: {words!r} is not in what follows:\n{rest}"
            rest = rest.partition(words)[2]
        elif who == "button":
            assert any(words in label for label in talk.answers[-1].labels), f"{where}: {talk.answers[-1].labels}"
        elif who == "notice":
            assert words in " ".join(talk.answers[-1].notices), where
        elif who == "once":
            assert talk.answers[-1].text.count(words) == 1, f"{where}: {words!r} in:\n{talk.answers[-1].text}"
        elif who == "silent":
            assert talk.answers[-1].messages == [], f"{where}: {talk.answers[-1].text}"
        elif who == "never":
            assert words not in talk.answers[-1].text, f"{where}: {words!r} stands in:\n{talk.answers[-1].text}"
        elif who == "later":
            amount, _, unit = words.partition(" ")
            talk.clock.at += timedelta(**{unit: int(amount)})
        elif who == "dossiers":
            await talk.stage.load_sample()
        elif who == "agency":
            await talk.stage.send(words)
        elif who == "location":
            latitude, longitude = map(float, words.split())
            rest = (await talk.send({"location": {"latitude": latitude, "longitude": longitude}})).text
        elif who == "offices":
            await sample_offices(talk.database, talk.clock)
        elif who == "office":
            await one_office(talk.database, talk.clock, words)
        elif who == "schedule":
            rest = (await talk.elapse()).text
        elif who == "limits":
            await talk.limit()
        elif who == "flood":
            many, _, said_often = words.partition(" ")
            rest = (await talk.flood(int(many), said_often)).text
        elif who in ("block", "object"):
            rest = (await talk.administrator(who, words)).text
        else:
            raise AssertionError(f"{where}: nobody is called {who!r}")
