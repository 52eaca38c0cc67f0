"""The pages where a member changes how they sign in."""

from __future__ import annotations

import re

import pyotp

from tests.bot.web.doors.conftest import Visit
from tests.staffing import PASSPHRASE, Staffing

NEW = "năm con mèo ngủ trưa"


async def test_the_passphrase_is_changed_and_the_session_goes_on(visit: Visit, staffing: Staffing) -> None:
    first = await staffing.first()
    await visit.sign_in(first)
    assert "/console/own/passphrase" in (await visit.get("")).text
    wanted = {"old": PASSPHRASE, "passphrase": NEW, "again": NEW}
    differ = await visit.post("/own/passphrase", **{**wanted, "again": "khác"}, code=first.code())
    poor = await visit.post("/own/passphrase", old=PASSPHRASE, passphrase="x", again="x", code=first.code())
    wrong = await visit.post("/own/passphrase", **{**wanted, "old": "không phải cụm này"}, code=first.code())
    assert (differ.status_code, poor.status_code, wrong.status_code) == (400, 400, 403)
    assert all('role="alert"' in page.text for page in (differ, poor, wrong))
    done = await visit.post("/own/passphrase", **wanted, code=first.code())
    assert done.status_code == 200
    assert 'role="status"' in done.text
    assert (await visit.get("")).status_code == 200
    first.passphrase = NEW
    await visit.sign_in(first)
    assert (await visit.get("")).status_code == 200


async def test_another_app_is_set_up_from_its_picture(visit: Visit, staffing: Staffing) -> None:
    first = await staffing.first()
    await visit.sign_in(first)
    page = (await visit.get("/own/app")).text
    carried = re.findall(r'name="seed" value="(\w+)"', page)[0]
    picture = await visit.get(f"/own/app/{carried}.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert (await visit.get("/own/app/00.svg")).status_code == 403
    seed = visit.frame.desk.credentials.seed(first.member, carried)
    old_code = first.code()
    typed = {"passphrase": PASSPHRASE, "seed": carried, "code": pyotp.TOTP(seed).at(staffing.clock.at)}
    assert (await visit.post("/own/app", **typed, old_code="000000")).status_code == 403
    assert (await visit.post("/own/app", **{**typed, "seed": "00"}, old_code=old_code)).status_code == 403
    assert 'role="status"' in (await visit.post("/own/app", **typed, old_code=old_code)).text
    first.seed = seed
    await visit.sign_in(first)
    assert (await visit.get("")).status_code == 200
