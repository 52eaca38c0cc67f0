"""The table of states: read whole, contradictions named."""

from __future__ import annotations

import pytest

from bot.errors import KnowledgeRejected
from bot.reports.cases.states import FILE, FIRST, Actor, State, allowed, read, table


def test_every_state_can_be_reached_and_left_or_is_an_end() -> None:
    assert set(table()) == set(State)
    ends = {state for state, rules in table().items() if not any(rules.to.values())}
    assert ends == {State.WITHDRAWN}


def test_nobody_closes_a_report_that_was_not_answered() -> None:
    before = {state for state in State for actor in Actor if allowed(state, State.CLOSED, actor)}
    assert before == {State.RESOLVED}


def test_what_has_only_just_come_in_cannot_be_resolved_unread() -> None:
    assert not any(allowed(state, State.RESOLVED, actor) for state in (FIRST, State.TRANSFERRED) for actor in Actor)


def test_only_citizens_dispute_and_withdraw() -> None:
    for state in State:
        for to in (State.DISPUTED, State.WITHDRAWN):
            assert not allowed(state, to, Actor.INSPECTOR)
            assert not allowed(state, to, Actor.PROGRAM)


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("clock: pakn_screen,", "clock: pakn_soon,", "unknown clock pakn_soon"),
        ("pauses: true,", "pauses: true, over: true,", "what is over has no clock"),
        ("back: accepted, ", "", "there is no way back"),
        ("over: true, text: closed", "over: true, begins: true, text: closed", "what is over has no clock"),
        ("[closed], program: [closed]", "[closed], judge: [closed]", "'judge' is not a valid Actor"),
        ("citizen: [disputed]}", "citizen: [reopened]}", "'reopened' is not a valid State"),
        ("text: withdrawn", "txt: withdrawn", "unknown field txt"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(was: str, becomes: str, told: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert was in text
    with pytest.raises(KnowledgeRejected) as refused:
        read(text.replace(was, becomes, 1))
    assert told in str(refused.value)


def test_a_state_that_nothing_leads_to_is_refused() -> None:
    text = FILE.read_text(encoding="utf-8").replace("transferred, ", "").replace(", transferred]", "]")
    with pytest.raises(KnowledgeRejected) as refused:
        read(text)
    assert "nothing leads to transferred" in str(refused.value)
