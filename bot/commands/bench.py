"""`bot.py bench`: the project's own benchmarks, JSON out. Ratios within one run: these machines move."""

from __future__ import annotations

import importlib
from typing import Annotated

import typer

#: Too long to come with the others; by name alone.
LONG = {"soak": "soak"}
#: Name on the command line -> module below bot.benchmarks with ``run(progress) -> dict``.
BENCHMARKS = {
    "search": "search",
    "pipeline": "pipeline",
    "dossiers": "dossiers",
    "console": "console",
    "digest": "digest",
    "readers": "readers",
    "workers": "workers",
    "flood": "flood",
    "outage": "outage",
}


def register(app: typer.Typer) -> None:
    app.command()(bench)


def bench(
    name: Annotated[
        str, typer.Argument(help=f"{', '.join(BENCHMARKS)}; without it, all of these. Also: {', '.join(LONG)}.")
    ] = "",
) -> None:
    """Measure and print one JSON object, by benchmark; what is going on is told on standard error.

    Ends with 1 when a figure misses what it must reach.
    """
    import orjson
    from rich.console import Console

    from bot.benchmarks.targets import missed
    from bot.errors import SettingsError

    every = BENCHMARKS | LONG
    chosen = {name: every[name]} if name in every else BENCHMARKS
    if name and name not in every:
        raise SettingsError(f"There is no benchmark {name}; there are {', '.join(every)}.")
    told = Console(stderr=True)
    figures = {}
    for key, module in chosen.items():
        figures[key] = importlib.import_module(f"bot.benchmarks.{module}").run(
            lambda line: told.print(line, markup=False)
        )
    print(orjson.dumps(figures, option=orjson.OPT_INDENT_2).decode())
    if short := missed(figures):
        told.print(f"Not reached: {', '.join(short)}", markup=False)
        raise typer.Exit(1)
