"""The engine from outside."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.search import CatalogueName, Concepts, SearchEngine, SearchEntry
from tests.knowledge.search import noise


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=4096))
def test_any_text_gets_a_verdict(engine: SearchEngine, text: str) -> None:
    result = engine.search(text)
    assert result.action in ("answer", "offer", "decline")
    assert 0.0 <= result.confidence <= 1.0
    assert len(result.hits) <= 10


def test_the_limit_holds_whatever_the_action(engine: SearchEngine) -> None:
    assert len(engine.search("đăng ký", limit=3).hits) == 3
    assert len(engine.search("Cách nấu phở bò ngon?", limit=10).hits) <= 10


def test_an_empty_base_declines(concepts: Concepts) -> None:
    result = SearchEngine.build([], concepts).search("đăng ký kết hôn")
    assert (result.action, result.codes, result.confidence) == ("decline", [], 0.0)


def test_threads_get_the_same_answers(engine: SearchEngine) -> None:
    questions = ["mất bằng lái xe", "làm hộ chiếu", "sang tên sổ đỏ", "khai sinh cho con"] * 10
    alone = [engine.search(question) for question in questions]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(engine.search, questions)) == alone


def test_personal_numbers_do_not_change_the_verdict(engine: SearchEngine) -> None:
    bare = engine.search("tôi muốn đổi thẻ căn cước")
    told = engine.search("tôi 001085012345 sđt 0912345678 muốn đổi thẻ căn cước")
    assert told.codes[:3] == bare.codes[:3]


@pytest.mark.parametrize(
    ("question", "facet"),
    [
        ("đăng ký kết hôn cần giấy tờ gì", "papers"),
        ("lam ho chieu mat bao lau", "time"),
        ("đổi bằng lái hết bao nhiêu tiền", "fee"),
        ("xác nhận cư trú nộp ở đâu", "where"),
        ("tờ khai đăng ký khai sinh tải mẫu", "form"),
        ("đăng ký thường trú", None),
    ],
)
def test_the_facet_asked_for(engine: SearchEngine, question: str, facet: str | None) -> None:
    assert engine.search(question).facet == facet


@pytest.mark.parametrize(
    ("question", "outside"),
    [
        ("em chán đời không muốn sống nữa", "self_harm"),
        ("cứu với nhà em đang cháy", "emergency"),
        ("bot ngu quá", "insult"),
        ("troi hom nay co mua khong", "weather"),
        ("bạn là ai vậy", "small_talk"),
        ("Vượt đèn đỏ bị phạt bao nhiêu tiền?", "legal_advice"),
        ("how to apply for a US student visa", "foreign"),
        ("cảm ơn bạn", "thanks"),
        ("xin chào", "greeting"),
    ],
)
def test_outside_matters_are_declined_by_kind(engine: SearchEngine, question: str, outside: str) -> None:
    result = engine.search(question)
    assert (result.action, result.outside) == ("decline", outside)


def test_a_greeting_before_a_question_is_not_outside(engine: SearchEngine) -> None:
    result = engine.search("xin chào, cho em hỏi đăng ký kết hôn cần gì, cảm ơn")
    assert (result.action, result.outside, result.codes[0]) == ("answer", None, "1.000894")


def test_what_the_catalogue_knows_but_we_do_not_hold_is_named(engine: SearchEngine) -> None:
    result = engine.search("mo quan karaoke")
    assert result.action == "decline"
    assert "karaoke" in result.not_held[0].name


def test_negation_is_heard(engine: SearchEngine) -> None:
    assert engine.search("đăng ký tạm trú, không phải gia hạn").codes[0] == "1.004194"


def test_several_ages_are_told_apart(engine: SearchEngine) -> None:
    assert engine.search("làm căn cước cho con 8 tuổi").codes[0] == "1.014062"
    assert engine.search("làm căn cước cho con 15 tuổi").codes[0] == "1.014061"


def test_a_bare_thing_asks_which(engine: SearchEngine) -> None:
    miss = engine.near_misses(engine.search("sổ đỏ"))
    assert miss is not None
    assert {"1.013978", "1.012786", "1.012783"} <= {option.code for option in miss.options}


def test_a_clear_question_is_not_asked_back(engine: SearchEngine) -> None:
    assert engine.near_misses(engine.search("Tôi làm rơi mất bằng lái xe máy thì xin lại thế nào?")) is None


def test_confusables_leave_out_the_code_itself(engine: SearchEngine) -> None:
    others = engine.confusables("1.004222")
    assert "1.004194" in others
    assert "1.004222" not in others


def test_accepted_examples_take_part(concepts: Concepts) -> None:
    entry = SearchEntry("9.1", "Cấp giấy phép nuôi cá cảnh", "thử", None, 2, examples=("xin giấy cho hồ koi nhà tôi",))
    other = SearchEntry("9.2", "Đăng ký hồ chứa nước", "thử", None, 2)
    assert SearchEngine.build([other, entry], concepts).search("hồ koi nhà mình xin giấy gì").codes[0] == "9.1"


def test_a_held_procedure_is_never_called_not_held(concepts: Concepts) -> None:
    entry = SearchEntry("9.1", "Cấp giấy phép nuôi cá cảnh", "thử", None, 2)
    engine = SearchEngine.build([entry], concepts, [CatalogueName("9.1", entry.name_vi)])
    assert engine.search("cấp giấy phép nuôi cá cảnh").not_held == ()


@pytest.mark.parametrize("style", sorted(noise.styles(0)))
def test_ways_of_typing(engine: SearchEngine, style: str) -> None:
    wanted = {
        "Tôi làm mất căn cước công dân, xin cấp lại ở đâu?": "1.014064",
        "Đăng ký kết hôn với người nước ngoài cần giấy tờ gì?": "2.000806",
        "Thủ tục tách thửa đất cho con": "1.012784",
        "Mua bảo hiểm y tế hộ gia đình": "1.001939",
        "Đăng ký hộ kinh doanh mở quán cà phê": "1.001612",
        "Xin giấy xác nhận tình trạng hôn nhân": "1.004873",
        "Hưởng trợ cấp thất nghiệp khi nghỉ việc": "1.014748",
        "Gia hạn đăng ký tạm trú sắp hết hạn": "1.002755",
    }
    typed = noise.styles(3)[style]
    found = sum(code in engine.search(typed(question)).codes[:3] for question, code in wanted.items())
    assert found >= len(wanted) - 1
