"""A webhook that nobody calls is no outage; one that cannot be called is."""

from __future__ import annotations

import pytest

from bot.intake.hearing import RECENT_S, gets_through

NOW = 1_772_416_800.0


@pytest.mark.parametrize(
    ("info", "through"),
    [
        ({"url": "https://example.vn", "pending_update_count": 0}, True),
        ({"pending_update_count": 0, "last_error_date": int(NOW) - 10}, True),
        ({"pending_update_count": 7, "last_error_date": int(NOW) - 10}, False),
        ({"pending_update_count": 7, "last_error_date": int(NOW) - RECENT_S - 1}, True),
        ({"pending_update_count": 7}, True),
        ({}, True),
    ],
)
def test_whether_telegram_gets_through(info: dict[str, object], through: bool) -> None:
    assert gets_through(info, NOW) is through
