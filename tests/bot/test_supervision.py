"""Parts that fail are started again, beside the others; what only an operator can mend ends the program in one line."""

from __future__ import annotations

import asyncio

import pytest

from bot import supervision
from bot.app import _until_stopped
from bot.errors import OperatorError
from bot.supervision import supervise


async def test_a_part_that_fails_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "FIRST_PAUSE_S", 0.001)
    starts = 0

    async def part() -> None:
        nonlocal starts
        starts += 1
        if starts < 3:
            async with asyncio.TaskGroup():
                raise ValueError("somebody's words")

    await supervise("part", part)
    assert starts == 3


async def test_what_only_an_operator_can_mend_ends_all_parts() -> None:
    ended = asyncio.Event()

    async def lasting() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async def refused() -> None:
        raise OperatorError("Port 8080 is in use.")

    with pytest.raises(OperatorError, match="Port 8080"):
        await _until_stopped({"lasting": lasting, "refused": refused})
    assert ended.is_set()
