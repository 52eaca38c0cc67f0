"""The matrix and the program name the same actions: what nobody can do anywhere does not stand in it."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import bot.commands
from bot.app import build
from bot.console_room import console_of
from bot.settings import Settings
from bot.staff.authority import matrix


def acts_of_commands() -> set[str]:
    """Actions that ``act`` has marked functions of the command line with."""
    modules = [
        importlib.import_module(f"bot.commands.{each.name}") for each in pkgutil.iter_modules(bot.commands.__path__)
    ]
    return {
        value.action
        for module in modules
        for value in vars(module).values()
        if isinstance(getattr(value, "action", None), str)
    }


async def test_every_action_of_the_matrix_is_done_by_a_page_or_a_command(tmp_path: Path, sqlite_url: str) -> None:
    settings = Settings(data_dir=tmp_path / "data", database_url=sqlite_url)
    async with build(settings) as house:
        pages = console_of(house).pages
    done = {page.action for page in pages} | acts_of_commands()
    assert matrix().actions - done == set()
    assert done <= matrix().actions
