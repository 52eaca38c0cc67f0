"""Every public door of the web server, posted and asked nonsense: an answer each time, never a fault of the program's
own, and a conversation afterwards as before."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.botapi.server import BotApiServer
from tests.e2e.test_telegram import CHAT, WEBHOOK, answered, free_port
from tests.program import Program

pytestmark = pytest.mark.e2e

DOORS = (
    *("/", "/chat/messages", "/chat/presses", "/chat/files", "/chat/location", "/chat/language", "/files/x", "/verify"),
    *("/qr/procedure/1.001193", "/qr/procedure/%00", "/qr/office/x", "/static/..%2f..%2fkeys", "/healthz", "/readyz"),
    *("/api/v1/dossiers", "/api/v1/statistics/dossiers", "/api/openapi.json", "/api/docs", "/webhook/telegram", "/%ff"),
    *("/metrics", "/console", "/console/sign-in", "/console/enrol/x", "/console/sample/x", "/console/%2e%2e/cases"),
)
KINDS = (
    *(
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
    ),
    *("text/plain", "application/json; charset=utf-7", "", "\xff/x"),
)
BODIES = (
    *(b"", b"{}", b"[]", b"null", b"1e999", b"[" * 5000, b'{"text":' * 2000, b'{"text":"\\ud83d","client_id":"x"}'),
    *(
        b"\x00\xff\xfe" * 50,
        b"text=%ff%fe&token=x",
        b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n',
        b"--x--",
    ),
    *(
        b'{"update_id":1}',
        b'{"update_id":99999999999999999999}',
        b'{"update_id":5,"message":{"chat":{"id":"x"}}}',
        b"{" + b'"a":1,' * 3000,
    ),
    *(b'{"dossiers":[{}]}', b'{"dossiers":[[]]}', b'{"latitude":1e308,"longitude":"NaN"}', b"a" * 300_000),
)
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"Cookie": "motcua_chat=x; motcua_chat=1.2.3; =;;"},
    {"Last-Event-ID": "9" * 60, "Accept-Language": "vi;q=x,,;q=9"},
    {"X-Forwarded-For": "x, 999.1.1.1, ::1%eth0", "Origin": "null"},
    {"Authorization": "Bearer \xff", "If-None-Match": '"', "Range": "bytes=9-1"},
    {"X-Telegram-Bot-Api-Secret-Token": WEBHOOK["MOTCUA_WEBHOOK_SECRET"]},
)
METHODS = ("GET", "POST", "POST", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH")
TRIES = 500


async def test_no_request_breaks_a_door(
    at_home: Path, api: BotApiServer, telegram: Callable[..., dict[str, str]]
) -> None:
    chance, port, faults, limited = random.Random(20261122), free_port(), list[str](), 0
    settings = {**WEBHOOK, "MOTCUA_WEBHOOK_URL": f"http://127.0.0.1:{port}/webhook/telegram", "MOTCUA_PORT": str(port)}
    async with (
        Program(at_home, telegram(**settings)) as program,
        httpx.AsyncClient(base_url=program.address, trust_env=False, timeout=20) as client,
    ):
        for _ in range(TRIES):
            method, door, body = chance.choice(METHODS), chance.choice(DOORS), chance.choice(BODIES)
            headers = {"Content-Type": chance.choice(KINDS), **chance.choice(HEADERS)}
            # Each from somewhere else: limits by address are not what is tried here.
            headers.setdefault("X-Forwarded-For", f"203.0.{chance.randrange(256)}.{chance.randrange(256)}")
            raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
            client.cookies.clear()
            answer = await client.request(method, door, content=body if method != "GET" else None, headers=raw)
            limited += answer.status_code == 429
            if answer.status_code >= 500:
                faults.append(f"{answer.status_code} {method} {door} {headers} {body[:80]!r}")
        assert faults == [], "\n".join(faults)
        assert limited < TRIES / 4
        api.say(CHAT, "lam giay khai sinh can gi")
        assert "Thủ tục đăng ký khai sinh" in (await answered(api, 1)).seen
        assert "Traceback" not in program.output
