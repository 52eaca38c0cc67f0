"""Follow-ups and several questions at once."""

from __future__ import annotations

import pytest

from knowledge.dialogue import FollowUps, listed, parts_of
from knowledge.search import SearchEngine, load_concepts
from knowledge.search.shipped import shipped_catalogue, shipped_entries


@pytest.fixture(scope="module")
def engine() -> SearchEngine:
    return SearchEngine.build(shipped_entries(), load_concepts(), shipped_catalogue())


@pytest.fixture(scope="module")
def follow_ups(engine: SearchEngine) -> FollowUps:
    return FollowUps(engine, load_concepts())


@pytest.mark.parametrize(
    ("question", "facet"),
    [
        ("mất bao lâu?", "time"),
        ("le phi thi sao", "fee"),
        ("Lệ phí thì sao ạ?", "fee"),
        ("còn ở xã khác?", "where"),
        ("can giay to gi", "papers"),
        ("mẫu đơn lấy ở đâu", "form"),
        ("how long does it take?", "time"),
        ("thế còn căn cứ pháp lý", "legal"),
    ],
)
def test_a_question_without_a_subject_speaks_of_the_last_one(follow_ups: FollowUps, question: str, facet: str) -> None:
    found = follow_ups.of(question)
    assert found is not None
    assert found.facet == facet


@pytest.mark.parametrize(
    "question", ["lệ phí đăng ký kết hôn", "mất căn cước thì sao", "làm hộ chiếu mất bao lâu", "", "abc xyz"]
)
def test_a_question_with_a_subject_is_none(follow_ups: FollowUps, question: str) -> None:
    assert follow_ups.of(question) is None


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("Làm hộ chiếu cần gì? Đổi bằng lái ở đâu?", 2),
        ("đăng ký kết hôn cần gì, còn làm khai sinh cho con thì sao", 2),
        ("đăng ký kết hôn cần gì? bao lâu?", 1),
        ("mất căn cước", 1),
    ],
)
def test_where_a_message_may_be_cut(message: str, parts: int) -> None:
    assert len(parts_of(message)) == parts


@pytest.mark.parametrize(
    ("message", "things"),
    [
        ("mất hết giấy tờ, căn cước, bằng lái, cà vẹt xe", ["mất căn cước", "mất bằng lái", "mất cà vẹt xe"]),
        ("làm hộ chiếu, căn cước và bằng lái", ["làm hộ chiếu", "làm căn cước", "làm bằng lái"]),
        ("I lost my ID card and driving licence", ["I lost my ID card", "lost driving licence"]),
        ("khai sinh và thẻ bảo hiểm y tế cho bé", []),
        ("tôi muốn làm hộ chiếu, đã có căn cước rồi", []),
        ("mất căn cước", []),
    ],
)
def test_a_row_of_things_is_taken_apart(engine: SearchEngine, message: str, things: list[str]) -> None:
    assert listed(engine, message, engine.search(message).codes[0]) == things
