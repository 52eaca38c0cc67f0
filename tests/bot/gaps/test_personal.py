"""What is kept of a question tells nobody who asked it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gaps.personal import cleaned
from knowledge.search.text import fold
from tests.shelves import shipped

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô")
MIDDLES = ("Thị", "Văn", "Đức", "Minh", "Ngọc", "Hữu")
GIVEN = ("Lan", "Hoa", "Nam", "Tuấn", "Hạnh", "Quyên")
QUESTIONS = ("muốn làm hộ chiếu", "hỏi thủ tục tách thửa", "bị mất giấy khai sinh")

NAMES = st.tuples(*map(st.sampled_from, (FAMILIES, MIDDLES, GIVEN))).map(" ".join)
PHONES = st.from_regex(r"0[3-9][0-9]{8}", fullmatch=True)
CARDS = st.from_regex(r"0[0-9]{11}", fullmatch=True)


@given(
    NAMES, st.sampled_from(("Tôi tên", "Tôi là", "bà", "Con tên", "chồng")), st.sampled_from(QUESTIONS), st.booleans()
)
def test_a_name_is_covered_with_marks_or_without(name: str, introducer: str, question: str, plain: bool) -> None:
    text = f"{introducer} {name} {question}"
    kept = cleaned(fold(text) if plain else text)
    assert fold(name) not in fold(kept)


@given(PHONES, CARDS, st.sampled_from(QUESTIONS))
def test_numbers_are_covered(phone: str, card: str, question: str) -> None:
    kept = cleaned(f"{question} sdt {phone} cccd {card} mail lan.{phone}@mail.vn")
    assert phone not in kept
    assert card not in kept
    assert fold(question) in fold(kept)


@pytest.mark.parametrize(
    "question",
    [
        "lệ phí làm hộ chiếu",
        "ảnh hồ sơ",
        "le phi truoc ba",
        "đăng ký tạm trú ở Hồ Chí Minh",
        "Hà Nội đổi bằng lái",
        "ho khau cua con",
        "do dac dat dai",
        "mai táng phí",
        "vo chong ly hon",
    ],
)
def test_what_is_asked_stays(question: str) -> None:
    assert cleaned(question) == question


def test_names_of_procedures_are_no_names_of_people() -> None:
    covered = [service.title for service in shipped().values() if "▮" in cleaned(service.title)]
    assert covered == []
