"""The judge on texts as people type them, and floors under the measured figures."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reports.judging import shipped_judge
from bot.reports.taxonomy import categories
from knowledge.search.text import fold

from .measure import measure
from .sets import Example, labelled, questions


@pytest.mark.parametrize(
    ("text", "primary"),
    [
        ("can bo vòi tien moi lam", "cat-A1"),
        ("cans boj phuwowngf voif tieenf", "cat-A1"),
        ("k nhan hs cua mk ma k noi ly do", "cat-C4"),
        ("cán bộ phường bắt nộp thêm giấy xác nhận", "cat-C1"),
        ("Phường bảo lên tỉnh, tỉnh bảo về phường", "cat-B3"),
        ("hs qua han 1 thang roi chua tra kq", "cat-B1"),
        ("bị kì thị vì là người dân tộc", "cat-D4"),
    ],
)
def test_reads_marks_teencode_and_key_strokes(text: str, primary: str) -> None:
    told = shipped_judge().judge(text)
    assert told.grievance
    assert told.categories[0] == primary


@pytest.mark.parametrize(
    "text", ["Làm khai sinh cần giấy tờ gì?", "lệ phí bao nhiêu tiền vậy ạ", "cảm ơn bạn", "", "  "]
)
def test_a_question_is_no_grievance(text: str) -> None:
    told = shipped_judge().judge(text)
    assert (told.grievance, told.categories, told.denunciation_like) == (False, (), False)


def test_praise_is_no_grievance_but_has_its_category() -> None:
    told = shipped_judge().judge("Cán bộ rất nhiệt tình, không vòi vĩnh, không hách dịch")
    assert (told.grievance, told.categories) == (False, ("cat-Q3",))


def test_no_envelope_no_service_asks_for_one() -> None:
    assert shipped_judge().judge("không có phong bì thì họ không làm").categories[0] == "cat-A1"


@pytest.mark.parametrize(
    ("text", "denounces"),
    [
        ("Chủ tịch xã đòi 20 triệu mới ký", True),
        ("ong hung dia chinh xa doi 5 trieu moi ky", True),
        ("Anh Tuấn ở phường đòi 5 triệu mới ký", True),
        ("cán bộ đòi 5 triệu mới ký", False),
        ("Chủ tịch xã không tiếp dân", False),
        ("vì tôi phản ánh nên họ trù dập", True),
        ("co Lan mot cua lay 300k moi nhan ho so", True),
        ("Anh Tuấn địa chính vòi 2 triệu", True),
        ("chị ấy vòi 2 triệu", False),
        ("lam ho chieu bi thu them 500k ko bien lai", False),
        ("Bí thư xã thu 500k không biên lai", True),
        ("Anh Tý dịch vụ ngoài cổng đòi 3 triệu", False),
        ("cô bảo đưa 2 triệu mới làm", False),
        ("Anh Tuấn địa chính rất hách dịch", False),
    ],
)
def test_a_denunciation_needs_money_and_somebody_or_retaliation(text: str, denounces: bool) -> None:
    assert shipped_judge().judge(text).denunciation_like is denounces


def share(counts: dict[str, tuple[int, int]], name: str) -> float:
    right, of = counts[name]
    return right / of


@pytest.mark.parametrize(
    ("name", "grievance", "primary", "among"),
    [("apart", 0.92, 0.75, 0.88), ("fourth", 0.97, 0.90, 0.95), ("independent_writer", 0.98, 0.95, 0.98)],
)
def test_the_measured_figures_do_not_fall(name: str, grievance: float, primary: float, among: float) -> None:
    """The first two sets are never learned from; the third is, and tells whether the table was learned anew."""
    counts = measure(labelled()[name], shipped_judge())
    assert share(counts, "grievance or not") >= grievance
    assert share(counts, "primary category") >= primary
    assert share(counts, "primary among the named") >= among


def test_losing_every_mark_costs_little() -> None:
    bare = [Example(e.categories, e.denunciation, fold(e.text)) for e in labelled()["apart"]]
    counts = measure(bare, shipped_judge())
    assert share(counts, "primary category") >= 0.70
    assert share(counts, "grievance or not") >= 0.90


@pytest.mark.parametrize("name", ["apart", "named", "independent_writer"])
def test_denunciations_are_found_and_seldom_suspected(name: str) -> None:
    counts = measure(labelled()[name], shipped_judge())
    assert share(counts, "denunciations found") >= 0.75
    assert share(counts, "denunciations rightly said") >= 0.75


def test_what_people_ask_the_search_is_no_grievance() -> None:
    """Learned from, so a floor under the table rather than a promise; see docs for questions left out."""
    for chosen in questions().values():
        assert share(measure(chosen, shipped_judge()), "others left alone") >= 0.97


def test_says_how_sure_it_is() -> None:
    clear = shipped_judge().judge("Cán bộ đòi phong bì 500 nghìn mới chịu ký")
    vague = shipped_judge().judge("Họ làm vậy mà coi được, tôi chịu hết nổi rồi")
    assert 0.8 < clear.confidence <= 1
    assert 0 < vague.confidence < clear.confidence
    assert shipped_judge().judge("Làm khai sinh cần giấy tờ gì?").confidence == 0


def test_every_category_has_examples() -> None:
    told = {code for chosen in labelled().values() for example in chosen for code in example.categories}
    assert told == set(categories())


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gets_a_judgement(text: str) -> None:
    told = shipped_judge().judge(unicodedata.normalize("NFC", text))
    assert len(told.categories) <= 3
    assert set(told.categories) <= set(categories())
    assert bool(told.categories) or not told.grievance
