"""Letters and key strokes."""

from __future__ import annotations

import pytest

from knowledge.search.story import closing
from knowledge.search.telex import decode_telex, decode_vni
from knowledge.search.text import fold, marks_agree, set_aside_personal

SYLLABLES = {"duong", "viet", "doi", "ruot", "mat", "ngay", "toi", "uong", "khai", "sinh", "a"}


def test_folding_takes_marks_and_the_barred_d() -> None:
    assert fold("Đường Nguyễn Trãi") == "duong nguyen trai"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dduwowngf", "duong"),
        ("vieetj", "viet"),
        ("ddooir", "doi"),
        ("ruootj", "ruot"),
        ("maast", "mat"),
        ("hello", None),
    ],
)
def test_telex_strokes_spell_a_syllable_or_nothing(typed: str, meant: str | None) -> None:
    assert decode_telex(typed, SYLLABLES) == meant


@pytest.mark.parametrize(("typed", "meant"), [("d9o63i", "doi"), ("nga2y", "ngay"), ("ct07", None), ("a1", None)])
def test_vni_strokes_spell_a_syllable_or_nothing(typed: str, meant: str | None) -> None:
    assert decode_vni(typed, SYLLABLES) == meant


@pytest.mark.parametrize(
    ("typed", "expected", "agree"),
    [
        ("mat", "mất", True),
        ("mặt", "mất", False),
        ("phải", "phai", False),
        ("nghĩ", "nghỉ", True),
        ("câp", "cấp", True),
    ],
)
def test_missing_marks_agree_and_wrong_ones_do_not(typed: str, expected: str, agree: bool) -> None:
    assert marks_agree(typed, expected) is agree


@pytest.mark.parametrize(
    "number", ["001085012345", "0912 345 678", "+84 912345678", "H57.132-260804-0583", "an.nguyen@example.com"]
)
def test_personal_numbers_are_set_aside(number: str) -> None:
    left = set_aside_personal(f"tôi là {number} muốn đổi căn cước")
    assert not any(part in left for part in number.split())
    assert "đổi căn cước" in left


def test_the_request_at_the_end_of_a_story() -> None:
    story = "Vợ chồng em cưới năm ngoái. Hộ khẩu em vẫn ở Nghệ An với ba mẹ, giờ muốn nhập khẩu về nhà mới thì làm sao?"
    assert closing(story) == "giờ muốn nhập khẩu về nhà mới thì làm sao"
    assert closing("Đăng ký kết hôn cần gì? Ở đâu?") is None
