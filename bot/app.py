"""The composition root: builds everything, and says in which order the parts run. Starts nothing by being imported."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
from rich.console import Console

from bot.abuse_room import AbuseRoom
from bot.alarms import Disk
from bot.backup.upgrading import upgrade
from bot.backup_room import BackupRoom
from bot.change_room import changes_of
from bot.checklists import ChecklistDesk
from bot.clock import Clock, SystemClock
from bot.console_room import console_of
from bot.database import Database, open_database
from bot.database.key_check import server_key
from bot.database.reachable import told
from bot.digest_room import DigestRoom
from bot.dossier_room import DossierRoom
from bot.due_room import keep_schedule
from bot.errors import OperatorError
from bot.gaps import GapDesk
from bot.intake.inbox import Inbox
from bot.knowledge_room import KnowledgeRoom
from bot.learning import Learning
from bot.logs import tell_of_stray_errors
from bot.metrics_room import figures_of
from bot.notices import NoticeChoices, Standing
from bot.pauses import keep_pauses_short
from bot.place_room import PlaceRoom
from bot.report_room import ReportRoom
from bot.reports.vault import keep_scrubbed
from bot.retention import Retention
from bot.sample_room import load_samples
from bot.schedule.checklist_jobs import ChecklistJobs
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.spare_memory import give_back, keep_giving_back
from bot.staff_room import StaffRoom
from bot.supervision import innermost, supervise
from bot.telegram_desk import TelegramDesk
from bot.texts import Texts
from bot.turns.application import BotIdentity, build_router
from bot.turns.turn import House
from bot.turns.worker import TurnWorker
from bot.wake import Wake
from bot.watch_room import alarm_watch, shut_when_full
from bot.web.chat.delivery import WebDelivery
from bot.web.server import WebServer
from bot.web.site import build_site
from handlers import register
from knowledge.forms import Forms
from knowledge.library import Library
from knowledge.shipped import SHIPPED
from knowledge.store import KnowledgeStore

PARTS = frozenset({"intake", "turns", "sender", "web", "schedule"})
WEB_BOT = BotIdentity("web", "web", 1, "motcua")

log = structlog.get_logger(__name__)
Part = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class MotCua:
    """Everything that is built, before anything runs."""

    settings: Settings
    clock: Clock
    database: Database
    key: ServerKey
    wake: Wake
    texts: Texts
    store: KnowledgeStore
    library: Library
    inbox: Inbox
    worker: TurnWorker
    dossiers: DossierRoom
    reports: ReportRoom
    staff: StaffRoom
    digests: DigestRoom
    places: PlaceRoom
    checklists: ChecklistJobs
    gaps: GapDesk
    knowledge: KnowledgeRoom
    talk: House
    abuse: AbuseRoom


@asynccontextmanager
async def build(settings: Settings, clock: Clock | None = None) -> AsyncIterator[MotCua]:
    """Open and migrate the database, load the key, wire the rooms; close the database at the end.

    :raises OperatorError: saying what must be put right.
    """
    clock = clock or SystemClock()
    _make_private(settings.data_dir)
    database = open_database(settings.database_url, settings.data_dir)
    try:
        await upgrade(database, settings, clock)
        key = await server_key(database, settings.keys)
        wake, texts = Wake(), Texts()
        shelves = KnowledgeRoom(database, clock)
        store, library = shelves.store, shelves.library
        dossiers = DossierRoom(database, key, clock, library)
        reports = ReportRoom(database, key, clock, settings.keys)
        staff = StaffRoom(database, key, clock, settings.keys)
        places = PlaceRoom(database, clock, library)
        digests = DigestRoom(database, key, clock, texts, settings, staff.desk.chats)
        abuse = AbuseRoom(database, key, clock, unlimited=settings.unlimited)
        shut_when_full(abuse, Disk(settings.data_dir))
        checklists, gaps = ChecklistDesk(database, key, clock), GapDesk(database, key, clock)
        house = House(
            database,
            texts,
            library,
            Learning(database, key, clock),
            dossiers=dossiers.desk,
            reports=reports.desk,
            evidence=reports.evidence,
            receipts=reports.receipts,
            privacy=reports.privacy,
            staff=digests.talk,
            places=places.desk,
            checklists=checklists,
            forms=Forms(database, clock),
            gaps=gaps,
            notices=Standing(database, clock),
            choices=NoticeChoices(database, key, clock),
            abuse=abuse.desk,
            changes=changes_of(database, key, clock, library, settings),
        )
        inbox = Inbox(database, key, clock, wake)
        worker = TurnWorker(database, key, clock, wake, house, abuse.pace)
        yield MotCua(
            settings,
            clock,
            database,
            key,
            wake,
            texts,
            store,
            library,
            inbox,
            worker,
            dossiers,
            reports,
            staff,
            digests,
            places,
            ChecklistJobs(checklists, store, database, key, texts, clock),
            gaps,
            shelves,
            house,
            abuse,
        )
    finally:
        await database.close()


def _make_private(folder: Path) -> None:
    """Before the keys' folder brings it along, open to all. :raises OperatorError: it cannot be made."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OperatorError(f"The data folder {folder} cannot be made: {error.strerror}.") from error


