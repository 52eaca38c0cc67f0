"""Telegram, wired: who the bot is, how its updates come in, how its answers go out. Empty without a token."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from fastapi import APIRouter
from rich.console import Console
from telegram.error import InvalidToken, TelegramError

from bot.abuse_room import AbuseRoom
from bot.alarms import Signals
from bot.clock import Clock
from bot.database import Database
from bot.intake.attachments import AttachmentReader
from bot.intake.foreign import ForeignWatch
from bot.intake.hearing import LOOK_S, Hearing, watch
from bot.intake.inbox import Inbox
from bot.intake.photos import KIND as PHOTO
from bot.intake.photos import PhotoReader
from bot.intake.poller import Poller
from bot.intake.webhook import register_webhook, telegram_webhook
from bot.outbox.files import OutgoingFiles
from bot.outbox.message import Message
from bot.outbox.outgoing import Address, Kind
from bot.outbox.sender import Sender
from bot.outbox.telegram_courier import TelegramCourier, render
from bot.people import ChatRef
from bot.reports.evidence import EvidenceDesk
from bot.reports.evidence.desk import KIND as EVIDENCE
from bot.schedule.damage_watch import DamageWatch, Send
from bot.schedule.runner import Job, Outcome, Schedule
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.silence import Silence
from bot.staff import Staff
from bot.telegram_api import TelegramApi
from bot.texts import Texts
from bot.turns.application import BotIdentity
from bot.wake import Wake

#: Somebody waits for what a photo says.
PHOTO_LOOK_S = 0.5
#: Telegram is out or the token is refused: doubling pauses between the tries to learn who the bot is.
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 300.0

log = structlog.get_logger(__name__)
Part = Callable[[], Awaitable[None]]
Greet = Callable[[BotIdentity], Awaitable[None]]


class TelegramDesk:
    def __init__(
        self,
        settings: Settings,
        database: Database,
        key: ServerKey,
        clock: Clock,
        wake: Wake,
        inbox: Inbox,
        texts: Texts,
        abuse: AbuseRoom,
    ) -> None:
        self._settings = settings
        self._database = database
        self._key = key
        self._clock = clock
        self._wake = wake
        self._inbox = inbox
        self._entrance = abuse.entrance
        self._holds = abuse.holds
        self._texts = texts
        self._signals = Signals(database, clock)
        self._silence = Silence(database, key, clock, texts, self.bot or "")

    @property
    def bot(self) -> str | None:
        """The bot's numeric id, the first half of its token."""
        token = self._settings.telegram_token
        return token.get_secret_value().partition(":")[0] if token else None

    def routers(self) -> list[APIRouter]:
        """The webhook route, in webhook mode."""
        secret = self._settings.webhook_secret
        if self.bot is None or secret is None or self._settings.telegram_mode != "webhook":
            return []
        return [telegram_webhook(self.bot, secret.get_secret_value(), self._inbox, self._entrance)]

    def jobs(self, parts: frozenset[str], greet: Greet, console: Console) -> dict[str, Part]:
        """What runs for Telegram. Intake and sending do not wait for the bot's identity; routing does (``greet``)."""
        if self.bot is None:
            return {}
        jobs: dict[str, Part] = {"telegram-identity": lambda: self._identify(greet, console)}
        if self._database.is_sqlite:
            jobs["telegram-damage"] = self._tell_of_damage
        if "intake" in parts:
            jobs["telegram-intake"] = self._poll if self._settings.telegram_mode == "polling" else self._be_called
            jobs["telegram-foreign"] = self._look_for_foreign
        if "sender" in parts:
            jobs["telegram-sender"] = self._send
        if "schedule" in parts:
            jobs["telegram-photos"] = self._read_photos
            jobs["telegram-silence"] = lambda: watch(self._silence.look)
        return jobs

    async def _poll(self) -> None:
        async with TelegramApi.of(self._settings) as api:
            poller = Poller(
                self._database,
                self._clock,
                api,
                self._inbox,
                entrance=self._entrance,
                heard=self._silence.heard,
                leave=self._signals.leave,
            )
            await poller.run()

    async def _send(self) -> None:
        assert self.bot is not None
        async with TelegramApi.of(self._settings) as api:
            courier = TelegramCourier(api, OutgoingFiles(self._database, self._key))
            rate = self._settings.send_rate
            sender = Sender(self._database, self._key, self._clock, self._wake, self.bot, courier, rate)
            await self._holds.while_let_go(courier.channel, sender.run)

    async def _tell_of_damage(self) -> None:
        async with TelegramApi.of(self._settings) as api:
            staff = Staff(self._database, self._key, self._clock)
            channel = ("telegram", api.bot_id)
            await DamageWatch(self._database, staff, self._texts, self._clock, channel, _straight(api)).run()

    async def _read_photos(self) -> None:
        async with TelegramApi.of(self._settings) as api:
            evidence = EvidenceDesk(self._database, self._key, self._clock)
            jobs = {
                PHOTO: _quiet(PhotoReader(api, self._inbox).read),
                EVIDENCE: _quiet(AttachmentReader(api, self._inbox, evidence, self._clock).read),
            }
            place = (self._database, self._key, self._clock, self._wake)
            name = f"telegram-photos|{self.bot}"
            await Schedule(*place, jobs, name=name, look_s=PHOTO_LOOK_S).run()

    async def _be_called(self) -> None:
        async with TelegramApi.of(self._settings) as api:
            await _until_done(lambda: register_webhook(api, self._settings), "webhook_not_registered")
            await watch(Hearing(api, self._clock, self._silence.heard).look)

    async def _look_for_foreign(self) -> None:
        """Beginning a minute late: by then our own webhook is set, or a forgotten one removed."""
        expected = self._settings.webhook_url or "" if self._settings.telegram_mode == "webhook" else ""
        async with TelegramApi.of(self._settings) as api:
            await asyncio.sleep(LOOK_S)
            await watch(ForeignWatch(api, self._clock, expected, self._signals.leave).look)

    async def _identify(self, greet: Greet, console: Console) -> None:
        async with TelegramApi.of(self._settings) as api:

            async def introduce() -> None:
                try:
                    me = await api.get_me()
                except InvalidToken:
                    console.print(
                        "Telegram refuses the token in MOTCUA_TELEGRAM_TOKEN. The web chat goes on without Telegram; "
                        "get the token from @BotFather and start again.",
                        highlight=False,
                    )
                    raise
                await greet(BotIdentity("telegram", api.bot_id, int(me["id"]), str(me.get("username", ""))))

            await _until_done(introduce, "telegram_identity_unknown")


def _straight(api: TelegramApi) -> Send:
    """Past the outbox, which is of no use when the database takes nothing."""

    async def send(chat: ChatRef, message: Message) -> bool:
        address = Address(chat.channel, chat.bot, chat.chat_id)
        method, params = render(Kind.SAY, address, message.as_json(), plain=False)
        try:
            await api.call(method, params)
        except TelegramError as error:
            log.warning("alarm_not_sent", error=type(error).__name__)
            return False
        return True

    return send


def _quiet(read: Callable[[dict[str, Any]], Awaitable[None]]) -> Job:
    """A job that says nothing by itself: what it brings comes back through the inbox."""

    async def job(subject: dict[str, Any]) -> Outcome:
        await read(subject)
        return Outcome()

    return job


async def _until_done(step: Callable[[], Awaitable[None]], event: str) -> None:
    """Try ``step`` until Telegram accepts it, with growing pauses; each failure is logged by its class."""
    pause = FIRST_PAUSE_S
    while True:
        try:
            await step()
            return
        except TelegramError as error:
            log.warning(event, error=type(error).__name__, pause=pause)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE_S)
