"""`bot.py cases`, as an inspector at the command line meets it."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.clock import FixedClock
from bot.commands import cases
from bot.database import Database, open_database
from bot.errors import KeyFolderError, SettingsError
from bot.reports.cases.numbers import numbered
from bot.reports.vault import InspectorateKeys, WrongPassphrase
from bot.reports.vault.keyfiles import PoorPassphrase
from bot.reports.vault.keys import LastKey
from bot.reports.vault.sharing import OnlyForLeads
from tests.bot.reports.vault.conftest import CHEAP
from tests.bot.reports.vault.stored import CANARIES, FILE_BODY, MESSAGE, NARRATIVE, NUMBER, store_case
from tests.bot.reports.vault.stored import OTHER as RESTRICTED

PHRASE = "thanh tra một hai ba"
LEADS = "lãnh đạo bốn năm sáu"
UNKNOWN = numbered(2026, "22222")
Stored = Callable[[Database, InspectorateKeys], Awaitable[Any]]


class Desk:
    """The commands on a fresh SQLite, with a key for the country and one for leads."""

    def __init__(self, folder: Path, url: str, clock: FixedClock) -> None:
        self.folder, self._url, self._clock = folder, url, clock
        self.app = typer.Typer()
        cases.register(self.app)

        async def prepare(_: Database, keys: InspectorateKeys) -> list[str]:
            return [
                await keys.add("VN", for_leads=False, passphrase=PHRASE),
                await keys.add("VN", for_leads=True, passphrase=LEADS),
            ]

        self.root, self.leads = self.store(prepare)

    def store(self, work: Stored) -> Any:
        async def stored() -> Any:
            database = open_database(self._url, self.folder)
            try:
                return await work(
                    database, InspectorateKeys(database, self.folder / "data" / "keys", self._clock, CHEAP)
                )
            finally:
                await database.close()

        return asyncio.run(stored())

    def case(self, number: str = NUMBER, **facts: Any) -> None:
        self.store(
            lambda database, keys: store_case(
                database, keys, self._clock, number, province="46", wants_person=True, **facts
            )
        )

    def call(self, *words: str, typed: str = "") -> Result:
        return CliRunner().invoke(self.app, ["cases", *words], input=typed, env={"COLUMNS": "300"})

    def file(self, name: str, content: str, mode: int = 0o600) -> str:
        path = self.folder / name
        path.write_text(content)
        path.chmod(mode)
        return str(path)


@pytest.fixture
def desk(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, clock: FixedClock) -> Desk:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOTCUA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MOTCUA_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("MOTCUA_KEY_DIR", "")
    return Desk(tmp_path, sqlite_url, clock)


def test_a_case_is_shown_to_whoever_has_the_passphrase(desk: Desk) -> None:
    desk.case()
    shown = desk.call("show", NUMBER.lower(), typed=PHRASE + "\n")
    assert shown.exit_code == 0, shown.exception
    assert NARRATIVE in shown.stdout
    assert MESSAGE in shown.stdout
    assert "Huế" in shown.stdout
    assert "cat-B1 " in shown.stdout
    assert "amount: 2000000" in shown.stdout
    assert "demand.words: giấy xác nhận" in shown.stdout
    assert "when:" not in shown.stdout
    assert f"{len(FILE_BODY):,} bytes" in shown.stdout
    assert PHRASE not in shown.stdout
    for ours_alone in ("argon", "reporter", "owner"):
        assert ours_alone not in shown.stdout


def test_its_files_are_written_privately_and_never_over_others(desk: Desk) -> None:
    desk.case()
    phrase = desk.file("phrase", PHRASE + "\n")
    folder = desk.folder / "out"
    done = desk.call("show", NUMBER, "--files", str(folder), "--passphrase-file", phrase)
    assert done.exit_code == 0, done.exception
    (path,) = folder.iterdir()
    assert path.read_bytes() == FILE_BODY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    again = desk.call("show", NUMBER, "--files", str(folder), "--passphrase-file", phrase)
    assert isinstance(again.exception, SettingsError)


def test_what_does_not_open_is_told_in_the_same_words(desk: Desk) -> None:
    desk.case(RESTRICTED, restricted=True)
    wrong = desk.call("show", RESTRICTED, typed="not the passphrase\n")
    assert isinstance(wrong.exception, WrongPassphrase)
    told = set()
    for number in (RESTRICTED, UNKNOWN):
        refused = desk.call("show", number, typed=PHRASE + "\n")
        assert isinstance(refused.exception, SettingsError)
        told.add(str(refused.exception).replace(number, ""))
    assert len(told) == 1
    assert NARRATIVE in desk.call("show", RESTRICTED, typed=LEADS + "\n").stdout


def test_the_list_shows_facts_and_restricted_cases_to_leads_only(desk: Desk) -> None:
    desk.case()
    desk.case(RESTRICTED, restricted=True)
    plain = desk.call("list")
    assert plain.exit_code == 0, plain.exception
    assert NUMBER in plain.stdout
    assert RESTRICTED not in plain.stdout
    assert RESTRICTED not in desk.call("list", "--unlock", typed=PHRASE + "\n").stdout
    everything = desk.call("list", "--unlock", typed=LEADS + "\n").stdout
    assert RESTRICTED in everything
    assert not [word for word in CANARIES if word in plain.stdout + everything]
    assert NUMBER not in desk.call("list", "--state", "closed").stdout


def test_a_passphrase_file_that_others_can_read_is_refused(desk: Desk) -> None:
    desk.case()
    refused = desk.call("show", NUMBER, "--passphrase-file", desk.file("phrase", PHRASE, 0o640))
    assert isinstance(refused.exception, KeyFolderError)
    missing = desk.call("show", NUMBER, "--passphrase-file", str(desk.folder / "none"))
    assert isinstance(missing.exception, SettingsError)


def test_keys_are_listed_added_and_retired(desk: Desk) -> None:
    hue = desk.call("keys", "add", "--scope", "46", typed=f"{PHRASE} Huế\n{PHRASE} Huế\n").stdout.split()[-1]
    listed = desk.call("keys", "list").stdout
    assert all(key in listed for key in (desk.root, desk.leads, hue))
    assert desk.call("keys", "retire", desk.root).exit_code == 0
    assert isinstance(desk.call("keys", "retire", desk.leads).exception, LastKey)
    poor = desk.call("keys", "add", "--passphrase-file", desk.file("short", "short"))
    assert isinstance(poor.exception, PoorPassphrase)
    assert isinstance(desk.call("keys", "add", "--scope", "Huế", typed="x\nx\n").exception, SettingsError)


def test_the_first_passphrase_is_named_until_it_is_changed(desk: Desk) -> None:
    async def first(_: Database, keys: InspectorateKeys) -> None:
        path = keys.folder.passphrase_path(desk.root)
        path.write_text(PHRASE)
        path.chmod(0o600)

    async def told(_: Database, keys: InspectorateKeys) -> list[str]:
        return await keys.ensure()

    desk.store(first)
    desk.case()
    assert "YES" in desk.call("keys", "list").stdout
    assert len(desk.store(told)) == 1
    new = PHRASE + " mới"
    changed = desk.call("keys", "passphrase", desk.root, typed=f"{PHRASE}\n{new}\n{new}\n")
    assert changed.exit_code == 0, changed.exception
    assert desk.store(told) == []
    assert isinstance(desk.call("show", NUMBER, typed=PHRASE + "\n").exception, WrongPassphrase)
    assert NARRATIVE in desk.call("show", NUMBER, typed=new + "\n").stdout


def test_cases_are_handed_to_another_key(desk: Desk) -> None:
    desk.case()
    desk.case(RESTRICTED, restricted=True)
    new = desk.call("keys", "add", typed=f"{PHRASE} mới\n{PHRASE} mới\n").stdout.split()[-1]
    assert isinstance(desk.call("show", NUMBER, typed=f"{PHRASE} mới\n").exception, SettingsError)
    refused = desk.call("rewrap", RESTRICTED, "--to", new, typed=LEADS + "\n")
    assert isinstance(refused.exception, OnlyForLeads)
    done = desk.call("rewrap", "--all", "--to", new, typed=LEADS + "\n")
    assert "1 handed on." in done.stdout
    assert "1 restricted, kept" in done.stdout
    assert NARRATIVE in desk.call("show", NUMBER, typed=f"{PHRASE} mới\n").stdout
    moved = desk.call("rewrap", NUMBER, "--to", new, "--instead", typed=PHRASE + "\n")
    assert moved.exit_code == 0, moved.exception
    assert isinstance(desk.call("show", NUMBER, typed=PHRASE + "\n").exception, SettingsError)
    assert NARRATIVE in desk.call("show", NUMBER, typed=f"{PHRASE} mới\n").stdout
    assert isinstance(desk.call("rewrap", "--to", new).exception, SettingsError)


def test_a_case_is_erased_by_its_holder_who_types_the_number_twice(desk: Desk) -> None:
    desk.case()
    other = desk.call("erase", NUMBER, typed=f"{PHRASE}\n{RESTRICTED}\n")
    assert isinstance(other.exception, SettingsError)
    assert NARRATIVE in desk.call("show", NUMBER, typed=PHRASE + "\n").stdout
    assert isinstance(desk.call("erase", NUMBER, typed=f"wrong\n{NUMBER}\n").exception, WrongPassphrase)
    done = desk.call("erase", NUMBER, typed=f"{PHRASE}\n{NUMBER}\n")
    assert done.exit_code == 0, done.exception
    assert isinstance(desk.call("show", NUMBER, typed=PHRASE + "\n").exception, SettingsError)
    assert NUMBER not in desk.call("list").stdout


def test_nothing_a_citizen_wrote_steers_the_terminal(desk: Desk) -> None:
    desk.case(filed=[("narrative", "đen\x1b[2Jtrắng\u202edảo\x07\nhàng hai".encode())])
    shown = desk.call("show", NUMBER, typed=PHRASE + "\n").stdout
    assert "    đen[2Jtrắngdảo\n    hàng hai" in shown


def test_what_is_not_of_the_programs_making_hides_nothing_else(desk: Desk) -> None:
    """Whoever can write to the database may add what they like, sealed to the case."""
    strange = [("file", b"no file"), ("file", b'{"id": 1}\n'), ("facts", b"[1]"), ("narrative", b"\xff\xfe")]
    desk.case(filed=[*strange, ("message", MESSAGE.encode())])
    shown = desk.call("show", NUMBER, "--files", str(desk.folder / "out"), typed=PHRASE + "\n")
    assert shown.exit_code == 0, shown.exception
    assert shown.stdout.count("unknown form") == len(strange)
    assert MESSAGE in shown.stdout
    assert not (desk.folder / "out").exists()


def test_a_mistyped_number_is_told_before_anything_else(desk: Desk) -> None:
    refused = desk.call("show", NUMBER[:-1] + "0", typed=PHRASE + "\n")
    assert "mistyped" in str(refused.exception)
