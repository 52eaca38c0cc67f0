from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chains import shipped
from bot.reports.offices import office_in, offices, offices_for
from bot.reports.understanding import amount_in, demand_in, money_in


@pytest.mark.parametrize(
    ("said", "money", "amount"),
    [
        ("cán bộ đòi 500k mới làm", "asked", 500_000),
        ("tôi đã đưa 2 triệu", "paid", 2_000_000),
        ("gợi ý bồi dưỡng nhưng tôi không đưa", "refused", None),
        ("muon nhanh thi phai co phong bi", "asked", None),
        ("nộp hồ sơ 2 tháng chưa có", None, None),
        ("phí 8000 đồng", None, 8_000),
        ("phải nộp 200 ngàn không có biên lai", "paid", 200_000),
    ],
)
def test_money(said: str, money: str | None, amount: int | None) -> None:
    assert (money_in(said), amount_in(said)) == (money, amount)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("cán bộ bắt nộp thêm giấy xác nhận tình trạng nhà dù quy định không có", "giấy xác nhận tình trạng nhà"),
        ("yeu cau bo sung giay xac nhan doc than moi nhan ho so", "giay xac nhan doc than"),
        ("đòi thêm sổ hộ khẩu bản gốc", "sổ hộ khẩu bản gốc"),
        ("bắt chờ 2 tiếng", None),
        ("đòi 500k", None),
    ],
)
def test_the_paper_that_was_demanded(said: str, words: str | None) -> None:
    assert demand_in(said) == words


@given(st.text(max_size=120))
def test_nothing_typed_breaks_the_reading(text: str) -> None:
    money_in(text)
    amount_in(text)
    words = demand_in(text)
    assert words is None or words


def test_every_office_is_found_by_each_of_its_names() -> None:
    for office in offices().values():
        for phrase in office.words:
            assert office_in(f"tôi đến {phrase} hôm qua") is not None


@pytest.mark.parametrize(
    ("said", "office"),
    [
        ("cong an phuong hen mai", "cong_an_xa"),
        ("lên một cửa phường nộp", "mot_cua_xa"),
        ("chi nhánh văn phòng đất đai", "dat_dai"),
        ("bảo hiểm xã hội bắt chờ", "bhxh"),
        ("trời đẹp", None),
    ],
)
def test_offices_as_people_call_them(said: str, office: str | None) -> None:
    assert office_in(said) == office


def test_the_sector_of_a_procedure_proposes_its_office_first() -> None:
    assert offices_for(shipped().offices_for("Hộ tịch"), None)[0] == "ubnd_xa"
    assert offices_for(shipped().offices_for("Đất đai"), "cong_an_xa")[:2] == ["cong_an_xa", "dat_dai"]
