"""What an inspector does from the command line reaches the citizen, and only holders of the case can do it."""

from __future__ import annotations

import asyncio
import getpass
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.audit import AuditTrail
from bot.clock import FixedClock, SystemClock
from bot.commands import cases
from bot.commands.case_record import UNWRITTEN
from bot.database import open_database
from bot.errors import SettingsError
from bot.reports.cases import CaseMoved, CaseView
from bot.reports.cases.states import State
from bot.reports.vault import WrongPassphrase
from bot.reports.vault.keys import FOLDER
from bot.sealing import KEY_FILE, load_or_create
from bot.staff.member import Role
from tests.bot.board.members import enter, member
from tests.bot.reports.cases.desks import LAN, STORY, Room, draft, photo

HUE = "46"
LEADS = "lãnh đạo bốn năm sáu"


class Office:
    """The commands on a fresh SQLite, where Lan has filed a report."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self._url = folder, url
        self.app = typer.Typer()
        cases.register(self.app)
        self.number = self.room(self._filed)
        (self.passphrase,) = (folder / "data" / "keys" / FOLDER).glob("*.passphrase")

    async def _filed(self, room: Room) -> str:
        return (await room.file(draft(files=["f1"]), LAN, files=(photo(),))).number

    def room(self, work: Callable[[Room], Awaitable[Any]]) -> Any:
        async def within() -> Any:
            database = open_database(self._url, self.folder)
            try:
                keys = self.folder / "data" / "keys"
                now = FixedClock(SystemClock().now())
                return await work(await Room.of(database, load_or_create(keys), now, keys))
            finally:
                await database.close()

        return asyncio.run(within())

    def call(
        self, command: str, *words: str, typed: str = "", number: str | None = None, by: str | None = None
    ) -> Result:
        asked = [
            "cases",
            *(("--as", by) if by is not None else ()),
            command,
            number or self.number,
            *words,
            "--passphrase-file",
            str(self.passphrase),
        ]
        return CliRunner().invoke(self.app, asked, input=typed)

    def view(self) -> CaseView:
        view: CaseView = self.room(lambda room: room.view(self.number, LAN))
        return view

    def replies(self) -> list[str]:
        async def read(room: Room) -> list[str]:
            view = await room.view(self.number, LAN)
            return [reply.text for reply in await room.desk.replies(view.id)]

        texts: list[str] = self.room(read)
        return texts


@pytest.fixture
def office(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOTCUA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MOTCUA_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("MOTCUA_KEY_DIR", "")
    return Office(tmp_path, sqlite_url)


def test_a_report_as_it_was_filed_is_shown_whole(office: Office) -> None:
    shown = office.call("show", "--files", str(office.folder / "out"))
    assert shown.exit_code == 0, shown.exception
    assert STORY in shown.stdout
    assert "giay-hen.jpg (image/jpeg" in shown.stdout
    assert "unknown form" not in shown.stdout
    (path,) = (office.folder / "out").iterdir()
    assert path.read_bytes() == photo().body
    assert path.suffix == ".jpg"


def test_a_case_is_worked_on_to_its_end(office: Office) -> None:
    for command, state in (("screen", "screening"), ("accept", "accepted"), ("start", "in_progress")):
        done = office.call(command)
        assert done.stdout == f"{office.number}: {state}\n", done.exception
    assert office.call("ask", typed="Chị nhớ ngày nào không?\n").stdout.endswith(": needs_information\n")
    assert office.view().paused
    assert office.call("go-on").stdout.endswith(": in_progress\n")
    words = office.folder / "words.txt"
    words.write_text("Đã làm việc với\nbộ phận một cửa.\n")
    assert office.call("reply", "--text", str(words)).exit_code == 0
    assert office.call("note", typed="Chỉ nội bộ.\n").exit_code == 0
    assert office.call("resolve", "partly", typed="Đã chấn chỉnh.\n").stdout.endswith(": resolved\n")
    assert office.replies() == ["Chị nhớ ngày nào không?", "Đã làm việc với\nbộ phận một cửa.", "Đã chấn chỉnh."]
    shown = office.call("show").stdout
    assert "Chỉ nội bộ." in shown
    assert "partly" in shown
    assert office.call("close").stdout.endswith(": closed\n")
    assert office.view().state is State.CLOSED


def test_a_step_that_is_not_allowed_is_told(office: Office) -> None:
    assert isinstance(office.call("close").exception, CaseMoved)
    assert office.view().state is State.RECEIVED


def test_nothing_is_said_without_words(office: Office) -> None:
    for words in ("", " \n"):
        assert isinstance(office.call("ask", typed=words).exception, SettingsError)
    assert isinstance(office.call("reply", "--text", "none").exception, SettingsError)
    assert office.replies() == []
    assert office.view().state is State.RECEIVED


def test_another_body_can_open_what_was_moved_to_it(office: Office) -> None:
    hue = "Huế một hai ba bốn năm"
    office.room(lambda room: room.keys.add(HUE, for_leads=False, passphrase=hue))

    def as_hue() -> Result:
        return CliRunner().invoke(office.app, ["cases", "show", office.number], input=hue + "\n")

    assert isinstance(as_hue().exception, SettingsError)
    moved = office.call("transfer", "dat_dai", "--province", HUE, typed="Việc này thuộc văn phòng đất đai.\n")
    assert moved.stdout.endswith(": transferred\n"), moved.exception
    assert STORY in as_hue().stdout
    view = office.view()
    assert (view.office, view.province, view.state) == ("dat_dai", HUE, State.TRANSFERRED)
    assert office.replies() == ["Việc này thuộc văn phòng đất đai."]


def test_a_restricted_case_moves_among_leads(office: Office) -> None:
    async def filed(room: Room) -> str:
        await room.keys.add("VN", for_leads=True, passphrase=LEADS)
        await room.keys.add(HUE, for_leads=False, passphrase="Huế một hai ba bốn năm")
        return (await room.file(draft("two", "Một việc khác hẳn", denunciation_like=True), LAN)).number

    number = office.room(filed)
    assert isinstance(office.call("accept", number=number).exception, SettingsError)
    office.passphrase.write_text(LEADS)
    assert office.call("accept", number=number).exit_code == 0
    moved = office.call("transfer", "dat_dai", "--province", HUE, number=number, typed="Chuyển.\n")
    assert moved.exit_code == 0, moved.exception
    office.passphrase.write_text("Huế một hai ba bốn năm")
    assert isinstance(office.call("show", number=number).exception, SettingsError)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["transfer", "nowhere"], "no kind of office"),
        (["transfer", "dat_dai", "--province", "Huế"], "code of a province"),
        (["transfer", "dat_dai", "--commune", "x"], "code of a commune"),
        (["resolve", "guilty"], "no finding"),
    ],
)
def test_what_is_in_no_table_is_told_before_the_passphrase(office: Office, words: list[str], told: str) -> None:
    command, *rest = words
    refused = CliRunner().invoke(office.app, ["cases", command, office.number, *rest])
    assert isinstance(refused.exception, SettingsError)
    assert told in str(refused.exception)


def test_a_letter_reaches_the_citizen_as_it_is(office: Office) -> None:
    path = office.folder / "công văn 12.pdf"
    path.write_bytes(b"%PDF-1.7\nsigned\n%%EOF\n")
    assert office.call("letter", str(path)).exit_code == 0

    async def received(room: Room) -> Any:
        view = await room.view(office.number, LAN)
        return [reply.file for reply in await room.desk.replies(view.id)]

    (file,) = office.room(received)
    assert (file.name, file.media, file.body) == ("công văn 12.pdf", "application/pdf", path.read_bytes())
    path.write_bytes(b"MZ program")
    assert isinstance(office.call("letter", str(path)).exception, SettingsError)


def test_only_holders_act(office: Office) -> None:
    office.passphrase.write_text("a guess of somebody else")
    for command in ("accept", "reply", "close"):
        assert isinstance(office.call(command, typed="words\n").exception, WrongPassphrase)
    assert office.view().state is State.RECEIVED


def test_answers_are_given_where_the_server_key_is(office: Office) -> None:
    """Reading needs none: a case can be opened on a machine of its own."""
    (office.folder / "data" / "keys" / KEY_FILE).unlink()
    assert STORY in office.call("show").stdout
    refused = office.call("accept")
    assert isinstance(refused.exception, SettingsError)
    assert "server key" in str(refused.exception)
    assert not (office.folder / "data" / "keys" / KEY_FILE).exists()


def record_of(office: Office) -> list[tuple[str | None, str, str]]:
    async def read(room: Room) -> list[tuple[str | None, str, str]]:
        assert await AuditTrail(room.database, room.key, room.clock).verify() is None
        return [(row.actor, row.action, row.detail or "") for row in await room.rows("audit")]

    found: list[tuple[str | None, str, str]] = office.room(read)
    return found


def unread(office: Office) -> int:
    async def count(room: Room) -> int:
        return sum(row.author == "citizen" and row.seen_at is None for row in await room.rows("case_item"))

    found: int = office.room(count)
    return found


def test_a_look_is_written_down_and_what_was_read_counts_as_seen(office: Office) -> None:
    assert unread(office) > 0
    assert office.call("show").exit_code == 0
    ((actor, action, detail),) = record_of(office)
    assert (actor, action) == (None, "case.read")
    assert json.loads(detail) == {"account": getpass.getuser(), "command": "cases show", "files": False}
    assert unread(office) == 0


def test_what_is_done_is_written_down(office: Office) -> None:
    office.call("screen")
    office.call("accept")
    office.call("reply", typed="Đang xem.\n")
    key = office.call("rewrap", "--to", office.passphrase.stem)
    assert key.exit_code == 0, key.exception
    assert [action for _, action, _ in record_of(office)] == ["case.work", "case.work", "case.reply", "case.share"]
    shared = {"account": getpass.getuser(), "instead": False, "key": office.passphrase.stem}
    assert json.loads(record_of(office)[-1][2]) == shared


def test_a_look_without_the_server_key_is_told_to_be_unwritten(office: Office) -> None:
    hidden = office.folder / "aside"
    (office.folder / "data" / "keys" / KEY_FILE).rename(hidden)
    shown = office.call("show")
    assert UNWRITTEN in shown.stderr
    hidden.rename(office.folder / "data" / "keys" / KEY_FILE)
    assert record_of(office) == []
    assert unread(office) > 0


def test_who_is_named_is_the_actor_and_a_strangers_name_does_nothing(office: Office) -> None:
    async def known(room: Room) -> None:
        await enter(room.database, member("an", Role.LEAD))

    async def actors(room: Room) -> list[tuple[str | None, bool]]:
        return [(row.actor, "account" in (row.detail or "")) for row in await room.rows("audit")]

    office.room(known)
    assert office.call("screen", by="an").exit_code == 0
    assert office.call("show").exit_code == 0
    assert office.room(actors) == [("an", True), (None, True)]
    refused = office.call("accept", by="Người Lạ")
    assert isinstance(refused.exception, SettingsError)
    assert "Người Lạ" in str(refused.exception)
    assert office.view().state is State.SCREENING
