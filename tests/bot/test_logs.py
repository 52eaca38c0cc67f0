"""Logs: nothing of a citizen, no token, no forged lines."""

from __future__ import annotations

import ast
import asyncio
import json
import logging
import sys
from io import StringIO
from pathlib import Path

import pytest
import structlog

from bot.logs import FIELDS, OURS, blot, configure_logs, describe, tell_of_stray_errors
from bot.metrics.counting import LOG_FIELDS_DROPPED

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.usefixtures("logs_as_before")


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_token_and_long_numbers_are_blotted(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(terminal=False, level=logging.DEBUG)
    logging.getLogger("somebody").warning("POST /bot123456789:AAF-abc_def/sendMessage from 0912345678")
    structlog.get_logger("ours").info("event", detail="012345678901")
    text = json.dumps(lines(capsys))
    assert "[token]" in text
    assert "AAF-abc_def" not in text
    assert "0912345678" not in text
    assert "012345678901" not in text


def test_the_message_of_an_exception_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(terminal=False)
    try:
        raise ValueError("tên tôi là Canary")
    except ValueError:
        logging.getLogger("library").exception("failed")
    (line,) = lines(capsys)
    assert line["error"] == "ValueError"
    assert "Canary" not in json.dumps(line, ensure_ascii=False)


def test_a_line_cannot_be_forged() -> None:
    assert "\n" not in blot("name\n2026-01-01 [info] all is well")
    assert "\r" not in blot("a\rb")


def test_an_error_is_told_by_class_and_place() -> None:
    try:
        raise KeyError("somebody's words")
    except KeyError as error:
        told = describe(error)
    assert told.startswith("KeyError at test_logs.py:")
    assert "words" not in told


@pytest.mark.parametrize("name", ["aiosqlite", "sqlalchemy.engine", "telegram.Bot", "aiohttp.access", "somebody.new"])
def test_libraries_are_quiet_below_a_warning_at_any_level(capsys: pytest.CaptureFixture[str], name: str) -> None:
    configure_logs(terminal=False, level=logging.DEBUG)
    logging.getLogger(name).info("executing INSERT with ('Nguyễn Thị Canary',)")
    structlog.get_logger("bot.somewhere").debug("ours")
    assert [line["event"] for line in lines(capsys)] == ["ours"]


async def test_an_error_nobody_awaited_is_told_without_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(terminal=False)
    loop = asyncio.get_running_loop()
    tell_of_stray_errors(loop)
    loop.call_exception_handler({"message": "Task exception was never retrieved", "exception": ValueError("Canary")})
    (line,) = lines(capsys)
    assert (line["event"], line["what"]) == ("stray_error", "Task exception was never retrieved")
    assert "ValueError" in line["error"]
    assert "Canary" not in json.dumps(line)


def test_a_line_that_cannot_be_written_does_not_print_the_error_in_hand(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = StringIO()
    closed.close()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", closed)
        configure_logs(terminal=False)
    try:
        raise ValueError("Canary")
    except ValueError:
        structlog.get_logger("bot.somewhere").warning("failed")
    assert capsys.readouterr() == ("", "")


def test_a_field_that_is_on_no_list_is_left_out_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(terminal=False, level=logging.DEBUG)
    before = LOG_FIELDS_DROPPED.values.get((), 0)
    structlog.get_logger("bot.somewhere").debug("event", words="Canary", kind={"name": "a\r\nb"}, count=2)
    (line,) = lines(capsys)
    assert set(line) == {"event", "level", "timestamp", "kind", "count"}
    assert "Canary" not in json.dumps(line)
    assert "\n" not in line["kind"]
    assert LOG_FIELDS_DROPPED.values[()] == before + 1


def test_an_exception_of_ours_logged_whole_says_no_word(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(terminal=False, level=logging.DEBUG)
    try:
        raise ValueError("Canary\r\n2026-01-01 [info] forged")
    except ValueError:
        structlog.get_logger("bot.somewhere").exception("failed")
    (line,) = lines(capsys)
    assert set(line) == {"event", "level", "timestamp"}


def test_every_line_of_the_source_logs_listed_fields_alone() -> None:
    calls = [call for package in OURS for path in (ROOT / package).rglob("*.py") for call in log_calls(path)]
    assert len(calls) > 50
    assert {field.arg for call in calls for field in call.keywords} == FIELDS


def log_calls(path: Path) -> list[ast.Call]:
    """``log.warning("…", …)`` and its like; ``structlog.get_logger(…).error(…)`` too."""
    levels = {"debug", "info", "warning", "error", "exception", "critical"}
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in levels:
            by = ast.unparse(node.func.value)
            if by == "log" or "get_logger" in by:
                found.append(node)
    return found
