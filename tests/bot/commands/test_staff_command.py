from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from bot.commands import staff as staff_commands
from bot.commands import verify as verify_command
from bot.errors import SettingsError
from bot.staff.authority import matrix
from bot.staff.places import NoSuchPlace


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Typer:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOTCUA_DATA_DIR", str(tmp_path / "data"))
    app = Typer()
    staff_commands.register(app)
    verify_command.register(app)
    return app


def run(app: Typer, *arguments: str) -> str:
    result = CliRunner().invoke(app, arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return f"{result.exit_code} {result.output}"


def test_every_staff_command_has_a_row_in_the_matrix(app: Typer) -> None:
    commands = [*staff_commands.staff.registered_commands, *app.registered_commands]
    assert len(commands) == 5
    for command in commands:
        assert getattr(command.callback, "action", None) in matrix().rows, command.callback


def test_the_first_administrator_is_invited_before_anything_has_run(app: Typer) -> None:
    told = run(app, "staff", "invite", "Lê Thị Quản", "--role", "administrator")
    assert re.search(r"http://127\.0\.0\.1:8080/console/enrol/[\w-]{43}\n", told)
    assert "confirms it" not in told
    assert "confirms it" in run(app, "staff", "invite", "Nguyễn Văn An", "--commune", "00004")
    listed = run(app, "staff", "list")
    assert "Lê Thị Quản" in listed
    assert "01/00004" in listed
    assert "is revoked" in run(app, "staff", "revoke", "Nguyễn Văn An")
    assert re.fullmatch(
        r"0 Database: whole, \d+ rows\.\nAudit chain: whole\. Head: 3:[0-9a-f]{64}\n", run(app, "verify")
    )


def test_what_cannot_be_invited(app: Typer) -> None:
    for arguments, error in (
        (["X", "--role", "boss"], SettingsError),
        (["X", "--language", "fr"], SettingsError),
        (["X", "--province", "99"], NoSuchPlace),
    ):
        with pytest.raises(error):
            run(app, "staff", "invite", *arguments)


def test_without_a_server_key_nothing_is_listed(app: Typer) -> None:
    with pytest.raises(SettingsError):
        run(app, "staff", "list")


def test_verify_names_the_row_and_ends_with_an_error(app: Typer, tmp_path: Path) -> None:
    for name in ("Một", "Hai", "Ba"):
        run(app, "staff", "invite", name)
    head = run(app, "verify").split()[-1]
    with sqlite3.connect(tmp_path / "data" / "motcua.db") as database:
        database.execute("DELETE FROM audit WHERE seq = 3")
    database.close()
    assert run(app, "verify").startswith("0 ")
    assert "BROKEN at row 3" in run(app, "verify", "--head", head)
    with sqlite3.connect(tmp_path / "data" / "motcua.db") as database:
        database.execute("UPDATE audit SET action = 'staff.revoke' WHERE seq = 2")
    database.close()
    told = run(app, "verify")
    assert told.startswith("1 Database: whole")
    assert "Audit chain: BROKEN at row 2" in told
    with pytest.raises(SettingsError):
        run(app, "verify", "--head", "nonsense")
