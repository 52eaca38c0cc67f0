"""The worker: claims a batch, runs its handlers, commits what they wrote together, behind the fence.

Handlers run before the write transaction, on read connections; their writes are collected. A batch that cannot be
committed whole rolls back and its turns are committed singly. A turn that writes domain rows commits alone; what only
counts or notes something goes with its batch.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import orjson
import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock, epoch_ms
from bot.database import Database
from bot.errors import TurnConflict
from bot.logs import describe
from bot.metrics.counting import REPLY_SECONDS, UPDATES
from bot.outbox.message import Message
from bot.outbox.outgoing import Kind, Outgoing
from bot.sealing import ServerKey
from bot.turns.announcing import announce, is_paused
from bot.turns.arrival import OWN_NAME, address_in, begin_turn, is_private, said_at
from bot.turns.blocking import tell_of_block
from bot.turns.claims import Claimed, Claims, SessionChange
from bot.turns.pace import Pace, Verdict
from bot.turns.pickup import Pickup
from bot.turns.session import Session
from bot.turns.turn import House, Turn, TurnApplication
from bot.wake import Wake

#: Two batches under way: one runs handlers while the other waits for its commit.
PIPELINES = 2
#: Below the claim's lease, so that a handler that hangs fails here and not as a lost claim.
HANDLER_TIMEOUT_S = 8
#: Pauses before the second to fifth try of a failed turn.
RETRY_AFTER_MS = (1_000, 5_000, 30_000, 120_000)
#: An update claimed this often without ever ending was never answered because it kills its worker.
MOST_CLAIMS = 20
DATABASE_PAUSE_S = 1.0

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Done:
    """A turn whose handler has ended well; ``turn`` is None when there was nobody to answer."""

    claimed: Claimed
    session: Session
    before: bytes
    turn: Turn | None

    @property
    def change(self) -> list[SessionChange]:
        return [] if self.session.encode() == self.before else [SessionChange(self.claimed.lane, self.session)]

    @property
    def messages(self) -> list[Outgoing]:
        return self.turn.outgoing if self.turn else []

    @property
    def alone(self) -> bool:
        return bool(self.turn and self.turn.writes)


class TurnWorker:
    """``routers``: by channel, filled as bots become known; only their channels are claimed."""

    def __init__(
        self,
        database: Database,
        key: ServerKey,
        clock: Clock,
        wake: Wake,
        house: House,
        pace: Pace | None = None,
    ) -> None:
        """:param pace: None slows nobody down."""
        self.routers: dict[str, TurnApplication] = {}
        self._database = database
        self._clock = clock
        self._wake = wake
        self._house = house
        self._pace = pace if pace is not None else Pace(lifted=True)  # one that knows nobody yet is empty, so false
        self._claims = Claims(database, key)
        self._pickup = Pickup(self._claims, clock, self._in_turn)
        self._batches = 0

    async def run(self) -> None:
        """For ever; several may run in one process and in many."""
        with self._wake.riding("inbox", self._pickup):
            async with asyncio.TaskGroup() as group:
                for number in range(PIPELINES):
                    group.create_task(self._pipeline(), name=f"turns-{number}")

    async def _pipeline(self) -> None:
        async with self._wake.listen("inbox") as bell:
            handed: list[Claimed] = []
            while True:
                try:
                    batch, handed = handed or await self._pickup.claim(), []
                    await self._work(batch)
                except (SQLAlchemyError, OSError) as error:
                    # The claims end by themselves; what was committed stays committed.
                    log.warning("turns_database_unreachable", error=type(error).__name__)
                    await asyncio.sleep(DATABASE_PAUSE_S)
                    continue
                if not batch:
                    handed = await self._pickup.wait(bell)

    async def work(self) -> int:
        """One batch. :returns: how many updates were claimed."""
        batch = await self._pickup.claim()
        await self._work(batch)
        return len(batch)

    async def _work(self, batch: Sequence[Claimed]) -> None:
        if not batch:
            return
        sessions = await self._claims.sessions([claimed.lane for claimed in batch])
        answers = [self._answer(claimed, sessions.get(claimed.lane) or Session()) for claimed in batch]
        # A single one, as most are on a calm day, needs no task, whose end others would come in between.
        results = await asyncio.gather(*answers) if len(answers) > 1 else [await answers[0]]
        done = [result for result in results if result is not None]
        together = [result for result in done if not result.alone]
        if together and not await self._commit(together):
            for result in together:
                await self._commit_alone(result)
        for result in done:
            if result.alone:
                await self._commit_alone(result)

    def _in_turn(self) -> list[str]:
        """Each batch another channel first: a backlog of one, as after an outage of Telegram, holds no other up."""
        channels = list(self.routers)
        self._batches += 1
        first = self._batches % max(1, len(channels))
        return channels[first:] + channels[:first]

    # -- answering -------------------------------------------------------------------------------------------------

    async def _answer(self, claimed: Claimed, session: Session) -> Done | None:
        try:
            return await self._run_handlers(claimed, session)
        except Exception as error:  # the turn's own failure, whatever it is: recorded, retried, set aside
            await self._failed(claimed, session, error)
            return None

    async def _run_handlers(self, claimed: Claimed, session: Session) -> Done:
        if claimed.attempts > MOST_CLAIMS:
            raise RuntimeError("claimed many times and never ended")
        router = self.routers[claimed.channel]
        session = Session.decode(session.encode(), session.version)  # the handler's own, to change
        update_json = orjson.loads(self._claims.open(claimed))
        turn = begin_turn(claimed, update_json, router, session, self._house, self._clock.now())
        before = session.encode()
        if turn is not None:
            if self._hears(claimed, turn):
                with turn.is_current():
                    async with asyncio.timeout(HANDLER_TIMEOUT_S):
                        # What the program sends back itself belongs to what was taken in before the pause.
                        if OWN_NAME in claimed.update_id or not await is_paused(turn):
                            await router.process_update(turn.update)
                            await announce(turn)
                        await tell_of_block(turn, claimed.lane)
            turn.finish()
        return Done(claimed, session, before, turn)

    def _hears(self, claimed: Claimed, turn: Turn) -> bool:
        """Whether a person is not too fast; if so, the turn ends without handlers, with one honest line a minute.

        A turn that failed was counted the first time; what the program itself sends back (a photo, read) counts not.
        """
        if claimed.attempts > 1 or OWN_NAME in claimed.update_id:
            return True
        verdict = self._pace.judge(claimed.lane, said_at(turn.update, claimed), press=turn.press is not None)
        if verdict is Verdict.SLOW_DOWN:
            if is_private(turn.update):
                turn.say(Message(turn.render("desk/slower")))
            if self._house.abuse is not None:
                turn.write_briefly(self._house.abuse.floods.mark(claimed.lane, claimed.channel))
        return verdict is Verdict.GO_ON

    # -- committing ------------------------------------------------------------------------------------------------

    async def _commit(self, results: Sequence[Done]) -> bool:
        """All of them or none; False when they must be tried singly."""
        try:
            await self._write(results)
        except OSError:  # the database is gone, for all of them
            raise
        except Exception as error:  # a lost claim, or what one of them wanted written
            log.warning("batch_rolled_back", turns=len(results), error=type(error).__name__)
            return False
        return True

    async def _commit_alone(self, result: Done) -> None:
        try:
            await self._write([result])
        except TurnConflict:
            log.info("turn_lost", lane=result.claimed.lane)  # another worker has it and answers
        except Exception as error:  # a domain write may refuse or fail in any way: the turn's own failure
            await self._failed(result.claimed, result.session, error)

    async def _write(self, results: Sequence[Done]) -> None:
        now = self._now()
        changes = [change for result in results for change in result.change]
        messages = [message for result in results for message in result.messages]
        claimed = [result.claimed for result in results]
        turns = [result.turn for result in results if result.turn]
        writes = [write for turn in turns for write in turn.writes]
        brief_writes = sorted(write for turn in turns for write in turn.brief_writes)
        outboxes = sorted({f"outbox:{message.address.channel}" for message in messages})
        if writes:
            async with self._database.write() as connection:
                await self._claims.finish(connection, claimed, changes, messages, now)
                for brief_write in brief_writes:
                    await brief_write(connection)
                for domain_write in writes:
                    await domain_write(connection)
            for outbox in outboxes:
                self._wake.call(outbox)
        else:
            async with self._wake.along(*outboxes) as company, self._database.brief_write() as brief:
                await self._claims.finish(brief, claimed, changes, messages, now)
                for brief_write in brief_writes:
                    await brief_write(brief)
                await company.within(brief)
        self._count(results)

    def _count(self, results: Sequence[Done]) -> None:
        now = self._now()
        for result in results:
            UPDATES.add(channel=result.claimed.channel, outcome="answered")
            if result.messages:
                REPLY_SECONDS.see((now - result.claimed.received_at) / 1000, channel=result.claimed.channel)

    # -- failing ---------------------------------------------------------------------------------------------------

    async def _failed(self, claimed: Claimed, session: Session, error: Exception) -> None:
        try:
            await self._note_failure(claimed, session, describe(error))
        except (SQLAlchemyError, OSError) as unreachable:
            # The claim ends by itself and the turn comes again; the others of the batch need not suffer.
            log.warning("failure_not_noted", seq=claimed.seq, error=type(unreachable).__name__)

    async def _note_failure(self, claimed: Claimed, session: Session, where: str) -> None:
        if claimed.attempts <= len(RETRY_AFTER_MS):
            log.warning("turn_failed", lane=claimed.lane, attempt=claimed.attempts, error=where)
            later = self._now() + RETRY_AFTER_MS[claimed.attempts - 1]
            await self._claims.put_back(claimed, where, later)
            UPDATES.add(channel=claimed.channel, outcome="retried")
            return
        log.error("turn_dead", lane=claimed.lane, seq=claimed.seq, error=where)
        await self._claims.set_aside(claimed, where, self._apology(claimed, session), self._now())
        UPDATES.add(channel=claimed.channel, outcome="dead")
        self._wake.call(f"outbox:{claimed.channel}")

    def _apology(self, claimed: Claimed, session: Session) -> list[Outgoing]:
        try:
            address = address_in(self._claims.open(claimed), claimed.channel, claimed.bot)
        except ValueError:  # the row itself was damaged: there is nobody to tell but the operator
            log.error("inbox_row_unreadable", seq=claimed.seq)
            return []
        if address is None:
            return []
        text = self._house.texts.render("desk/apology", session.language)
        content = {"text": str(text), "buttons": []}
        return [Outgoing(f"dead|{claimed.key}", address, Kind.SAY, content)]

    def _now(self) -> int:
        return epoch_ms(self._clock.now())
