"""What leaves by an export: named columns, no formula, nothing that leads to a case."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.board.exporting import Export, as_csv, as_xlsx, safe
from bot.board.extracts import ALLOWED, HEADS, Exporter
from bot.board.words import paper_name, words
from bot.database.report_tables import report_case
from bot.reports.draft import Demand
from bot.texts import LANGUAGES
from tests.bot.board.members import sight
from tests.bot.reports.cases.desks import LAN, MINH, OTHER_STORY, Room, draft, person

BEGINNINGS = ("=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1", "＋1", "－1", "＠x", " =1")
NASTY = [*BEGINNINGS, "a\0b", "=cmd|' /C calc'!A0"]
PLAIN = ["Cơ quan thuế", "1.004222", "còn = nữa", ""]


def read_csv(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


def read_xlsx(body: bytes) -> list[Any]:
    return list(load_workbook(io.BytesIO(body)).active.iter_rows())  # type: ignore[union-attr]


def export(cells: list[str]) -> Export:
    return Export(("=head",), [(cell,) for cell in cells], "=stamp", "m")


@pytest.mark.parametrize("text", NASTY)
def test_no_cell_is_a_formula(text: str) -> None:
    for row in read_csv(as_csv(export([text]))):
        assert row[0].lstrip(" ")[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"}
    body = as_xlsx(export([text]))
    assert [cell.data_type for row in read_xlsx(body) for cell in row] == ["s", "s", "s"]
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", PLAIN)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert safe(text) == text


def test_numbers_stay_numbers() -> None:
    rows = read_xlsx(as_xlsx(Export(("n",), [(7,), (-3,)], "s", "m")))
    assert [row[0].value for row in rows[2:]] == [7, -3]


async def test_rows_of_cases_hold_the_named_columns_and_lead_nowhere(room: Room) -> None:
    filed = await room.file(draft(province="46", commune="19753", office="ubnd_xa"), LAN)
    await room.file(draft("two", OTHER_STORY, denunciation_like=True), MINH)
    made = await Exporter(room.database, room.clock).export("cases", sight(), "báo cáo tháng")
    assert len(made.rows) == 1
    assert len(made.head) == len(made.rows[0]) == len(ALLOWED) + 1
    body = as_csv(made).decode()
    (case,) = [row for row in await room.rows("report_case") if row.id == filed.case_id]
    for told in (case.id, case.number, case.reporter, case.owner, case.commune, case.cluster, case.proof):
        assert str(told) not in body
    assert made.mark in body
    assert "báo cáo tháng" in body
    again = await Exporter(room.database, room.clock).export("cases", sight(), "báo cáo tháng")
    assert again.mark != made.mark


def test_every_column_has_its_name_in_both_languages() -> None:
    for language in LANGUAGES:
        assert {name for names in HEADS.values() for name in names} == set(words(language)["columns"])
    assert words("vi")["columns"] != words("en")["columns"]


def test_the_list_of_columns_is_looked_at_when_one_is_added() -> None:
    """Whoever adds a column to the table decides here whether it may leave."""
    kept = {
        *("id", "number", "secret", "draft", "owner", "reporter", "state_at", "version", "level", "categories"),
        *("judged", "restricted", "commune", "procedure_code", "procedure_version", "dossier", "for_other"),
        *("wants_person", "channel", "language", "clock", "due_day", "paused_at", "finding", "rating", "closed_at"),
        *("erased_at", "public", "proof_salt", "proof", "sketch", "cluster"),
    }
    assert {column.name for column in report_case.columns} == kept | set(ALLOWED)


async def test_what_was_asked_for_beyond_the_list_is_told_by_office_from_five_persons_on(room: Room) -> None:
    for paper, first, reporters in (("ho_chieu", 100, 5), ("so_ho_khau", 200, 4)):
        for n in range(reporters):
            story = " ".join(f"{paper}{n}x{word}" for word in range(12))
            demand = Demand(words="=giấy", verdict="not_on_list", paper=paper)
            await room.file(draft(f"{paper}{n}", story, office="ubnd_xa", demand=demand), person(first + n))
    made = await Exporter(room.database, room.clock).export("papers", sight(), "=họp giao ban")
    assert made.rows == [("UBND xã, phường, đặc khu", paper_name("ho_chieu"), 5, 5)]
    (stamp, *_), head, *rows = read_csv(as_csv(made))
    assert head == ["Cơ quan", "Giấy tờ, phí", "Phản ánh", "Người"]
    assert rows[0][2:] == ["5", "5"]
    assert made.mark in stamp
    assert [cell.data_type for cell in read_xlsx(as_xlsx(made))[2]] == ["s", "s", "n", "n"]
