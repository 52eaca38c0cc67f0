"""The taxonomy: complete, within its limits, and said so where it is not."""

from __future__ import annotations

import pytest

from bot.reports.taxonomy import LONGEST_LABEL, categories, groups, severity


def test_holds_every_category_of_the_two_levels() -> None:
    expected = {"A": 5, "B": 6, "C": 8, "D": 5, "E": 3, "Q": 3, "K": 2, "Z": 1}
    letters = [category.group for category in categories().values()]
    assert {letter: letters.count(letter) for letter in groups()} == expected


def test_labels_fit_on_a_button() -> None:
    for category in categories().values():
        assert 0 < len(category.vi) <= LONGEST_LABEL
        assert 0 < len(category.en) <= LONGEST_LABEL


def test_corruption_and_data_abuse_alert_at_once() -> None:
    alerting = {code for code, category in categories().items() if category.alert}
    assert alerting == {"cat-A1", "cat-A3", "cat-E1", "cat-E2", "cat-E3"}


def test_what_dossier_data_can_confirm() -> None:
    checkable = {code for code, category in categories().items() if category.checkable}
    assert checkable == {"cat-B1", "cat-C3", "cat-C4", "cat-C5"}


@pytest.mark.parametrize("code", ["cat-E3", "cat-D3"])
def test_retaliation_is_always_the_highest(code: str) -> None:
    assert severity(code, retaliation=True) == 4


def test_money_and_repetition_raise_but_never_past_the_highest() -> None:
    assert severity("cat-B2") == 2
    assert severity("cat-B2", repeated=True) == 3
    assert severity("cat-A1", money=True, repeated=True) == 4
