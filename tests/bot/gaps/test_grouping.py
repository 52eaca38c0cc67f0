"""Questions that say the same stand together, the most asked first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.gaps.grouping import Asked, grouped


def asked(number: int, words: str, people: int = 1) -> Asked:
    return Asked(number, words, "declined", None, people, 0)


QUESTIONS = st.lists(
    st.builds(asked, st.integers(0, 10**6), st.text("abcd ", min_size=1, max_size=12), st.integers(1, 9)),
    max_size=30,
    unique_by=lambda each: each.id,
)


def test_like_ones_are_one() -> None:
    groups = grouped(
        [
            asked(1, "thu tuc xin cap phep nuoi ho", 2),
            asked(2, "muon nuoi hổ thi xin phep o dau", 5),
            asked(3, "dang ky xe may dien tu che"),
        ]
    )
    assert [[each.id for each in group.questions] for group in groups] == [[2, 1], [3]]
    assert groups[0].people == 7


@given(QUESTIONS)
def test_each_question_is_in_one_group(questions: list[Asked]) -> None:
    groups = grouped(questions)
    assert sorted(each.id for group in groups for each in group.questions) == sorted(each.id for each in questions)
    assert [group.people for group in groups] == sorted((group.people for group in groups), reverse=True)
    assert grouped(reversed(questions)) == groups
