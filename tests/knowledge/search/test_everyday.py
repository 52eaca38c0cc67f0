"""What most people mean opens what most people need."""

from __future__ import annotations

import pytest

from knowledge.search import CatalogueName, Concepts, SearchEngine, SearchEntry
from knowledge.search.codes import codes_in


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("làm hộ chiếu", "1.001456"),
        ("mất hộ chiếu", "1.010386"),
        ("đổi căn cước", "1.014063"),
        ("mất căn cước làm lại", "1.014064"),
        ("làm căn cước lần đầu cho người trên 14 tuổi", "1.014061"),
        ("lam giay khai sinh can gi", "1.001193"),
        ("khóa căn cước điện tử", "3.000285"),
        ("đăng ký kết hôn", "1.000894"),
    ],
)
def test_the_nearest_office_unless_another_is_named(engine: SearchEngine, question: str, code: str) -> None:
    result = engine.search(question)
    assert (result.action, result.codes[0]) == ("answer", code)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("cấp lại thẻ căn cước ở công an tỉnh", "2.001194"),
        ("trình báo mất hộ chiếu ở cục quản lý xuất nhập cảnh", "2.000539"),
    ],
)
def test_the_office_that_is_named(engine: SearchEngine, question: str, code: str) -> None:
    assert engine.search(question).codes[0] == code


@pytest.mark.parametrize(
    ("question", "code"),
    [("1.001193", "1.001193"), ("thủ tục 2.000635", "2.000635"), ("1.004222.000.00.00.H29 cần gì", "1.004222")],
)
def test_a_code_is_answered_as_such(engine: SearchEngine, question: str, code: str) -> None:
    result = engine.search(question)
    assert (result.action, result.codes[0]) == ("answer", code)
    assert result.confidence >= 0.98


def test_a_code_that_is_not_held_is_named(concepts: Concepts) -> None:
    held = SearchEntry("1.000001", "Đăng ký kết hôn", "Hộ tịch", "Cấp xã", 1)
    engine = SearchEngine.build([held], concepts, [CatalogueName("1.000002", "Cấp phép nuôi cá cảnh")])
    result = engine.search("mã 1.000002 làm ở đâu")
    assert (result.action, [row.code for row in result.not_held]) == ("decline", ["1.000002"])


@pytest.mark.parametrize("text", ["giá 1.000.000 đồng", "0.123456", "11.001193", "1.0011934", "ngày 1.2.2024"])
def test_other_numbers_are_no_codes(text: str) -> None:
    assert codes_in(text) == []


@pytest.mark.parametrize(
    "question",
    [
        "cho xin mẫu hợp đồng thuê nhà",
        "Ly hôn ai được nuôi con",
        "chia tài sản sau ly hôn thế nào",
        "mẫu đơn xin nghỉ việc",
        "Xe không chính chủ bị phạt thế nào?",
        "giá đất ở long thành bao nhiêu một mét",
        "mo tiem vang can dieu kien gi",
    ],
)
def test_near_misses_outside_are_not_answered(engine: SearchEngine, question: str) -> None:
    assert engine.search(question).action != "answer"


@pytest.mark.parametrize("question", ["le phi thi sao", "tiem vang", "trong rang"])
def test_real_syllables_are_left_alone(engine: SearchEngine, question: str) -> None:
    assert " ".join(syllable.folded for syllable in engine.read(question).syllables) == question


def test_slips_are_mended_in_context(engine: SearchEngine) -> None:
    assert "can cuoc" in " ".join(s.folded for s in engine.read("mat can coc").syllables)
    assert "khai sinh" in " ".join(s.folded for s in engine.read("giay khia sinh").syllables)


@pytest.mark.parametrize(
    ("question", "meant"),
    [("đăng ký kết hôm", "kết hôn"), ("đăng ký cư tú", "cư trú"), ("thẻ căng cước", "căn cước")],
)
def test_a_slip_that_keeps_its_marks_is_mended(engine: SearchEngine, question: str, meant: str) -> None:
    assert meant in " ".join(syllable.typed for syllable in engine.read(question).syllables)


@pytest.mark.parametrize("question", ["báo xử lý vi phạm", "chính phủ", "xe ôm bằng lái", "hôm qua"])
def test_words_that_are_right_with_their_marks_stay(engine: SearchEngine, question: str) -> None:
    assert " ".join(syllable.typed for syllable in engine.read(question).syllables) == question


@pytest.mark.parametrize(
    "question",
    [
        "con",
        "mất rồi",
        "làm lại giấy tờ bị mất",
        "đổi tên",
        "sửa thông tin bị sai",
        "giấy thông hành",
        "ct01",
        "mai táng phí",
    ],
)
def test_what_names_no_thing_or_only_a_thing_is_never_answered(engine: SearchEngine, question: str) -> None:
    assert engine.search(question).action != "answer"


@pytest.mark.parametrize("polite", ["tôi muốn làm hộ chiếu", "cho em hỏi làm hộ chiếu ạ", "làm hộ chiếu nộp ở đâu"])
def test_politeness_and_the_part_asked_for_lower_no_confidence(engine: SearchEngine, polite: str) -> None:
    result = engine.search(polite)
    assert (result.action, result.codes[0]) == ("answer", "1.001456")
    assert result.confidence >= engine.search("làm hộ chiếu").confidence - 0.02


def test_the_province_comes_before_the_ministry_in_other_words_too(engine: SearchEngine) -> None:
    assert engine.search("temporary residence card for my foreign wife").codes[0] == "1.003460"


@pytest.mark.parametrize(
    ("question", "facet"),
    [
        ("giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm", None),
        ("đăng ký kết hôn cần điều kiện gì", "conditions"),
    ],
)
def test_words_of_the_name_ask_for_no_part(engine: SearchEngine, question: str, facet: str | None) -> None:
    assert engine.search(question).facet == facet


@pytest.mark.parametrize(("question", "english"), [("how do I get a passport", True), ("làm passport", False)])
def test_english_is_known(engine: SearchEngine, question: str, english: bool) -> None:
    assert engine.search(question).english is english


@pytest.mark.parametrize("question", ["tôi muốn tố cáo cán bộ đòi tiền", "hoãn nghĩa vụ quân sự", "rua xe o to o dau"])
def test_a_bribe_a_deferment_a_car_wash_open_nothing(engine: SearchEngine, question: str) -> None:
    assert engine.search(question).action != "answer"


@pytest.mark.parametrize(("form", "codes"), [("mẫu NA8", {"1.003460"}), ("ct01", {"1.004194", "1.004222"})])
def test_the_number_of_a_form_is_enough(engine: SearchEngine, form: str, codes: set[str]) -> None:
    assert codes <= set(engine.search(form).codes[:2])
