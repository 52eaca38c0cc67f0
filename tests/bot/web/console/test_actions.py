"""The matrix and the program name the same actions: what nobody can do anywhere does not stand in it."""

from __future__ import annotations

from pathlib import Path

from bot.app import build
from bot.console_room import console_of
from bot.settings import Settings
from bot.staff.authority import matrix


async def test_every_action_of_the_matrix_is_done_by_a_page(tmp_path: Path, sqlite_url: str) -> None:
    settings = Settings(data_dir=tmp_path / "data", database_url=sqlite_url)
    async with build(settings) as house:
        pages = console_of(house).pages
    done = {page.action for page in pages}
    assert matrix().actions - done == set()
    assert done <= matrix().actions
