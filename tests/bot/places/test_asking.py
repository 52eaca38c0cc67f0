"""Where to file, as people type it; what names a procedure is the search's."""

from __future__ import annotations

import pytest

from bot.places.asking import asks_where, names_place


@pytest.mark.parametrize(
    "text",
    [
        "nop o dau",
        "Nộp ở đâu vậy ạ?",
        "nộp hồ sơ ở đâu",
        "cho em hoi nop ho so o dau a",
        "thu tuc nay nop o dau",
        "chỗ nộp hồ sơ",
        "e oi nop ho so o dau z",
        "mn oi gio nop o dau dc",
        "nop o dau duoc khong",
        "trung tam hanh chinh cong gan nhat",
        "bo phan mot cua o dau",
        "một cửa mấy giờ mở cửa",
        "Where do I file?",
        "where can i submit my papers",
    ],
)
def test_asked(text: str) -> None:
    assert asks_where(text) == (True, [])


@pytest.mark.parametrize(
    ("text", "commune"),
    [
        ("nop o dau phuong ben nghe", "Phường Sài Gòn"),
        ("mot cua phuong sai gon o dau", "Phường Sài Gòn"),
        ("nơi nộp hồ sơ ở xã Nam Đàn, Nghệ An", "Xã Nam Đàn"),
    ],
)
def test_asked_with_the_commune(text: str, commune: str) -> None:
    asked, (place, *_) = asks_where(text)
    assert asked
    assert place.commune_name == commune


@pytest.mark.parametrize(
    "text",
    [
        "làm hộ chiếu nộp ở đâu",
        "xác nhận cư trú nộp ở đâu",
        "nop phat nguoi o dau",
        "nop thue o dau",
        "giấy khai sinh cần gì",
        "tôi đã nộp hồ sơ ở một cửa ba tháng nay mà không ai trả lời cho tôi biết hồ sơ đang ở đâu cả",
        "",
        "?",
    ],
)
def test_not_asked(text: str) -> None:
    assert asks_where(text)[0] is False


@pytest.mark.parametrize("text", ["phường Tân Định", "quan 1", "cau giay ha noi", "tan dinh"])
def test_a_place(text: str) -> None:
    assert names_place(text)


@pytest.mark.parametrize("text", ["lam khai sinh can gi", "", "..."])
def test_no_place(text: str) -> None:
    assert not names_place(text)
