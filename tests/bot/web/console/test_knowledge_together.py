"""Several at one entry at the same time: nobody overwrites unseen."""

from __future__ import annotations

from tests.bot.web.console.knowing import FEE, Shelf, edited, fields_of
from tests.shelves import longest_of


async def test_two_people_at_once_nobody_overwrites_unseen(shelf: Shelf) -> None:
    draft = await shelf.opened(shelf.an)
    mine, theirs = [fields_of(await desk.get(f"{draft}/edit/time")) for desk in (shelf.an, shelf.binh)]
    first = await shelf.binh.post(f"{draft}/edit/time", **{**theirs, "cost": "Miễn phí từ 2027", "do": "save"})
    assert first.status_code == 303
    met = await shelf.an.post(f"{draft}/edit/time", **{**mine, "cost": FEE, "do": "save"})
    assert met.status_code == 409
    assert "binh đã lưu bản nháp này" in met.text
    assert "Miễn phí" in met.text
    kept = fields_of(met)
    assert kept["cost"] == FEE
    number = int(draft.rpartition("/")[2])
    assert (await shelf.life.draft(number)).service.cost == "Miễn phí từ 2027"
    again = await shelf.an.post(f"{draft}/edit/time", **{**kept, "do": "save"})
    assert again.status_code == 303
    assert (await shelf.life.draft(number)).service.cost == FEE


async def test_what_the_other_did_on_another_page_stays(shelf: Shelf) -> None:
    draft = await shelf.opened(shelf.an)
    mine = fields_of(await shelf.an.get(f"{draft}/edit/time"))
    theirs = fields_of(await shelf.binh.get(f"{draft}/edit/main"))
    await shelf.binh.post(f"{draft}/edit/main", **{**theirs, "output": "Giấy khai sinh, bản điện tử", "do": "save"})
    met = await shelf.an.post(f"{draft}/edit/time", **{**mine, "cost": FEE, "do": "save"})
    assert met.status_code == 409
    await shelf.an.post(f"{draft}/edit/time", **{**fields_of(met), "do": "save"})
    service = (await shelf.life.draft(int(draft.rpartition("/")[2]))).service
    assert (service.cost, service.output) == (FEE, "Giấy khai sinh, bản điện tử")


async def test_rows_that_moved_meanwhile_are_not_overwritten(shelf: Shelf) -> None:
    """Ten papers of many are on a page: whoever added one moved all that follow."""
    longest = longest_of("evidences")
    draft = await shelf.opened(shelf.an, longest.identifier)
    mine = fields_of(await shelf.an.get(f"{draft}/edit/papers?from=20"))
    assert mine["evidences.0.name"] == longest.evidences[20].name
    theirs = fields_of(await shelf.binh.get(f"{draft}/edit/papers"))
    more = fields_of(await shelf.binh.post(f"{draft}/edit/papers", **{**theirs, "do": "above:evidences.0"}))
    added = {"name": "Giấy mới", "originals": "1", "copies": "0", "kind": "document"}
    row = {f"evidences.0.{name}": value for name, value in added.items()}
    assert (await shelf.binh.post(f"{draft}/edit/papers", **{**more, **row, "do": "save"})).status_code == 303
    for _ in range(2):
        met = await shelf.an.post(f"{draft}/edit/papers", **{**mine, "evidences.0.name": "Của An", "do": "save"})
        assert met.status_code == 409
        assert "không thể lưu đè" in met.text
        mine = fields_of(met)
        assert mine["evidences.0.name"] == "Của An"
    kept = (await shelf.life.draft(int(draft.rpartition("/")[2]))).service.evidences
    assert kept[0].name == "Giấy mới"
    assert kept[1:] == longest.evidences


async def test_a_draft_catches_up_with_what_was_published_meanwhile(shelf: Shelf) -> None:
    before = await shelf.service()
    draft = await edited(shelf, cost=FEE)
    newer = before.model_copy(update={"cost": "Miễn phí từ 2027", "output": "Giấy khai sinh, bản điện tử"})
    await shelf.shelves.store.publish([newer], "test")
    row = (await shelf.life.draft(int(draft.rpartition("/")[2]))).row
    assert f"{draft}/catch-up" in (await shelf.an.get(draft)).text
    caught = await shelf.an.post(f"{draft}/catch-up", revision=f"{row.revision}")
    assert "Hai bên cùng sửa những chỗ này" in caught.text
    assert "Phí chung (lời văn)" in caught.text
    service = (await shelf.life.draft(row.id)).service
    assert (service.cost, service.output) == (FEE, "Giấy khai sinh, bản điện tử")
    assert (await shelf.an.post(f"{draft}/catch-up", revision=f"{row.revision}")).status_code == 409
    assert f"{draft}/catch-up" not in (await shelf.an.get(draft)).text
