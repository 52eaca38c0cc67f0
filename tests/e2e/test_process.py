"""Starting, stopping, refusing: what whoever runs the program meets."""

from __future__ import annotations

import asyncio
import json
import socket
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.program import ROOT, Program

pytestmark = pytest.mark.e2e


def command(folder: Path, *arguments: str, said: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    program = Program(folder, environment)
    return subprocess.run(
        [sys.executable, str(ROOT / "bot.py"), *arguments],
        cwd=folder,
        env=program.environment,
        input=said,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


async def test_the_first_start_imports_everything_and_the_second_does_not(tmp_path: Path) -> None:
    async with Program(tmp_path, {"MOTCUA_SAMPLE_DATA": "1"}, fresh=True) as program:
        assert "604/604" in program.output
        async with httpx.AsyncClient(trust_env=False) as client:
            assert (await client.get(f"{program.address}/healthz")).status_code == 200
        assert await program.stop() == 0
    async with Program(tmp_path, {"MOTCUA_SAMPLE_DATA": "1"}, fresh=True) as again:
        assert "Storing" not in again.output
    private = [tmp_path / "data" / "keys" / "server.key"]
    assert [stat.S_IMODE(path.stat().st_mode) for path in private] == [0o600]


async def test_commands_work_beside_a_running_bot(at_home: Path) -> None:
    async with Program(at_home, fresh=True):
        done = await asyncio.to_thread(command, at_home, "status")
        assert done.returncode == 0, done.stderr
        done = await asyncio.to_thread(command, at_home, "knowledge", "import")
        assert "604 unchanged" in done.stdout


def test_a_port_in_use_is_told(at_home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = command(at_home, "run", MOTCUA_PORT=port)
    assert done.returncode == 2
    assert f"Port {port} is in use" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unreadable_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "motcua.db").write_bytes(b"something else" * 500)
    done = command(tmp_path, "run")
    assert done.returncode == 2
    assert "cannot be opened" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_newer_than_the_program_is_told(at_home: Path) -> None:
    import sqlite3

    with sqlite3.connect(at_home / "data" / "motcua.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    done = command(at_home, "run")
    assert done.returncode == 2
    assert "newer version of this program" in done.stderr


async def test_a_missing_key_for_a_used_database_is_told(at_home: Path) -> None:
    """A new key beside an old database would make everything sealed unreadable, silently."""
    async with Program(at_home, fresh=True) as program:
        await program.stop()
    (at_home / "data" / "keys" / "server.key").unlink()
    for arguments in (["run"], ["examples", "list"]):
        done = await asyncio.to_thread(command, at_home, *arguments)
        assert done.returncode == 2
        assert "server key" in done.stderr
    assert not (at_home / "data" / "keys" / "server.key").exists()


def test_a_setting_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    done = command(tmp_path, "run", MOTCUA_TELEGRAM_TOKEN="nonsense")
    assert done.returncode == 2
    assert "MOTCUA_TELEGRAM_TOKEN" in done.stderr
    assert "nonsense" not in done.stderr
    assert "--only: cooking" in command(tmp_path, "run", "--only", "cooking").stderr


def test_ask_answers_lines_on_a_fresh_install(tmp_path: Path) -> None:
    lines = ['{"id": 1, "question": "lam giay khai sinh can gi"}', "not json", '{"id": "b", "question": "thời tiết"}']
    done = command(tmp_path, "ask", said="\n".join(lines))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1  # one line was no question
    assert (answers[0]["id"], answers[0]["action"], answers[0]["codes"][0]) == (1, "answer", "1.001193")
    assert answers[1]["line"] == 2
    assert (answers[2]["id"], answers[2]["action"]) == ("b", "decline")
    assert all(0 <= answer["confidence"] <= 1 for answer in answers if "confidence" in answer)
    assert not (tmp_path / "data").exists()


def test_ask_prints_what_the_chat_would_show(tmp_path: Path) -> None:
    done = command(tmp_path, "ask", "lam giay khai sinh can gi")
    assert "Thủ tục đăng ký khai sinh" in done.stdout
    assert "[💰 Lệ phí]" in done.stdout


def test_an_import_with_one_bad_line_imports_nothing(tmp_path: Path) -> None:
    shipped = (ROOT / "knowledge" / "data" / "procedures.jsonl").read_text(encoding="utf-8").splitlines()
    broken = json.loads(shipped[1])
    broken["fee"] = 7
    file = tmp_path / "mine.jsonl"
    file.write_text("\n".join([shipped[0], json.dumps(broken), "{", shipped[0]]), encoding="utf-8")
    for name in ("check", "import"):
        done = command(tmp_path, "knowledge", name, str(file))
        assert done.returncode == 2
        assert "mine.jsonl" in done.stderr
        for line in ("2", "3", "4"):
            assert line in done.stderr
        assert "fee" in done.stderr
    assert "0 unchanged" in command(tmp_path, "knowledge", "import").stdout