async def serve(settings: Settings, parts: frozenset[str] = PARTS) -> None:
    """Run ``parts`` until SIGTERM or SIGINT."""
    console = Console()
    tell_of_stray_errors(asyncio.get_running_loop())
    async with build(settings) as house:
        telegram = TelegramDesk(
            house.settings, house.database, house.key, house.clock, house.wake, house.inbox, house.texts, house.abuse
        )
        server = _web_server(house, telegram) if _needs_web(settings, parts) else None
        with told(house.database):
            await _load_knowledge(house, console)
            await house.reports.open(console)
            if house.settings.sample_data:
                await load_samples(house, console, with_links=server is not None)
        keep_pauses_short()
        give_back()
        await _until_stopped(_jobs(house, telegram, server, parts, console))


def _needs_web(settings: Settings, parts: frozenset[str]) -> bool:
    return "web" in parts or ("intake" in parts and settings.telegram_mode == "webhook")


def _web_server(house: MotCua, telegram: TelegramDesk) -> WebServer:
    site = build_site(
        database=house.database,
        key=house.key,
        clock=house.clock,
        wake=house.wake,
        inbox=house.inbox,
        texts=house.texts,
        settings=house.settings,
        entrance=house.abuse.entrance,
        figures=house.abuse.figures,
        extra_routers=[
            *telegram.routers(),
            *house.dossiers.routers(),
            *house.reports.routers(house.texts, house.settings),
            *house.places.routers(house.texts, house.settings),
            console_of(house).router(),
            figures_of(house.settings, house.database, house.clock, house.store),
        ],
    )
    return WebServer(site, house.settings.host, house.settings.port)


def _jobs(
    house: MotCua, telegram: TelegramDesk, server: WebServer | None, parts: frozenset[str], console: Console
) -> dict[str, Part]:
    """What runs, by name; each is restarted by itself when it fails."""
    jobs: dict[str, Part] = {"spare-memory": keep_giving_back}
    if server is not None:
        jobs["web"] = lambda: server.run(console)
    if parts & {"intake", "turns", "web"}:
        jobs["limits"] = house.abuse.figures.watch
    if "turns" in parts:
        jobs["turns"] = lambda: _turns(house)
    if parts & {"turns", "web", "schedule"}:  # the API and the reminders judge by procedures too
        jobs["knowledge"] = house.library.watch
    if "sender" in parts:
        delivery = WebDelivery(house.database, house.key, house.clock, house.wake)
        jobs["web-delivery"] = lambda: house.abuse.holds.while_let_go("web", delivery.run)
    if house.database.is_sqlite:
        jobs["checkpoints"] = house.database.keep_log_short
    if "schedule" in parts:
        jobs["retention"] = Retention(house.database, house.clock).run
        jobs["scrub"] = lambda: keep_scrubbed(house.database)
        jobs["schedule"] = lambda: keep_schedule(house)
        jobs["checklists"] = house.checklists.watch
        backups = BackupRoom(house.database, house.key, house.clock, house.settings)
        backups.tell(console)
        jobs["backup"] = lambda: backups.run(house.wake)
        jobs["digests"] = lambda: house.digests.run(house.wake)
        place = (house.settings, house.database, house.key, house.clock, house.texts)
        jobs["alarms"] = alarm_watch(*place, house.staff.desk.staff, house.wake).run

    async def greet(identity: BotIdentity) -> None:
        """Telegram has told who the bot is: its updates can be routed from now on."""
        house.places.bot_name = identity.username or None
        if "turns" in parts:
            house.worker.routers["telegram"] = await build_router(identity, register)
        console.print(f"Telegram: @{identity.username}", highlight=False)

    jobs.update(telegram.jobs(parts, greet, console))
    return jobs


async def _turns(house: MotCua) -> None:
    house.worker.routers.setdefault("web", await build_router(WEB_BOT, register))
    await house.worker.run()


async def _load_knowledge(house: MotCua, console: Console) -> None:
    """Load the published base; with MOTCUA_SAMPLE_DATA, import what ships when nothing was ever published."""
    if await house.store.revision() == 0:
        if house.settings.sample_data:
            from bot.commands.progress import import_with_progress  # rich's bars, at first start only

            await import_with_progress(console, house.store, SHIPPED)
        else:
            console.print("The knowledge base is empty. Fill it with: python bot.py knowledge import")
    await house.library.refresh()


async def _until_stopped(jobs: dict[str, Part]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        async with asyncio.TaskGroup() as group:
            running = [group.create_task(supervise(name, job), name=name) for name, job in jobs.items()]
            await stop.wait()
            log.info("stopping")
            for task in running:
                task.cancel()
    except BaseExceptionGroup as failures:
        refused = failures.subgroup(OperatorError)
        if refused is None:
            raise
        raise innermost(refused) from None  # alone: whoever started the program is told in one line
