"""The command line: every job a person starts. Heavy imports happen inside the commands, so that --help is quick."""

from __future__ import annotations

import logging
import sys

import typer
from rich.console import Console

from bot.errors import MotCuaError

#: Exit code of an error that whoever started the program can put right.
EXIT_ERROR = 2


def command_line() -> typer.Typer:
    """Every command there is."""
    from bot.commands import (
        ask,
        backup,
        bench,
        calendar,
        cases,
        digest,
        dossiers,
        examples,
        judge,
        knowledge,
        places,
        requests,
        retention,
        run,
        staff,
        status,
        verify,
    )

    app = typer.Typer(
        name="bot.py",
        help="Một Cửa: a chat assistant for Vietnamese public administration.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    run.register(app)
    ask.register(app)
    knowledge.register(app)
    examples.register(app)
    dossiers.register(app)
    cases.register(app)
    digest.register(app)
    calendar.register(app)
    places.register(app)
    requests.register(app)
    retention.register(app)
    backup.register(app)
    status.register(app)
    bench.register(app)
    judge.register(app)
    staff.register(app)
    verify.register(app)
    return app


def main() -> None:
    """Run the command line; an error of ours is one clear line, never a traceback."""
    from bot.logs import configure_logs

    configure_logs(level=logging.WARNING)  # `run` says more
    try:
        command_line()()
    except MotCuaError as error:
        Console(stderr=True).print(f"Error: {error}", markup=False, highlight=False, soft_wrap=True)
        sys.exit(EXIT_ERROR)
