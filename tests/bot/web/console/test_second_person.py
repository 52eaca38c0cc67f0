"""What takes a second person: rejecting, deleting, uncovering; who decides, and how long."""

from __future__ import annotations

from datetime import timedelta

from bot.staff.member import Role
from tests.bot.reports.cases.desks import LAN, draft
from tests.bot.web.console.staffed import Office


async def test_two_persons_for_what_cannot_be_undone(office: Office) -> None:
    filed = await office.room.file(draft(), LAN)
    path = f"/cases/{filed.number}"
    an, binh = await office.sign_in("an", Role.LEAD), await office.sign_in("binh", Role.LEAD)
    await an.post(f"{path}/take")
    await an.post(f"{path}/reject", reason="spam")
    (request,) = await office.room.rows("approval")
    assert (await an.post(f"{path}/decide", id=str(request.id), granted="yes")).headers["location"].endswith("=own")
    assert (await office.room.view(filed.number, LAN)).state == "received"
    assert filed.number in (await binh.get("/cases")).text
    await binh.post(f"{path}/decide", id=str(request.id), granted="yes")
    assert (await office.room.view(filed.number, LAN)).state == "resolved"


async def test_numbers_by_which_somebody_is_found_are_covered(office: Office) -> None:
    filed = await office.room.file(draft(story="Gọi tôi 0912 345 678, số thẻ 046203001234."), LAN)
    path = f"/cases/{filed.number}"
    an, binh = await office.sign_in("an", Role.LEAD), await office.sign_in("binh", Role.LEAD)
    await an.post(f"{path}/take")
    assert "0912 345 678" not in (await an.get(path)).text
    await an.post(f"{path}/unmask", reason="check")
    (request,) = await office.room.rows("approval")
    await binh.post(f"{path}/decide", id=str(request.id), granted="yes")
    assert "0912 345 678" in (await an.get(path)).text
    assert "0912 345 678" not in (await binh.get(path)).text
    office.room.clock.at += timedelta(hours=25)
    late = await office.sign_in("chi", Role.LEAD)
    assert "0912 345 678" not in (await late.get(path)).text


async def test_deleted_by_two_it_opens_to_nobody(office: Office) -> None:
    filed = await office.room.file(draft(), LAN)
    path = f"/cases/{filed.number}"
    an, binh = await office.sign_in("an", Role.LEAD), await office.sign_in("binh", Role.LEAD)
    await an.post(f"{path}/take")
    await an.post(f"{path}/delete", reason="identity")
    (request,) = await office.room.rows("approval")
    await binh.post(f"{path}/decide", id=str(request.id), granted="yes")
    assert await office.room.count("case_item") == 0
    assert (await an.get(path)).status_code == 403
    actions = [action for _, action in await office.audited()]
    assert {"case.delete", "approval.decide"} <= set(actions)


async def test_what_nobody_decided_in_a_week_is_over_and_can_be_asked_anew(office: Office) -> None:
    filed = await office.room.file(draft(), LAN)
    path = f"/cases/{filed.number}"
    an = await office.sign_in("an", Role.LEAD)
    await an.post(f"{path}/take")
    await an.post(f"{path}/delete", reason="identity")
    assert (await an.post(f"{path}/decide", id="1", granted="yes")).headers["location"].endswith("problem=own")
    office.room.clock.at += timedelta(days=7)
    binh = await office.sign_in("binh", Role.LEAD)
    assert "Xóa nội dung" not in (await binh.get("/cases")).text
    assert "đã hết hiệu lực" in (await binh.get(path)).text
    assert (await binh.post(f"{path}/decide", id="1", granted="yes")).status_code == 403
    assert await office.room.count("case_item") > 0
    again = await office.sign_in("an2", Role.LEAD)
    await again.post(f"{path}/assign", to="an2")
    await again.post(f"{path}/delete", reason="identity")
    assert [row.granted for row in await office.room.rows("approval")] == [None, None]
    await binh.post(f"{path}/decide", id="2", granted="yes")
    assert await office.room.count("case_item") == 0
