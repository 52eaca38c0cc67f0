"""Values as they are typed on a telephone, without diacritics and with slips."""

from __future__ import annotations

import pytest

from knowledge.changes import Fee, Time, read_fee, read_time


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("5 ngay lam viec", Time(5, "working")),
        ("5 Ngày làm việc.", Time(5, "working")),
        ("05 ngày làm việc", Time(5, "working")),
        ("1,5 ngày làm việc", Time(1.5, "working")),
        ("không quá 15 ngày", Time(15, "calendar")),
        ("8 giờ", Time(8, "hour")),
        ("2 thang", Time(2, "month")),
        ("3 working days", Time(3, "working")),
    ],
)
def test_times(typed: str, time: Time) -> None:
    assert read_time(typed) == time


@pytest.mark.parametrize("typed", ["5", "0 ngày", "ngày", "5 con bò", "5-7 ngày", "1000 ngày", "", "-3 ngày", "٥ ngày"])
def test_what_is_no_time(typed: str) -> None:
    assert read_time(typed) is None


@pytest.mark.parametrize(
    ("typed", "fee"),
    [
        ("75000", Fee(75_000)),
        ("75.000", Fee(75_000)),
        ("75,000 dong", Fee(75_000)),
        ("75 nghìn", Fee(75_000)),
        ("75k", Fee(75_000)),
        ("1,5 triệu", Fee(1_500_000)),
        ("8.000 đồng/bản", Fee(8_000, "/bản")),
        ("70.000 đồng (/thẻ căn cước)", Fee(70_000, "/thẻ căn cước")),
        ("mien phi", Fee(0)),
        ("Miễn phí.", Fee(0)),
        ("0", Fee(0)),
    ],
)
def test_fees(typed: str, fee: Fee) -> None:
    assert read_fee(typed) == fee


@pytest.mark.parametrize("typed", ["75", "abc", "", "2.5", "99999999999", "-5000", "5000" + "x" * 600, "mien"])
def test_what_is_no_fee(typed: str) -> None:
    assert read_fee(typed) is None
