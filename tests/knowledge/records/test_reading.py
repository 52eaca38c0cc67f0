"""An administrator's file: every error named by file, line and field, nothing half-accepted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.errors import KnowledgeRejected
from knowledge.records import read_records, record_of, validate_file
from knowledge.records.problems import SENTENCE_OF, _sentences
from tests.shelves import shipped

Record = dict[str, Any]
BIRTH = record_of(shipped()["1.001193"])


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: str | bytes | Record) -> Path:
        path = tmp_path / "offer.jsonl"
        path.write_bytes(b"\n".join(_line(line) for line in lines))
        return path

    return write


def _line(line: str | bytes | Record) -> bytes:
    if isinstance(line, bytes):
        return line
    return (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)).encode()


def birth(**changes: Any) -> Record:
    return {**json.loads(json.dumps(BIRTH)), **changes}


def problems(path: Path) -> list[str]:
    return [problem.text() for problem in validate_file(path).problems]


def test_good_lines_with_mark_blank_lines_and_windows_ends(write: Callable[..., Path]) -> None:
    path = write(b"\xef\xbb\xbf" + _line(birth()) + b"\r", "", "  ", birth(code="1.000001"))
    report = validate_file(path)
    assert [service.identifier for service in report.services] == ["1.001193", "1.000001"]
    assert report.problems == []
    assert [row.line for row in read_records(path)] == [1, 4]


def test_malformed_json_names_its_line(write: Callable[..., Path]) -> None:
    path = write(birth(), '{"code": "1.000002", ', birth(code="1.000003"))
    (told,) = problems(path)
    assert told.startswith("offer.jsonl, line 2: this is not valid JSON")


def test_text_that_is_not_utf8_is_told(write: Callable[..., Path]) -> None:
    told = problems(write(_line(birth()).replace("Hộ tịch".encode(), "Hộ tịch".encode("utf-16-le"))))
    assert told
    assert all(line.startswith("offer.jsonl, line 1") for line in told)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"fee": 0}, "fee", "a text in quotation marks is expected, found 0"),
        ({"fee": ""}, "fee", "the text is empty"),
        ({"code": "khai sinh"}, "code", "does not have the expected form"),
        ({"priority": "1"}, "priority", "a whole number is expected"),
        ({"priority": 7}, "priority", "out of range"),
        ({"processing_days": "một"}, "processing_days", "number is expected"),
        ({"full_online": "yes"}, "full_online", "true or false is expected"),
        ({"steps": "Bước 1"}, "steps", "a list in square brackets is expected"),
        ({"decision": []}, "decision", "an object in curly brackets is expected"),
        ({"updated_at": "17/07/2026"}, "updated_at", "a date such as 2026-07-17"),
        ({"processing_unit": "days"}, "processing_unit", "not allowed here; allowed: 'working'"),
        ({"channels": ["online", "fax"]}, "channels[2]", "not allowed here"),
        ({"colour": "red"}, "colour", "there is no field of this name"),
    ],
)
def test_a_wrong_value_names_its_field(write: Callable[..., Path], changes: Record, field: str, words: str) -> None:
    told = problems(write(birth(), birth(code="1.000009", **changes) if "code" not in changes else birth(**changes)))
    assert len(told) == 1
    assert told[0].startswith(f"offer.jsonl, line 2, field {field}: ")
    assert words in told[0]


def test_rows_inside_a_record_are_counted_from_one(write: Callable[..., Path]) -> None:
    record = birth()
    del record["documents"][2]["originals"]
    record["legal_basis"][0]["number"] = None
    told = problems(write(record))
    assert [line.split(": ")[0] for line in told] == [
        "offer.jsonl, line 1, field documents[3].originals",
        "offer.jsonl, line 1, field legal_basis[1].number",
    ]
    assert "missing" in told[0]


def test_a_code_may_stand_once(write: Callable[..., Path]) -> None:
    (told,) = problems(write(birth(), birth()))
    assert told == "offer.jsonl, line 2, field code: the code 1.001193 already stands on line 1"


def test_all_errors_are_told_at_once_and_nothing_is_accepted(write: Callable[..., Path]) -> None:
    report = validate_file(write(birth(), birth(code="1.000002", fee=1), "[]", birth(code="1.000004", level=None)))
    assert [problem.line for problem in report.problems] == [2, 3, 4]
    with pytest.raises(KnowledgeRejected) as rejected:
        report.accepted()
    assert len(rejected.value.problems) == 3


def test_an_empty_file_is_an_error(write: Callable[..., Path]) -> None:
    assert problems(write("")) == ["offer.jsonl, line 1: the file holds no records"]


def test_long_values_are_cut_in_the_message(write: Callable[..., Path]) -> None:
    (told,) = problems(write(birth(steps="x" * 5000)))
    assert len(told) < 300


def test_both_languages_have_every_sentence() -> None:
    english, vietnamese = _sentences()["en"], _sentences()["vi"]
    assert set(english) == set(vietnamese)
    assert set(SENTENCE_OF.values()) <= set(english)
    values = {"given": "x", "expected": "y", "reason": "z", "code": "c", "earlier": "1"}
    values |= {"file": "f", "line": "1", "field": "a"}
    assert all(sentence.format(**values) for words in (english, vietnamese) for sentence in words.values())


def test_problems_speak_vietnamese_too(write: Callable[..., Path]) -> None:
    (problem,) = validate_file(write(birth(), birth())).problems
    assert problem.text("vi") == "offer.jsonl, dòng 2, trường code: mã 1.001193 đã có ở dòng 1"
