"""No word of a citizen, no name, no number of a person or a chat is in anything that a digest says (T2)."""

from __future__ import annotations

import random
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.digests import Digest
from bot.digests.alerts import Alerts
from bot.outbox.message import Message
from bot.reports.draft import Demand
from bot.schedule.digest_jobs import DigestJobs
from bot.staff import Role
from bot.texts import Texts
from bot.views.digest import alert_message, figures_message, table_message
from tests.bot.digests.stage import DA_NANG, HUE, Stage

TEXTS = Texts()
SYLLABLES = ("Bùi", "Khuê", "Quỳnh", "Thạch", "Nghiêm", "Vỹ", "Trử", "Lương", "Đoài", "Yên")


@pytest.mark.parametrize("seed", range(4))
async def test_nothing_a_citizen_gave_is_told(lite: Stage, seed: int) -> None:
    chance = random.Random(seed)
    canaries: set[str] = set()

    def canary(kind: str) -> str:
        word = {
            "name": " ".join(chance.sample(SYLLABLES, 3)),
            "phone": f"09{chance.randrange(10**8):08d}",
            "card": f"0{chance.randrange(10**11):011d}",
            "dossier": f"H57.13.{chance.randrange(100):02d}-260301-{chance.randrange(10**4):04d}",
        }[kind]
        canaries.add(word)
        return word

    for role in (Role.INSPECTOR, Role.LEAD, Role.HEAD):
        await lite.member(role.value, role)
        await lite.send(role.value)
    for number in range(8):
        who = 7_100_000_000 + chance.randrange(10**8)
        canaries.add(str(who))
        filed = await lite.file(
            who=who,
            story=f"Tôi là {canary('name')}, căn cước {canary('card')}, hồ sơ {canary('dossier')}, lần {number}.",
            province=chance.choice([HUE, DA_NANG]),
            office=chance.choice(["mot_cua_xa", "so_nganh", None]),
            position=f"quầy của {canary('name')}",
            when_words=f"hôm gặp {canary('name')}",
            demand=Demand(words=f"giấy của {canary('name')}", verdict="not_on_list", paper="other"),
            categories=[chance.choice(["cat-A1", "cat-C1"])],
        )
        await lite.room.do(lite.room.desk.add_message(await lite.id_of(filed), f"Gọi tôi số {canary('phone')}"))
    said = await _everything(lite)
    lite.later(days=8)
    said += await _everything(lite)
    assert any("PA26-" in text for text in said)
    for text in said:
        assert [one for one in canaries if one in text] == []


async def _everything(stage: Stage) -> list[str]:
    """All words of all that members are sent, and what buttons carry."""
    room = stage.room
    jobs = DigestJobs(stage.desk, room.database, room.key, TEXTS, room.clock, None)
    stage.later(minutes=1)
    said: list[str] = []
    for role in (Role.INSPECTOR, Role.LEAD, Role.HEAD):
        ready = await stage.ready(role.value)
        for message in await jobs.shown(ready):
            said += _words(message)
        if ready.digest.items:
            said += _cells(ready.digest)
        if ready.digest.figures is not None:
            said += _words(figures_message(TEXTS, ready.digest.member, ready.digest.figures, None))
        for row in await room.rows("report_case"):
            alert = await Alerts(room.database, stage.desk).for_member(role.value, row.id)
            if alert is not None:
                said += _words(alert_message(TEXTS, "vi", alert.case, None))
    return said


def _words(message: Message) -> list[str]:
    buttons = [button for row in message.buttons for button in row]
    return [message.text, *(button.label for button in buttons), *(button.data or "" for button in buttons)]


def _cells(digest: Digest) -> list[str]:
    file = table_message(TEXTS, digest).file
    assert file is not None
    page = load_workbook(BytesIO(file.body)).active
    assert page is not None
    return [str(cell.value) for row in page.iter_rows() for cell in row]
