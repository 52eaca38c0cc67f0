"""Structured logs without personal data: event names, look-up values, counts, error classes.

Nothing here knows what a citizen wrote. The scrubber is the second wall: a bot token or a long number that slips into a
line of some library is blotted out.
"""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

from bot.metrics.counting import LOG_FIELDS_DROPPED

#: A bot token, in a URL or alone; and numbers as long as a phone, an ID card or a chat id.
_TOKEN = re.compile(r"\d{4,20}:[A-Za-z0-9_-]{3,}")
_LONG_NUMBER = re.compile(r"\d{8,}")
#: Whose lines are written at the level asked for; all others from warnings upward.
OURS = ("bot", "handlers", "knowledge")
#: What a line may carry besides; anything else is left out and counted. A test holds every call against it.
FIELDS = frozenset(
    {"attempt", "bot", "bytes", "channel", "code", "count", "detail", "error", "file", "hold", "id", "kind", "lane"}
    | {"lease", "let_go", "part", "pause", "procedures", "reason", "revision", "rows", "seconds", "seq", "since"}
    | {"turns", "unsettled", "waiting", "what", "year"}
)
#: What the machinery of logging adds; structlog's own begin with an underscore.
_FRAME = frozenset({"event", "level", "timestamp", "logger"})


def blot(value: str) -> str:
    value = _TOKEN.sub("[token]", value).replace("\r", "\\r").replace("\n", "\\n")
    return _LONG_NUMBER.sub("[number]", value)


def _scrub(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Leaves out what is on no list, blots every text value; what is neither text nor a number is told as text."""
    for name, value in list(event.items()):
        if name.startswith("_"):
            continue
        if name not in FIELDS and name not in _FRAME:
            del event[name]
            LOG_FIELDS_DROPPED.add()
        elif name not in {"timestamp", "level"} and not (value is None or isinstance(value, bool | int | float)):
            event[name] = blot(str(value))
    return event


def configure_logs(*, terminal: bool | None = None, level: int = logging.INFO) -> None:
    """Our own events and those of libraries, in one form: readable on a terminal, JSON lines elsewhere."""
    terminal = sys.stderr.isatty() if terminal is None else terminal
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _scrub,
    ]
    renderer = structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_foreign, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    # A line that cannot be written (disk full, pipe closed) would print the error in hand, with its text.
    logging.raiseExceptions = False
    root = logging.getLogger()
    root.handlers[:] = [handler]
    # What libraries say below a warning carries addresses (and so the token), requests and the values of statements.
    root.setLevel(max(level, logging.WARNING))
    for package in OURS:
        logging.getLogger(package).setLevel(level)


def _foreign(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """A library's exception is told by its class: its message may quote what a citizen sent."""
    record: logging.LogRecord | None = event.get("_record")
    if record is not None and record.exc_info and record.exc_info[0] is not None:
        event["error"] = record.exc_info[0].__name__
        record.exc_info = record.exc_text = None
    event.pop("exc_info", None)
    event["logger"] = record.name if record is not None else "?"
    return event


def tell_of_stray_errors(loop: asyncio.AbstractEventLoop) -> None:
    """Errors that no task awaited: asyncio would print them whole, with what a citizen wrote in them."""

    def tell(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        told = describe(error) if isinstance(error, BaseException) else None
        structlog.get_logger(__name__).error("stray_error", what=str(context.get("message", "")), error=told)

    loop.set_exception_handler(tell)


def describe(error: BaseException) -> str:
    """Where it went wrong, without the message: that may quote what a citizen wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames[-4:]))
    return f"{type(error).__name__} at {places}"
