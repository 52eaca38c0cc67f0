"""A case read by a colleague from elsewhere: named by a lead, taken back by a lead, all of it written down."""

from __future__ import annotations

from sqlalchemy import delete, insert

from bot.database.report_tables import case_key
from bot.database.staff_tables import case_exclusion, staff, staff_key
from bot.staff.authority import Relation, relation
from bot.staff.member import CaseFacts, Member, Role, Scope, Standing
from bot.staff.passphrases import seal_to
from tests.bot.reports.cases.desks import LAN, MINH, OTHER_STORY, STORY, draft
from tests.bot.web.console.staffed import Desk, Office, numbers_in
from tests.staffing import CHEAP

HUE, DA_NANG = Scope("46"), Scope("48")


async def hold_a_key(office: Office, desk: Desk, key_id: str) -> None:
    """As if a colleague had handed it on."""
    pair = CHEAP.pair("bốn con trâu ăn cỏ", bytes(16))
    async with office.room.database.write() as connection:
        await connection.execute(
            staff.update().where(staff.c.id == desk.id).values(key_public=bytes(pair.public_key), key_salt=bytes(16))
        )
        row = {"staff_id": desk.id, "key_id": key_id, "wrapped": seal_to(bytes(pair.public_key), bytes(32))}
        await connection.execute(insert(staff_key), {**row, "granted_at": 1})


async def test_a_named_colleague_reads_and_no_more_until_it_is_taken_back(office: Office) -> None:
    filed = await office.room.file(draft(province="46", office="ubnd_xa"), LAN)
    path = f"/cases/{filed.number}"
    lead = await office.sign_in("lead", Role.LEAD, [HUE])
    guest = await office.sign_in("guest", scopes=[DA_NANG])
    other = await office.sign_in("other", scopes=[DA_NANG])
    await hold_a_key(office, guest, office.keys[0].key_id)
    assert (await guest.get(path)).status_code == 403
    assert (await lead.post(f"{path}/share", to="guest")).headers["location"] == f"/console{path}"

    assert STORY in (await guest.get(path)).text
    assert (await guest.get(f"{path}/print")).status_code == 200
    assert numbers_in((await guest.get("/cases")).text) == [filed.number]
    for act, fields in (
        ("take", {}), ("step", {"to": "screen"}), ("note", {"words": "x"}), ("reply", {"words": "x"}),
        ("share", {"to": "other"}), ("delete", {"reason": "identity"}), ("unmask", {"reason": "check"}),
    ):  # fmt: skip
        assert (await guest.post(f"{path}/{act}", **fields)).status_code == 403, act
    assert (await other.get(path)).status_code == 403, "named is one, not their whole office"
    assert "Thôi chia sẻ với guest" in (await lead.get(path)).text

    await lead.post(f"{path}/unshare", **{"from": "guest"})
    assert (await guest.get(path)).status_code == 403
    assert numbers_in((await guest.get("/cases")).text) == []
    details = [row.detail for row in await office.room.rows("audit") if row.action == "case.share" and row.detail]
    assert details == ['{"with": "guest"}', '{"no_more_with": "guest"}']
    again = await lead.post(f"{path}/unshare", **{"from": "guest"})
    assert again.headers["location"].endswith("problem=moved")


async def test_the_case_is_sealed_to_a_key_that_the_colleague_holds(office: Office) -> None:
    filed = await office.room.file(draft(province="46", office="ubnd_xa"), LAN)
    lead, guest = await office.sign_in("lead", Role.LEAD, [HUE]), await office.sign_in("guest", scopes=[DA_NANG])
    far = await office.room.keys.add("48", for_leads=False, passphrase="một khóa của Đà Nẵng")
    path = f"/cases/{filed.number}"
    refused = await lead.post(f"{path}/share", to="guest")
    assert refused.headers["location"].endswith("problem=no_key")
    assert await office.room.count("case_share") == 0
    await hold_a_key(office, guest, far)
    async with office.room.database.write() as connection:
        await connection.execute(delete(case_key).where(case_key.c.key_id == far))
    await lead.post(f"{path}/share", to="guest")
    assert far in {row.key_id for row in await office.room.rows("case_key")}
    assert await office.room.count("case_share") == 1


async def test_with_whom_it_cannot_be_shared(office: Office) -> None:
    filed = await office.room.file(draft(province="46", commune="19753", office="ubnd_xa"), LAN)
    restricted = await office.room.file(draft("two", OTHER_STORY, province="46", denunciation_like=True), MINH)
    lead = await office.sign_in("lead", Role.LEAD, [HUE])
    an = await office.sign_in("an", scopes=[HUE])
    guest = await office.sign_in("guest", scopes=[DA_NANG])
    await office.sign_in("head", Role.HEAD, [DA_NANG])
    named = await office.sign_in("named", scopes=[DA_NANG])
    for desk in (guest, named):
        await hold_a_key(office, desk, office.keys[0].key_id)
    async with office.room.database.write() as connection:
        row = {"case_id": filed.case_id, "staff_id": "named", "by": "x", "at": 1}
        await connection.execute(insert(case_exclusion), row)
    for who in ("head", "named", "an", "nobody", ""):
        assert (await lead.post(f"/cases/{filed.number}/share", to=who)).status_code == 403, who
    assert (await an.post(f"/cases/{filed.number}/share", to="guest")).status_code == 403
    assert (await lead.post(f"/cases/{restricted.number}/share", to="guest")).status_code == 403
    await lead.post(f"/cases/{filed.number}/share", to="guest")
    await lead.post(f"/cases/{filed.number}/exclude", name="guest")
    assert (await guest.get(f"/cases/{filed.number}")).status_code == 403, "a conflict comes before a share"


def test_a_restricted_case_is_shared_with_nobody() -> None:
    member = Member("m", "m", Role.LEAD, Standing.ACTIVE, "vi", (DA_NANG,))
    case = CaseFacts("c", "46", None, None, False, shared=frozenset({"m"}))
    assert relation(member, case) is Relation.SHARED
    closed = CaseFacts("c", "46", None, None, True, shared=frozenset({"m"}))
    assert relation(member, closed) is Relation.OUT_OF_SCOPE
