"""The two commands on JSON lines, good and bad."""

from __future__ import annotations

import io
import json

from bot.commands.judge import NoSuchProcedure, answer_lines


async def _echo(line: object) -> dict[str, object]:
    if line == {"id": 3}:
        raise NoSuchProcedure
    return {"seen": line["text"]}  # type: ignore[index]


async def test_answers_each_line_and_names_the_bad_ones() -> None:
    answers = io.StringIO()
    lines = io.StringIO('{"id": 1, "text": "a"}\n\nnot json\n[]\n{"id": 3}\n{"id": 2}\n')
    assert not await answer_lines(lines, answers, _echo, "malformed")
    told = [json.loads(line) for line in answers.getvalue().splitlines()]
    assert told == [
        {"id": 1, "seen": "a"},
        {"id": None, "line": 3, "error": "malformed"},
        {"id": None, "line": 4, "error": "malformed"},
        {"id": 3, "line": 5, "error": "no such procedure"},
        {"id": None, "line": 6, "error": "malformed"},
    ]


async def test_all_well_is_told() -> None:
    assert await answer_lines(io.StringIO('{"id": 1, "text": "a"}\n'), io.StringIO(), _echo, "malformed")
