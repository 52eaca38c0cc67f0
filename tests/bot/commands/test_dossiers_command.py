"""`bot.py dossiers`, `calendar` and `agencies`, as a person at the command line meets them."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
import typer
from typer.testing import CliRunner, Result

from bot.commands import calendar, dossiers
from bot.dossiers.importing import DossiersRejected
from bot.errors import SettingsError
from tests.bot.dossiers.conftest import row, write_csv


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    """The commands, on a fresh SQLite of their own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOTCUA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MOTCUA_DATABASE_URL", "")
    monkeypatch.setenv("MOTCUA_KEY_DIR", "")
    made = typer.Typer()
    dossiers.register(made)
    calendar.register(made)
    return made


def call(app: typer.Typer, *words: str) -> Result:
    return CliRunner().invoke(app, words)


def test_importing_a_file_and_its_figures(app: typer.Typer, tmp_path: Path) -> None:
    rows = [row(1), row(2, agency_code="H99", code="H99-260225-0002")]
    done = call(app, "dossiers", "import", str(write_csv(tmp_path / "a.csv", rows)))
    assert done.exit_code == 0, done.exception
    assert "2 added, 0 changed, 0 unchanged." in done.stdout
    assert "H99" in done.stdout
    assert "H57" not in done.stdout
    figures = call(app, "dossiers", "figures", "--first", "2026-02-01", "--last", "2026-02-28")
    assert [figure["agency_code"] for figure in orjson.loads(figures.stdout)] == ["H57.132", "H99"]


def test_a_faulty_file_is_told_and_nothing_goes_in(app: typer.Typer, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [row(1), row(2, status="99")])
    refused = call(app, "dossiers", "import", str(path))
    assert isinstance(refused.exception, DossiersRejected)
    assert str(refused.exception).startswith("a.csv, row 3, column status:")
    assert orjson.loads(call(app, "dossiers", "figures", "--last", "2026-03-01").stdout) == []


def test_keys(app: typer.Typer) -> None:
    key = call(app, "dossiers", "key", "create", "H57", "system").stdout.strip()
    assert key.startswith("mc_")
    listed = call(app, "dossiers", "key", "list").stdout
    assert "system" in listed
    assert key not in listed
    assert call(app, "dossiers", "key", "revoke", "1").exit_code == 0
    assert isinstance(call(app, "dossiers", "key", "revoke", "1").exception, SettingsError)


def test_the_calendar(app: typer.Typer) -> None:
    assert call(app, "calendar", "set", "2027-01-02", "off", "--source", "notice").exit_code == 0
    assert call(app, "calendar", "enter-year", "2027", "--source", "notice").exit_code == 0
    listed = call(app, "calendar", "list").stdout
    assert "2027-01-02" in listed
    assert "2027: notice" in listed
    assert call(app, "calendar", "unset", "2027-01-02").exit_code == 0
    assert isinstance(call(app, "calendar", "unset", "2027-01-02").exception, SettingsError)
    assert isinstance(call(app, "calendar", "set", "2027-01-02", "maybe", "--source", "x").exception, SettingsError)


def test_the_agencies(app: typer.Typer) -> None:
    assert call(app, "agencies", "set", "h57.132", "Phường Thuận Hóa").exit_code == 0
    assert "H57.132\tPhường Thuận Hóa" in call(app, "agencies", "list").stdout
    assert call(app, "agencies", "unset", "H57.132").exit_code == 0
    assert "H57.132" not in call(app, "agencies", "list").stdout
