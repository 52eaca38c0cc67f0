"""`bot.py classify` and `bot.py demanded`: the reports' judgements on JSON lines from standard input."""

from __future__ import annotations

import asyncio
import re
import sys
import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, TextIO

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from knowledge.library import Shelves
    from knowledge.model import PublicService

#: Exit code when a line of the input was not what the command reads.
EXIT_BAD_LINES = 1
_CODE = re.compile(r"^\d\.\d{6}$")
Answer = dict[str, Any]
Fetch = Callable[[str], Awaitable["PublicService | None"]]


class NoSuchProcedure(LookupError):
    """Neither a code nor a name of a procedure that is published."""


def register(app: typer.Typer) -> None:
    app.command()(classify)
    app.command()(demanded)


def classify() -> None:
    """Judge complaints. Lines in: {"id", "text"}; out: {"id", "grievance", "categories", "denunciation_like"}."""
    from bot.reports.judging import shipped_judge

    judge = shipped_judge()

    async def judged(line: Mapping[str, Any]) -> Answer:
        told = judge.judge(_text(line, "text"))
        return {
            "grievance": told.grievance,
            "categories": told.categories,
            "denunciation_like": told.denunciation_like,
        }

    _run(judged, 'not a JSON object with "id" and "text"')


def demanded() -> None:
    """Compare demands with the list. Lines in: {"id", "procedure", "case", "demanded"}; out: {"id", "verdict"}."""
    from bot.settings import load_settings

    if not asyncio.run(_demands(load_settings())):
        raise typer.Exit(EXIT_BAD_LINES)


async def _demands(settings: Settings) -> bool:
    """From the database where there is one with procedures, else from what ships."""
    from bot.commands.open import has_database, opened_store
    from bot.reports.demands.shelf import ShippedShelf
    from knowledge.shipped import ShippedStore

    if has_database(settings):
        async with opened_store(settings) as store:
            if await store.revision():

                async def published(code: str) -> PublicService | None:
                    stored = await store.current(code)
                    return stored.service if stored is not None else None

                return await _examined(published, store)
    shelf = ShippedShelf()

    async def shipped(code: str) -> PublicService | None:
        return shelf.service(code)

    return await _examined(shipped, ShippedStore())


async def _examined(fetch: Fetch, shelves: Shelves) -> bool:
    from bot.reports.demands import examine

    finder = _Names(shelves)

    async def answer(line: Mapping[str, Any]) -> Answer:
        asked = _text(line, "procedure")
        case = line.get("case")
        if case is not None and not isinstance(case, str):
            raise TypeError
        code = asked.strip() if _CODE.match(asked.strip()) else await finder.code_of(asked)
        service = await fetch(code) if code is not None else None
        if service is None:
            raise NoSuchProcedure(asked)
        return {"verdict": examine(service, case, _text(line, "demanded")).verdict}

    return await answer_lines(
        sys.stdin, sys.stdout, answer, 'not a JSON object with "id", "procedure", "case" and "demanded"'
    )


class _Names:
    """Finds the procedure of a name; the search is built only when a name is not written as published."""

    def __init__(self, shelves: Shelves) -> None:
        from knowledge.library import Library

        self._shelves = shelves
        self._library = Library(shelves)

    async def code_of(self, name: str) -> str | None:
        from knowledge.search.text import fold

        wanted = " ".join(fold(name).split())
        same = next((n.code for n in await self._shelves.names() if " ".join(fold(n.name).split()) == wanted), None)
        if same is not None:
            return same
        await self._library.refresh()
        return next(iter(self._library.search(name).codes), None)


def _run(answer: Callable[[Mapping[str, Any]], Awaitable[Answer]], malformed: str) -> None:
    if not asyncio.run(answer_lines(sys.stdin, sys.stdout, answer, malformed)):
        raise typer.Exit(EXIT_BAD_LINES)


async def answer_lines(
    questions: TextIO, answers: TextIO, answer: Callable[[Mapping[str, Any]], Awaitable[Answer]], malformed: str
) -> bool:
    """Answer line by line, each flushed.

    :returns: whether every line was well formed; one that is not is answered with ``error`` and its line number.
    """
    import orjson

    well = True
    for number, line in enumerate(questions, start=1):
        if not line.strip():
            continue
        told: Answer
        try:
            asked = orjson.loads(line)
            if not isinstance(asked, dict):
                raise TypeError
            told = {"id": asked.get("id"), **await answer(asked)}
        except NoSuchProcedure:
            well = False
            told = {"id": asked.get("id"), "line": number, "error": "no such procedure"}
        except (orjson.JSONDecodeError, KeyError, TypeError):
            well = False
            told = {"id": None, "line": number, "error": malformed}
        answers.write(orjson.dumps(told).decode() + "\n")
        answers.flush()
    return well


def _text(line: Mapping[str, Any], field: str) -> str:
    """:raises KeyError: no such field; :raises TypeError: it is no text."""
    value = line[field]
    if not isinstance(value, str):
        raise TypeError
    return unicodedata.normalize("NFC", value)
