"""Places under today's names and those of before."""

from __future__ import annotations

import pytest

from bot.places import find, gazetteer


def test_the_whole_country_is_there() -> None:
    assert len(gazetteer().provinces) == 34
    assert len(gazetteer().communes) == 3321


@pytest.mark.parametrize(
    ("text", "commune", "province"),
    [
        ("xã Nam Đàn huyện Nam Đàn nghệ an", "Xã Nam Đàn", "Tỉnh Nghệ An"),
        ("p. bến nghé", "Phường Sài Gòn", "Thành phố Hồ Chí Minh"),
        ("tp tam kỳ", "Phường Tam Kỳ", "Thành phố Đà Nẵng"),
        ("phuong tam ky quang nam", "Phường Tam Kỳ", "Thành phố Đà Nẵng"),
        ("ubnd xã Tân Hà huyện đức linh bình thuận", "Xã Trà Tân", "Tỉnh Lâm Đồng"),
        ("thị trấn Sịa", "Xã Quảng Điền", "Thành phố Huế"),
        ("xa hoang loc thanh hoa", "Xã Hoằng Lộc", "Tỉnh Thanh Hoá"),
        ("p5 q3 hcm", "Phường Bàn Cờ", "Thành phố Hồ Chí Minh"),
        ("đặc khu phú quốc", "Đặc khu Phú Quốc", "Tỉnh An Giang"),
    ],
)
def test_one_commune(text: str, commune: str, province: str) -> None:
    best = find(text)[0]
    assert (best.commune_name, best.province_name) == (commune, province)


@pytest.mark.parametrize(
    ("text", "province"),
    [("quảng nam", "Thành phố Đà Nẵng"), ("tỉnh Bình Dương", "Thành phố Hồ Chí Minh"), ("ben tre", "Tỉnh Vĩnh Long")],
)
def test_a_former_province_leads_to_its_successor(text: str, province: str) -> None:
    (place,) = find(text)
    assert (place.province_name, place.commune) == (province, None)
    assert place.formerly


def test_a_split_ward_gives_every_successor() -> None:
    assert {place.commune_name for place in find("phường Láng Hạ, hà nội")} >= {"Phường Giảng Võ", "Phường Đống Đa"}


def test_a_numbered_district_gives_its_wards() -> None:
    assert {place.commune_name for place in find("q1 tphcm")} == {
        "Phường Sài Gòn",
        "Phường Tân Định",
        "Phường Bến Thành",
        "Phường Cầu Ông Lãnh",
    }


def test_a_name_that_many_have_stays_open() -> None:
    assert len({place.province for place in find("xã Tân Lập")}) > 1


@pytest.mark.parametrize("text", ["", "ở đâu", "???", "12345"])
def test_what_is_no_place_gives_none(text: str) -> None:
    assert find(text) == []


def test_every_commune_is_found_by_its_own_name_and_province() -> None:
    known = gazetteer()
    lost = [
        code
        for code, (name, province) in known.communes.items()
        if code not in {place.commune for place in find(f"{name}, {known.provinces[province]}")}
    ]
    assert lost == []


def test_one_wrong_letter_is_mended_inside_a_named_province() -> None:
    assert find("phường bãi chái, quảng ninh")[0].commune_name == "Phường Bãi Cháy"
