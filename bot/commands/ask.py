"""`bot.py ask`: questions from standard input, or one question as the chat would answer it."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

if TYPE_CHECKING:
    from bot.outbox.message import Message
    from bot.settings import Settings
    from bot.texts import Language
    from knowledge.library import Library, Shelves
    from knowledge.search import SearchEngine

#: Exit code when a line of the input was not a question.
EXIT_BAD_LINES = 1


def register(app: typer.Typer) -> None:
    app.command()(ask)


def ask(
    question: Annotated[str | None, typer.Argument(help="One question; without it, JSON lines from stdin.")] = None,
    language: Annotated[str, typer.Option(help="vi or en, for a single question.")] = "vi",
) -> None:
    """Find the procedure of a question. Lines in: {"id", "question"}; out: {"id", "action", "codes", "confidence"}."""
    from bot.settings import load_settings

    settings = load_settings()
    if question is not None:
        for message in asyncio.run(_rehearsed(settings, question, "en" if language == "en" else "vi")):
            print(_as_text(message))
    elif not _answer_lines(asyncio.run(_engine(settings)), sys.stdin, sys.stdout):
        raise typer.Exit(EXIT_BAD_LINES)


def _answer_lines(engine: SearchEngine, questions: TextIO, answers: TextIO) -> bool:
    """:returns: whether every line was a question; one that is not is answered with ``error`` and its line number."""
    import orjson

    well = True
    for number, line in enumerate(questions, start=1):
        if not line.strip():
            continue
        try:
            asked = orjson.loads(line)
            if not isinstance(asked["question"], str):
                raise TypeError
        except (orjson.JSONDecodeError, KeyError, TypeError):
            well = False
            answer: dict[str, Any] = {"id": None, "line": number, "error": 'not a JSON object with "id" and "question"'}
        else:
            result = engine.search(asked["question"])
            answer = {
                "id": asked.get("id"),
                "action": result.action,
                "codes": result.codes,
                "confidence": round(result.confidence, 4),
            }
        answers.write(orjson.dumps(answer).decode() + "\n")
        answers.flush()
    return well


async def _engine(settings: Settings) -> SearchEngine:
    """From the database where there is one with procedures, else from what ships."""
    from bot.commands.open import has_database, opened_store
    from knowledge.library import Library
    from knowledge.shipped import ShippedStore

    if not has_database(settings):
        return await _index(Library(ShippedStore()))
    async with opened_store(settings) as store:
        return await _index(Library(store if await store.revision() else ShippedStore()))


async def _index(library: Library) -> SearchEngine:
    await library.refresh()
    assert library.engine is not None  # a refresh of a base with a revision builds one
    return library.engine


async def _rehearsed(settings: Settings, question: str, language: Language) -> list[Message]:
    import tempfile
    from pathlib import Path

    from bot.clock import SystemClock
    from bot.commands.open import has_database, opened_database
    from bot.learning import Learning
    from bot.sealing import load_or_create
    from bot.texts import Texts
    from bot.turns.rehearsal import rehearse
    from bot.turns.turn import House
    from handlers import register as register_handlers
    from knowledge.library import Library
    from knowledge.shipped import ShippedStore
    from knowledge.store import KnowledgeStore

    with tempfile.TemporaryDirectory() as folder:
        if not has_database(settings):  # a fresh install: nothing is created where the data will be
            settings = settings.model_copy(update={"data_dir": Path(folder)})
        async with opened_database(settings) as database:
            store = KnowledgeStore(database, SystemClock())
            shelves: Shelves = store if await store.revision() else ShippedStore()
            library = Library(shelves)
            await library.refresh()
            learning = Learning(database, load_or_create(Path(folder)), SystemClock())  # nothing is kept of a rehearsal
            house = House(database, Texts(), library, learning)
            return await rehearse(question, language, house, register_handlers, SystemClock().now())


def _as_text(message: Message) -> str:
    from bot.outbox.message import visible_text

    buttons = "\n".join(" ".join(f"[{button.label}]" for button in row) for row in message.buttons)
    return f"{visible_text(message.text)[0]}\n\n{buttons}\n"
