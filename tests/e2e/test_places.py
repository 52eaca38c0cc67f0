"""Offices over the command line, a location on Telegram, the pin that comes back, and the poster's link."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.botapi.server import BotApiServer
from tests.program import ROOT, Program

pytestmark = pytest.mark.e2e

CHAT = 5003
SHEET = (
    "id,name,level,province,commune,address,lat,lon,mon,source\n"
    "thu,Trung tâm thử,commune,79,26740,1 Đường Thử,10.781,106.7,07:30-11:30,thử\n"
)


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, str(ROOT / "bot.py"), "places", *arguments]
    environment = Program(folder).environment
    return subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_in_and_out_by_the_command_line(at_home: Path) -> None:
    sheet, back = at_home / "in.csv", at_home / "out.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    assert "1 would be added" in command(at_home, "import", "--dry-run", str(sheet)).stdout
    assert "1 added, 0 changed, 0 unchanged." in command(at_home, "import", str(sheet)).stdout
    assert "1 offices." in command(at_home, "export", str(back)).stdout
    assert "0 added, 0 changed, 1 unchanged." in command(at_home, "import", str(back)).stdout
    sheet.write_text(SHEET.replace("10.781", "190"), encoding="utf-8")
    refused = command(at_home, "import", str(sheet))
    assert refused.returncode == 2
    assert "in.csv, line 2, lat: point: '190'" in refused.stderr


async def test_a_location_brings_the_office_and_its_pin(
    at_home: Path, api: BotApiServer, telegram: Callable[..., dict[str, str]]
) -> None:
    sheet = at_home / "in.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    assert command(at_home, "import", str(sheet)).returncode == 0
    async with Program(at_home, telegram(MOTCUA_PUBLIC_URL="https://motcua.example")) as program:
        await program.says("Telegram: @motcua_bot")
        api.say(CHAT, "", location={"latitude": 10.7801, "longitude": 106.7002})
        await api.wait_for(lambda: len(api.chats.of(CHAT)) >= 2)
        office, pin = api.chats.of(CHAT)[:2]
        assert "Trung tâm thử" in office.seen
        assert "0,1 km" in office.seen
        assert (pin.params["latitude"], pin.params["title"]) == (10.781, "Trung tâm thử")
        api.say(CHAT, "/start vp_thu")
        await api.wait_for(lambda: len(api.chats.of(CHAT)) >= 4)
        assert "1 Đường Thử" in api.chats.of(CHAT)[2].seen
        async with httpx.AsyncClient(trust_env=False) as client:
            poster = (await client.get(f"{program.address}/qr/office/thu")).text
        assert "https://t.me/motcua_bot?start=vp_thu" in poster
        assert "https://motcua.example/?open=vp_thu" in poster
