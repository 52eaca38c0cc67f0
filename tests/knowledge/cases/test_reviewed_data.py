"""The reviewed files fit the shipped procedures: nothing unread, nothing stale, every label fits its button."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter

from knowledge.cases import heading_of, questions
from knowledge.cases.headings import REVIEWED as HEADINGS
from knowledge.cases.headings import reviewed_headings
from knowledge.cases.labels import LONGEST, reviewed_labels
from tests.shelves import shipped

BUTTON = 40
OF_PROCEDURES = {
    (service.identifier, row.heading) for service in shipped().values() for row in service.evidences if row.heading
}


def test_every_heading_of_the_data_was_read() -> None:
    read = {heading.text for _, heading in reviewed_headings()}
    assert {heading for _, heading in OF_PROCEDURES} - read == set()


def test_no_heading_is_stale() -> None:
    texts = {heading for _, heading in OF_PROCEDURES}
    for code, heading in reviewed_headings():
        assert heading.text in texts if code is None else (code, heading.text) in OF_PROCEDURES


def test_no_heading_stands_twice() -> None:
    rows = [json.loads(line) for line in HEADINGS.read_text("utf-8").splitlines()]
    counted = Counter((row["heading"], code) for row in rows for code in row.get("codes", [None]))
    assert [key for key, count in counted.items() if count > 1] == []


def test_labels_fit_a_button_and_are_there_where_needed() -> None:
    for _, heading in reviewed_headings():
        if heading.kind in ("case", "addon", "other"):
            assert heading.label is not None, heading.text
        if heading.kind == "case":
            labels = [label for label in (heading.label, heading.branch) if label]
            assert all(0 < len(words) <= BUTTON for label in labels for words in (label.vi, label.en)), heading
        else:
            assert heading.branch is None


def test_reviewed_words_are_composed_letters() -> None:
    for path in (HEADINGS, HEADINGS.with_name("paper_labels.jsonl")):
        text = path.read_text("utf-8")
        assert unicodedata.is_normalized("NFC", text)


def test_options_of_one_question_can_be_told_apart() -> None:
    for service in shipped().values():
        for question in questions(service):
            assert len(question.options) > 1, service.identifier
            for language in ("vi", "en"):
                labels = [option.label.text(language) for option in question.options]
                assert len(set(labels)) == len(labels), (service.identifier, labels)


def test_keys_are_short_and_never_meet_inside_a_procedure() -> None:
    for service in shipped().values():
        keys = [option.key for question in questions(service) for option in question.options]
        assert len(set(keys)) == len(keys), service.identifier
        assert all(len(key) <= 6 and key.isalnum() and key == key.lower() and key != "all" for key in keys)


def test_headings_that_only_name_a_section_are_never_asked_about() -> None:
    for text in ("* Giấy tờ phải nộp:", "* Giấy tờ phải xuất trình:", "* Lưu ý:", "Thành phần hồ sơ:"):
        assert heading_of("1.001193", text).kind in ("section", "show", "notes")


def test_an_unread_heading_hides_nothing() -> None:
    assert heading_of("9.000000", "Trường hợp chưa ai đọc:").kind == "section"
    assert heading_of("9.000000", "Giấy tờ cần xuất trình khi đến").kind == "show"
    assert heading_of("9.000000", "- Lưu ý chung").kind == "notes"


def test_paper_labels_belong_to_rows_and_are_short() -> None:
    rows = {(service.identifier, row.name) for service in shipped().values() for row in service.evidences}
    assert set(reviewed_labels()) - rows == set()
    for label in reviewed_labels().values():
        assert 0 < len(label.text) <= LONGEST
        assert label.condition is None or label.condition.startswith(("nếu ", "đối với ", "khi "))
        assert not (label.condition and label.unconditional)
