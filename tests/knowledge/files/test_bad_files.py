"""Files that cannot be taken in: each a clear message, nothing half-done, no more memory than a good one needs."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest

from bot.errors import KnowledgeRejected
from knowledge.files import guard, read_file
from knowledge.files.guard import MB, MOST_BYTES
from knowledge.files.problems import _sentences
from knowledge.records import record_of
from tests.knowledge.files.records import accepted, book_of, saved, written
from tests.shelves import shipped

BIRTH = shipped()["1.001193"]
LINE = json.dumps(record_of(BIRTH), ensure_ascii=False)
#: Reading may not take more than this, whatever the file claims; a good workbook of one procedure takes 3 MB.
MOST_MEMORY = 60 * MB


def told(path: Path, language: str = "vi") -> list[str]:
    offer = read_file(path)
    assert offer.problems
    with pytest.raises(KnowledgeRejected):
        offer.accepted()
    return [problem.text(language) for problem in offer.problems]


@pytest.mark.parametrize(
    ("name", "body", "vi", "en"),
    [
        ("a.xlsx", b"%PDF-1.7\n%...", "đây là tệp PDF mang tên bảng tính", "this is a PDF with the name of a workbook"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1", "kiểu cũ (.xls) hoặc có mật khẩu", "(.xls) or one with a password"),
        ("a.xlsx", b"code;name", "không phải bảng tính XLSX", "no XLSX workbook"),
        ("a.xlsx", b"PK\x03\x04 broken off", "không phải bảng tính XLSX", "no XLSX workbook"),
        ("a.xlsx", b"", "tệp rỗng", "the file is empty"),
        ("a.jsonl", b"", "tệp rỗng", "the file is empty"),
        ("a.jsonl", b"\n \n", "không có thủ tục nào", "holds no procedures"),
        ("a.yaml", b"# nothing\n", "không có thủ tục nào", "holds no procedures"),
        ("a.pdf", b"%PDF-1.7", "không thuộc loại .xlsx, .jsonl, .yaml", "none of .xlsx, .jsonl, .yaml"),
        ("a.xlsm", b"PK\x03\x04", "không thuộc loại", "none of .xlsx"),
        ("a.jsonl", LINE.encode("utf-16"), "dòng 1", "line 1"),
        ("a.yaml", "code: thủ đô Hà Nội".encode()[:9], "không phải UTF-8", "is not UTF-8"),
        ("a.yaml", b"code: [1, 2", "không phải YAML hợp lệ (dòng 2", "not valid YAML (line 2"),
        ("a.yaml", b"---\nname: &a [x]\nsteps: [*a, *a]\n", "dòng 2: không nhận tham chiếu", "line 2: references"),
        ("a.yaml", b"code: " + b"[" * 100_000, "dòng 1: lồng quá nhiều tầng", "line 1: nested too deeply"),
        ("a.yaml", b"- just\n- texts\n", "dòng 1: cần một thủ tục", "line 1: a procedure with its fields"),
        ("a.yaml", b"!!python/object/apply:os.system [id]\n", "dòng 1: cần một thủ tục", "line 1: a procedure"),
        ("a.yaml", b"code: '1.000001'\ncode: '1.000002'\n", "dòng 2: trường code xuất hiện", "line 2: the field"),
    ],
)  # fmt: skip
def test_no_file_of_procedures(name: str, body: bytes, vi: str, en: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    assert vi in told(path)[0]
    assert en in told(path, "en")[0]
    assert told(path)[0].startswith(f"{name}")


def test_a_file_of_200_mb_is_not_read(tmp_path: Path) -> None:
    for name in ("big.xlsx", "big.jsonl", "big.yaml"):
        path = tmp_path / name
        with path.open("wb") as file:
            file.truncate(200 * MB)  # takes no room on the disk
        assert told(path) == [
            f"{name}: tệp nặng 200 MB; chỉ nhận đến {MOST_BYTES // MB} MB. "
            "Hãy chia thành nhiều tệp, mỗi tệp một số thủ tục"
        ]


def with_part(path: Path, name: str, body: bytes | Callable[[bytes], bytes], target: Path) -> Path:
    """The workbook with one part put in, or altered."""
    with zipfile.ZipFile(path) as parts, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as altered:
        for part in parts.namelist():
            if part != name:
                altered.writestr(part, parts.read(part))
        altered.writestr(name, body(parts.read(name)) if callable(body) else body)
    return target


def memory_of(path: Path) -> tuple[list[str], int]:
    tracemalloc.start()
    try:
        return told(path), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    good = written(tmp_path, "xlsx", [BIRTH])
    bomb = with_part(good, "xl/worksheets/sheet2.xml", b"<a>" + b" " * (300 * MB), tmp_path / "bomb.xlsx")
    assert bomb.stat().st_size < MB
    problems, peak = memory_of(bomb)
    assert problems == ["bomb.xlsx: bảng tính bung ra quá 100 MB: tệp hỏng hoặc được làm để gây hại"]
    assert peak < MOST_MEMORY


def test_a_zip_that_lies_about_its_size_is_not_believed(tmp_path: Path) -> None:
    good = written(tmp_path, "xlsx", [BIRTH])
    bomb = with_part(good, "xl/worksheets/sheet2.xml", b" " * (120 * MB), tmp_path / "lie.xlsx")
    true, lie = (120 * MB).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    bomb.write_bytes(bomb.read_bytes().replace(true, lie))
    problems, peak = memory_of(bomb)
    assert "không phải bảng tính XLSX, hoặc tệp hỏng" in problems[0]
    assert peak < MOST_MEMORY


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_bomb_is_not_opened(encoding: str, tmp_path: Path) -> None:
    lines = [
        '<!ENTITY a "ha">',
        *(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    ]
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [{"".join(lines)}]><x>&i;</x>'
    good = written(tmp_path, "xlsx", [BIRTH])
    bomb = with_part(good, "xl/worksheets/sheet2.xml", xml.encode(encoding), tmp_path / "bomb.xlsx")
    problems, peak = memory_of(bomb)
    assert "khai báo (DOCTYPE)" in problems[0]
    assert peak < MOST_MEMORY


def test_a_definition_across_two_pieces_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_CHUNK", 5)
    good = written(tmp_path, "xlsx", [BIRTH])
    bomb = with_part(good, "xl/theme/theme1.xml", b"<?xml version='1.0'?>   <!DOCTYPE x>", tmp_path / "bomb.xlsx")
    assert "DOCTYPE" in told(bomb)[0]


def test_macros_are_refused(tmp_path: Path) -> None:
    path = with_part(written(tmp_path, "xlsx", [BIRTH]), "xl/vbaProject.bin", b"x", tmp_path / "m.xlsx")
    assert told(path) == ["m.xlsx: bảng tính có macro; hãy lưu dạng .xlsx không có macro"]


@pytest.mark.parametrize(
    ("part", "spoilt"),
    [
        ("xl/worksheets/sheet3.xml", lambda body: body[: len(body) // 2]),
        ("xl/worksheets/sheet3.xml", lambda body: b"\xff\xfe\x00"),
        ("xl/workbook.xml", lambda body: b"<workbook/>"),
        ("xl/styles.xml", lambda body: b"<styleSheet"),
        ("[Content_Types].xml", lambda body: b""),
        ("xl/worksheets/sheet2.xml", lambda body: body.replace(b'r="A2"', b'r="??"')),
    ],
)
def test_a_damaged_workbook_is_told_as_such(part: str, spoilt: Callable[[bytes], bytes], tmp_path: Path) -> None:
    path = with_part(written(tmp_path, "xlsx", [BIRTH]), part, spoilt, tmp_path / "d.xlsx")
    assert told(path)[-1].startswith("d.xlsx")


def test_a_file_that_is_no_workbook_is_closed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = with_part(written(tmp_path, "xlsx", [BIRTH]), "xl/workbook.xml", lambda body: b"<", tmp_path / "d.xlsx")
    opened: list[IO[bytes]] = []
    real = io.open

    def watched(file: Any, *rest: Any, **named: Any) -> Any:
        opened.append(real(file, *rest, **named))
        return opened[-1]

    monkeypatch.setattr(io, "open", watched)
    assert read_file(path).problems
    assert [file.closed for file in opened if file.name == str(path)][-1:] == [True]


def test_yaml_names_the_line_of_the_field(tmp_path: Path) -> None:
    path = written(tmp_path, "yaml", [BIRTH, shipped()["1.000656"]])
    text = path.read_text(encoding="utf-8").replace("priority: 1", "priority: 9", 1)
    path.write_text(text.replace("originals: 1", "originals: một", 1), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    expected = [place for place, line in enumerate(lines, start=1) if "priority: 9" in line or "originals: một" in line]
    found = told(path)
    assert [int(line.split("dòng ")[1].split(",")[0]) for line in found] == expected
    assert "trường documents[1].originals: cần một số nguyên, đang là một" in found[0]


def test_a_code_twice_in_yaml(tmp_path: Path) -> None:
    assert "mã 1.001193 đã có ở dòng" in told(written(tmp_path, "yaml", [BIRTH, BIRTH]))[0]


def test_a_date_and_an_unquoted_code_in_yaml(tmp_path: Path) -> None:
    """A date may be typed without quotation marks; a code may not, for it would be a number and lose its zeros."""
    path = written(tmp_path, "yaml", [BIRTH])
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"updated_at: '{BIRTH.modified}'", f"updated_at: {BIRTH.modified}"), encoding="utf-8")
    assert accepted(read_file(path)) == (BIRTH,)
    path.write_text(text.replace("code: '1.001193'", "code: 1.001193"), encoding="utf-8")
    assert "trường code: cần một chuỗi trong dấu ngoặc kép" in told(path)[0]


@pytest.mark.parametrize("form", ["jsonl", "yaml"])
def test_more_procedures_than_are_taken(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("lines", "yaml_files"):
        monkeypatch.setattr(f"knowledge.files.{module}.MOST_PROCEDURES", 2)
    services = list(shipped().values())[:4]
    assert "có hơn 2 thủ tục" in told(written(tmp_path, "jsonl" if form == "jsonl" else "yaml", services))[0]


def test_hundreds_of_errors_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text("{}\n" * 300, encoding="utf-8")
    problems = told(path)
    assert len(problems) == 201
    assert problems[-1].endswith("lỗi nữa")


def test_both_languages_have_every_sentence() -> None:
    words = _sentences()
    assert set(words["en"]) == set(words["vi"])
    given = {"given": "1", "expected": "2", "file": "f", "sheet": "s", "row": 1, "column": "c", "words": "w"}
    for sentences in words.values():
        for name, sentence in sentences.items():
            assert sentence.format(**given), name


def test_a_saved_workbook_stays_good(tmp_path: Path) -> None:
    """What the others spoil: without it they would prove nothing."""
    assert accepted(read_file(saved(book_of([BIRTH]), tmp_path))) == (BIRTH,)
