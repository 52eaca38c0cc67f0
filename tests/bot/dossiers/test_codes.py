"""Codes as people type them: both shapes, spaces, dashes, small letters, Đ; and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dossiers.codes import code_in, code_in_payload, deep_link, from_deep_link, is_code, rest_of

SHORT, OLD = "H57.132-260804-0583", "000.00.04.H40-230414-0002"


@pytest.mark.parametrize(
    "code",
    [SHORT, OLD, "000.00.16.H40-240115-0001", "000.00.19.H47-260105-0001", "H74-260901-0028", "G09.20-260901-000028"],
)
def test_real_codes(code: str) -> None:
    assert is_code(code)
    assert code_in(code) == code
    assert from_deep_link(deep_link(code)) == code
    assert len(deep_link(code)) <= 64


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("h57.132-260804-0583", SHORT),
        (" H57.132 - 260804 - 0583 ", SHORT),
        ("H57.132–260804—0583", SHORT),
        ("H57.132 260804 0583", SHORT),
        ("H57. 132-260804-0583", SHORT),
        ("hồ sơ H57.132-260804-0583 tới đâu rồi?", SHORT),
        ("Ｈ57.132-260804-0583", SHORT),
        ("000.00.04.h40-230414-0002", OLD),
        ("000.00.04.H40 230414 0002 1234", OLD),
        ("đ01.12-260804-0583", "D01.12-260804-0583"),
        ("hs:H74-260901-0028.", "H74-260901-0028"),
    ],
)
def test_as_people_type_them(typed: str, code: str) -> None:
    assert code_in(typed) == code


@pytest.mark.parametrize(
    "text",
    [
        "2.000635",
        "1.011442.000.00.00.H38",
        "H57.132-261304-0583",  # month 13
        "H57.132-260230-0583",  # 30 February
        "H57.132-260804-058",
        "H57.132-260804-0583123",
        "AH57.132-260804-0583",
        "0912345678",
        "làm giấy khai sinh cần gì",
        "",
    ],
)
def test_what_is_no_code(text: str) -> None:
    assert code_in(text) is None


def test_an_address_gives_its_code_and_nothing_else() -> None:
    payload = "https://dichvucong.example/tra-cuu?MHS=H57.132-260804-0583&SGT=048099001234"
    assert code_in_payload(payload) == SHORT
    assert code_in_payload(payload.replace("-", "%2D")) == SHORT
    assert code_in_payload("https://example.org/048099001234") is None


def test_what_was_written_behind() -> None:
    assert rest_of("hồ sơ H57.132-260804-0583, 1234") == "1234"
    assert rest_of("mã H57.132 – 260804 – 0583") == ""
    assert rest_of("1234") == ""


@pytest.mark.parametrize("payload", ["", "tt_1_001193", "hs_", "hs_H57_132-261304-0583", "hs_" + "9" * 60])
def test_other_deep_links(payload: str) -> None:
    assert from_deep_link(payload) is None


@given(st.text(max_size=200))
def test_any_text_is_read_without_harm(text: str) -> None:
    found = code_in(text)
    assert found is None or is_code(found)
