"""An office as it is said: what it takes, filing wherever one lives, doubtful holidays."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.clock import VIETNAM
from bot.places.desk import Standing
from bot.places.office import ALL, Office
from bot.places.opening import OpeningHours, State
from bot.texts import Texts

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=VIETNAM)
OPEN = Standing(State(True, until=datetime(2026, 3, 3, 11, 30, tzinfo=VIETNAM)), ((NOW.date(), ((450, 690),)),), False)


def office(**changes: object) -> Office:
    values = {
        "id": "a", "name": "<b>A", "level": "commune", "province": "01", "commune": "00070", "address": "1 Phố Thử",
        "point": None, "hours": OpeningHours(), "phone": "024 1", "accepts": (ALL,), "boundless": False, "note": "",
        "source": "thử", "verified_on": date(2026, 1, 5),
    }  # fmt: skip
    return Office(**{**values, **changes})  # type: ignore[arg-type]


def said(texts: Texts, one: Office, standing: Standing = OPEN, **values: object) -> str:
    given = {"km": None, "refuses": False, "anywhere": None, "within": [], **values}
    return str(texts.render("place/office", "vi", office=one, standing=standing, now=NOW, **given))


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts()


def test_what_is_said_of_an_office(texts: Texts) -> None:
    text = said(texts, office(accepts=("Hộ tịch", "1.001193"), boundless=True, note="lầu 2"), km=1.2, refuses=True)
    for words in (
        "&lt;b&gt;A",
        "cách khoảng 1,2 km",
        "Đang mở cửa, đến 11:30 ngày 03/03/2026.",
        "thông báo nghỉ của Chính phủ chưa",
        "Nhận: Hộ tịch; 1.001193",
        "không có trong danh sách này",
        "nhận cả hồ sơ của người ở địa phương khác",
        "lầu 2",
        "Kiểm tra lần cuối ngày 05/01/2026",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("anywhere", "says"), [(True, "nộp được ở bất kỳ bộ phận một cửa nào"), (False, "nộp đúng nơi có thẩm quyền")]
)
def test_filing_wherever_one_lives_is_said_where_it_is_known(texts: Texts, anywhere: bool, says: str) -> None:
    assert says in said(texts, office(), anywhere=anywhere)
    assert says not in said(texts, office())


def test_filing_anywhere_within_some_places_names_them(texts: Texts) -> None:
    text = said(texts, office(boundless=True), anywhere=True, within=["Thành phố Hà Nội", "Phường <b>"])
    assert "Trong phạm vi Thành phố Hà Nội, Phường &lt;b&gt;" in text
    assert "nhận cả hồ sơ của người ở địa phương khác" not in text


def test_closed_without_an_end_and_hours_nobody_knows(texts: Texts) -> None:
    assert "chưa rõ khi nào mở lại" in said(texts, office(), Standing(State(False), (), True))
    assert "Mở cửa cả ngày đêm" in said(texts, office(), Standing(State(True), (), True))
    assert "Chưa rõ giờ mở cửa" in said(texts, office(), Standing(None, (), True))
