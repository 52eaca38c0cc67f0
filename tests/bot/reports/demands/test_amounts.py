"""Sums of money as people write them."""

from __future__ import annotations

import pytest

from bot.reports.demands.amounts import find_amounts


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("200k", 200_000, "VND"),
        ("200 ngàn", 200_000, "VND"),
        ("2 trăm nghìn", 200_000, "VND"),
        ("1tr2", 1_200_000, "VND"),
        ("1 triệu 250", 1_250_000, "VND"),
        ("2 triệu rưỡi", 2_500_000, "VND"),
        ("năm mươi nghìn", 50_000, "VND"),
        ("bay muoi nghin", 70_000, "VND"),
        ("hai trăm năm mươi ngàn", 250_000, "VND"),
        ("nửa triệu", 500_000, "VND"),
        ("5 củ", 5_000_000, "VND"),
        ("8.000 đồng", 8_000, "VND"),
        ("1,5 triệu", 1_500_000, "VND"),
        ("10 USD", 10, "USD"),
    ],
)
def test_reads(text: str, value: int, currency: str) -> None:
    assert [(found.value, found.currency) for found in find_amounts(f"thu {text} nhé")] == [(value, currency)]


@pytest.mark.parametrize("text", ["năm 2021", "ngày 12.11.2020", "10 giờ 5", "nộp 3 lần", "H57.132-260804-0583"])
def test_takes_no_date_time_or_code_for_money(text: str) -> None:
    assert find_amounts(text) == []
