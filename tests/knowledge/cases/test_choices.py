from __future__ import annotations

import pytest

from knowledge.cases import ALL, UnknownCase, chosen_options, next_question, questions
from knowledge.cases.headings import short_key
from tests.shelves import shipped

WORK_PERMIT = shipped()["1.014199"]
RESIDENCE = shipped()["1.004222"]


def labels(options: object) -> list[str]:
    return [option.label.vi for option in options]  # type: ignore[attr-defined]


def test_nothing_is_asked_where_headings_are_sections() -> None:
    assert questions(shipped()["1.001193"]) == []
    assert next_question(shipped()["1.001193"], ()) is None


def test_plain_alternatives_are_asked_once() -> None:
    (question,) = questions(RESIDENCE)
    first = ["Nhà của mình", "Về ở với người thân (khoản 2 Điều 20)", "Nhà thuê, mượn, ở nhờ"]
    assert labels(question.options)[:3] == first
    assert question.options[0].heading == "Đăng ký thường trú vào chỗ ở hợp pháp thuộc quyền sở hữu của mình"
    assert next_question(RESIDENCE, (question.options[0].key,)) is None


def test_fourteen_cases_are_asked_in_two_steps() -> None:
    first = next_question(WORK_PERMIT, ())
    assert first is not None
    assert labels(first.options) == [
        "Cấp giấy phép lần đầu",
        "Đổi sang người sử dụng lao động khác",
        "Đổi vị trí, không đổi nơi làm",
        "Đổi hình thức, không đổi nơi làm",
        "Đã gia hạn, làm tiếp cùng vị trí",
    ]
    new = first.options[0].key
    second = next_question(WORK_PERMIT, (new,))
    assert second is not None
    assert second.branch is not None
    assert second.branch.en == "First permit"
    assert labels(second.options) == ["Nhà quản lý", "Giám đốc điều hành", "Chuyên gia", "Lao động kỹ thuật"]
    choice = (new, second.options[2].key)
    assert next_question(WORK_PERMIT, choice) is None
    assert labels(chosen_options(WORK_PERMIT, choice)) == ["Cấp giấy phép lần đầu", "Chuyên gia"]


def test_everything_can_be_asked_for_at_any_step() -> None:
    first = questions(WORK_PERMIT)[0]
    assert next_question(WORK_PERMIT, (ALL,)) is None
    assert next_question(WORK_PERMIT, (first.options[0].key, ALL)) is None


@pytest.mark.parametrize("choice", [("zzzzzz",), ("0", "1"), ("",)])
def test_an_unknown_key_is_told(choice: tuple[str, ...]) -> None:
    with pytest.raises(UnknownCase):
        next_question(RESIDENCE, choice)


def test_a_case_of_another_branch_is_unknown() -> None:
    _, new, other, _ = questions(WORK_PERMIT)
    with pytest.raises(UnknownCase):
        chosen_options(WORK_PERMIT, (new.after or "", other.options[0].key))


def test_keys_depend_on_the_heading_alone() -> None:
    """Buttons of old messages go on working when rows or headings are added: the key must never change."""
    assert short_key("Đăng ký thường trú vào chỗ ở hợp pháp thuộc quyền sở hữu của mình") == "ae6eb3"
