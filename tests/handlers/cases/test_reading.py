"""Number and secret as people type them; and what people type that is neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.cases.numbers import ALPHABET as OF_NUMBERS
from bot.reports.cases.numbers import numbered
from bot.reports.cases.secrets import ALPHABET as OF_SECRETS
from bot.reports.cases.secrets import SYMBOLS, grouped, read_secret
from handlers.cases.asking import asks_for_case
from handlers.cases.reading import Typed, number_in, read

NUMBERS = st.builds(
    numbered, st.integers(2026, 2060), st.text(OF_NUMBERS, min_size=5, max_size=5).filter(lambda text: len(text) == 5)
)
SECRETS = st.text(OF_SECRETS, min_size=SYMBOLS, max_size=SYMBOLS).map(grouped)
MANNERS = st.sampled_from([str, str.lower, lambda text: text.replace("-", ""), lambda text: text.replace("-", " ")])
FORMS = st.sampled_from(["{n} {s}", "{n}\n{s}", "số {n}, mã bí mật {s}", "{s} là mã, {n} là số", "{n}: {s} nhé"])
ORDINARY = [
    "làm giấy khai sinh cần gì",
    "lam giay khai sinh cho con can nhung giay to gi a",
    "H57.132-260804-0583",
    "0912345678",
    "tôi bị đòi 500k ở phường, 2 lần rồi, lần 3 là 15/11/2026",
    "PA26",
    "pa 26 người nộp hồ sơ cùng lúc",
]


@given(NUMBERS, SECRETS, MANNERS, MANNERS, FORMS)
def test_both_are_read_however_they_are_written(
    number: str, secret: str, one: object, other: object, form: str
) -> None:
    assert callable(one)
    assert callable(other)
    text = form.format(n=one(number), s=other(secret) if any(c.isdigit() for c in secret) else secret.replace("-", ""))
    assert read(text) == Typed(number, read_secret(secret))


@given(NUMBERS, SECRETS)
def test_in_one_run_too(number: str, secret: str) -> None:
    assert read((number + secret).replace("-", "")) == Typed(number, read_secret(secret))


@given(NUMBERS, MANNERS)
def test_a_number_alone_brings_no_secret(number: str, manner: object) -> None:
    assert callable(manner)
    assert read(manner(number)) == Typed(number, None)


@given(NUMBERS, st.integers(0, 5), st.sampled_from(OF_NUMBERS))
def test_a_mistyped_one_is_no_number_but_meant_as_one(number: str, place: int, symbol: str) -> None:
    at = 5 + place
    wrong = number[:at] + symbol + number[at + 1 :]
    if wrong == number:
        return
    assert number_in(wrong) is None
    assert read(wrong).mistyped


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_are_neither(text: str) -> None:
    assert number_in(text) is None
    assert read(text) == Typed(None, None)


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    read(text)


def test_half_a_secret_is_meant_as_one() -> None:
    assert read("7K3M9-QABCD-EFGH1-JKMNP") == Typed(None, None, meant_secret=True)


@pytest.mark.parametrize(
    "text",
    [
        "phản ánh của tôi tới đâu rồi",
        "phan anh cua minh xu ly chua",
        "kiến nghị tôi gửi hôm trước đã có trả lời chưa",
        "theo dõi phản ánh",
        "cho em tra cứu phản ánh với",
        "where is my report",
        "any answer to my complaint yet?",
    ],
)
def test_ones_own_report_is_asked_for(text: str) -> None:
    assert asks_for_case(text)


@pytest.mark.parametrize(
    "text",
    [
        *ORDINARY,
        "tôi muốn phản ánh cán bộ phường đòi tiền",
        "phản ánh cán bộ không giải quyết hồ sơ",
        "thủ tục tố cáo thế nào",
        "giải quyết kiến nghị bao nhiêu ngày",
        "hồ sơ của tôi tới đâu rồi",
        "I want to report an officer",
    ],
)
def test_other_wishes_are_not_taken_for_it(text: str) -> None:
    assert not asks_for_case(text)
