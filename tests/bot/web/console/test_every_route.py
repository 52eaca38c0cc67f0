"""Every route of the console, as the program adds them: no post without the session's token, the headers on all."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import insert

from bot.app import build
from bot.console_room import console_of
from bot.database.migrate import migrate
from bot.database.staff_tables import staff
from bot.settings import Settings
from bot.staff.authority import ever_allowed
from bot.staff.member import Role
from bot.web.console.frame import Page
from bot.web.security import HEADERS, SecurityHeaders

#: What a route may say for itself instead, because it is tighter.
OWN = {"Content-Security-Policy": "default-src 'none'; sandbox"}

#: By which the refusal of a form is told from what a handler refuses.
OLD_FORM = 'id="old-form"'


@dataclass
class Console:
    client: httpx.AsyncClient
    pages: list[Page]
    cookie: str
    secrets: dict[Role, str]
    tokens: dict[Role, str]

    async def send(self, page: Page, role: Role | None, **fields: str) -> httpx.Response:
        path = re.sub(r"\{\w+\}", "x", page.path)
        self.client.cookies.clear()
        if role is not None:
            self.client.cookies.set(self.cookie, self.secrets[role])
        return await self.client.request(page.method, path, data=fields if page.method == "POST" else None)


@pytest.fixture
async def console(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Console]:
    async with build(Settings(data_dir=tmp_path / "data", database_url=sqlite_url)) as house:
        await migrate(house.database)
        frame, secrets = console_of(house), dict[Role, str]()
        async with house.database.write() as connection:
            for role in Role:
                row = {"id": role, "name": role, "role": role, "state": "active", "created_at": 0, "language": "en"}
                await connection.execute(insert(staff), row)
                secrets[role] = await frame.desk.sessions.open(connection, role, ())
        sessions = {role: await frame.desk.sessions.find(secret) for role, secret in secrets.items()}
        tokens = {role: session.csrf for role, session in sessions.items() if session is not None}
        site = FastAPI()
        site.include_router(frame.router())
        site.add_middleware(SecurityHeaders, https=False)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://localhost") as client:
            yield Console(client, frame.pages, frame.cookie.name, secrets, tokens)


async def test_no_post_is_taken_without_the_token(console: Console) -> None:
    """It is the token that is missed, not something else in the form: with it, each handler answers for itself."""
    posts = [page for page in console.pages if page.method == "POST" and not page.open]
    assert len(posts) > 30
    for page in sorted(posts, key=lambda page: page.action == "own.leave"):  # this one ends the session
        for role in (role for role in Role if ever_allowed(role, page.action)):
            for fields in ({}, {"csrf": ""}, {"csrf": "0" * 43}):
                answer = await console.send(page, role, **fields)
                assert (answer.status_code, OLD_FORM in answer.text) == (403, True), (page.path, role, fields)
            answer = await console.send(page, role, csrf=console.tokens[role])
            assert OLD_FORM not in answer.text, (page.path, role)
            assert answer.headers.get("location") != "/console/sign-in" or page.action == "own.leave", page.path


async def test_who_is_not_signed_in_is_led_to_the_door(console: Console) -> None:
    for page in (page for page in console.pages if not page.open):
        answer = await console.send(page, None)
        assert (answer.status_code, answer.headers["location"]) == (303, "/console/sign-in"), page


async def test_every_answer_carries_the_headers(console: Console) -> None:
    for page in console.pages:
        role = next((role for role in Role if not page.open and ever_allowed(role, page.action)), None)
        answer = await console.send(page, role)
        for name, value in HEADERS.items():
            assert answer.headers[name] in (value, OWN.get(name)), (page, name)
        assert "unsafe" not in answer.headers["Content-Security-Policy"], page
