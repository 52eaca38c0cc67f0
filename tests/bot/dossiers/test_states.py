"""The table of states: ten, named, and with no step that goes back to the beginning."""

from __future__ import annotations

import pytest

from bot.dossiers.states import FINAL, State, allowed, national_name, state_of


def test_all_ten_have_a_name_that_is_understood() -> None:
    for state in State:
        name = national_name(state)
        assert state_of(str(int(state))) is state_of(name) is state_of(name.upper()) is state


def test_names_without_diacritics() -> None:
    assert state_of("Da tra ket qua") is State.RETURNED
    assert state_of("đang  xử lý") is State.IN_PROGRESS


@pytest.mark.parametrize("value", ["", "0", "11", "-1", "1.0", "quá hạn", "²"])
def test_what_is_no_state(value: str) -> None:
    assert state_of(value) is None


def test_nothing_follows_the_end_and_nothing_returns_to_registration() -> None:
    for before in State:
        assert not allowed(before, State.REGISTERED)
        assert not allowed(before, before)
        assert any(allowed(before, after) for after in State) is (before not in FINAL)
    assert not allowed(State.FINISHED, State.IN_PROGRESS)
    assert allowed(State.FINISHED, State.RETURNED)
