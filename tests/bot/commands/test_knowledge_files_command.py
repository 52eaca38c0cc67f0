"""`bot.py knowledge import | export | template`, as an operator uses them."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from bot.commands import knowledge as knowledge_commands
from bot.errors import KnowledgeRejected, SettingsError
from knowledge.files import read_file
from knowledge.records import record_of
from tests.knowledge.files.records import written
from tests.shelves import shipped

TEMPLATE = Path(__file__).parents[3] / "knowledge" / "data" / "template.xlsx"
BIRTH, DEATH, OTHER = list(shipped().values())[:3]
RENAMED = DEATH.model_copy(update={"title": "Tên mới"})


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Typer:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOTCUA_DATA_DIR", str(tmp_path / "data"))
    app = Typer()
    knowledge_commands.register(app)
    return app


def run(app: Typer, *arguments: str | Path) -> str:
    result = CliRunner().invoke(app, ["knowledge", *map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "data" / "motcua.db") as database:
        found = database.execute(query).fetchall()
    database.close()
    return found


def test_a_province_loads_its_own_and_takes_it_out_again(app: Typer, tmp_path: Path) -> None:
    told = run(app, "import", written(tmp_path, "jsonl", [BIRTH, DEATH]), "--publish")
    assert told == "2 added, 0 changed, 0 unchanged.\n"
    for form in ("xlsx", "yaml", "jsonl"):
        assert run(app, "export", tmp_path / f"out.{form}").startswith("2 procedures written")
        assert {entry.service for entry in read_file(tmp_path / f"out.{form}").accepted()} == {BIRTH, DEATH}
        assert run(app, "check", tmp_path / f"out.{form}") == "2 procedures, no errors.\n"
        assert "0 drafts wait for a second person, 2 unchanged" in run(app, "import", tmp_path / f"out.{form}")
    run(app, "export", tmp_path / "one.jsonl", "--codes", BIRTH.identifier)
    assert json.loads((tmp_path / "one.jsonl").read_text(encoding="utf-8")) == record_of(BIRTH)


def test_a_dry_run_shows_the_fields_and_changes_nothing(app: Typer, tmp_path: Path) -> None:
    run(app, "import", written(tmp_path, "jsonl", [BIRTH, DEATH]), "--publish")
    offer = written(tmp_path, "xlsx", [BIRTH, RENAMED, OTHER], "offer")
    told = run(app, "import", offer, "--dry-run")
    assert f"+ {OTHER.identifier}" in told
    assert f"~ {DEATH.identifier} Tên mới\n    title: {' '.join(DEATH.title.split())[:20]}" in told
    assert "1 to add, 1 to change, 1 unchanged; nothing was changed." in told
    assert rows(tmp_path, "SELECT COUNT(*) FROM service_draft") == [(0,)]
    assert len(rows(tmp_path, "SELECT * FROM audit")) == 1


def test_what_changed_waits_and_is_written_down(app: Typer, tmp_path: Path) -> None:
    run(app, "import", written(tmp_path, "jsonl", [BIRTH, DEATH]), "--publish")
    assert "2 drafts wait for a second person, 1 unchanged" in run(
        app, "import", written(tmp_path, "yaml", [BIRTH, RENAMED, OTHER])
    )
    assert rows(tmp_path, "SELECT COUNT(*) FROM public_service") == [(2,)]
    audited = rows(tmp_path, "SELECT action, detail FROM audit ORDER BY seq")
    assert [action for action, _ in audited] == ["knowledge.import"] * 2
    assert json.loads(str(audited[1][1]))["published"] is False


def test_an_emptied_list_needs_a_yes(app: Typer, tmp_path: Path) -> None:
    run(app, "import", written(tmp_path, "jsonl", [BIRTH]), "--publish")
    bare = written(tmp_path, "xlsx", [BIRTH.model_copy(update={"evidences": ()})], "bare")
    for language, words in (("en", "would lose all rows of evidences"), ("vi", "sẽ mất hết các dòng của evidences")):
        with pytest.raises(KnowledgeRejected, match=words):
            run(app, "import", bare, "--publish", "--language", language)
    assert "! evidences: had" in run(app, "import", bare, "--dry-run")
    assert "0 added, 1 changed" in run(app, "import", bare, "--publish", "--accept-emptied")


def test_with_an_error_nothing_is_taken_in(app: Typer, tmp_path: Path) -> None:
    path = written(tmp_path, "jsonl", [BIRTH, DEATH])
    path.write_text(path.read_text(encoding="utf-8") + "{}\n", encoding="utf-8")
    for arguments in (("import", path, "--publish"), ("import", path, "--dry-run"), ("check", path)):
        with pytest.raises(KnowledgeRejected, match=r"offer\.jsonl, dòng 3, trường code: thiếu trường này"):
            run(app, *arguments, "--language", "vi")
    assert not (tmp_path / "data" / "motcua.db").exists()


def test_what_cannot_be_done_is_said(app: Typer, tmp_path: Path) -> None:
    offer = written(tmp_path, "jsonl", [BIRTH])
    for arguments in (
        ["export", "out.csv"],
        ["export", tmp_path / "no" / "out.xlsx"],
        ["template", "t.xls"],
        ["import", offer, "--by", "Nobody"],
        ["import", offer, "--language", "fr"],
    ):
        with pytest.raises(SettingsError):
            run(app, *arguments)
    with pytest.raises(KnowledgeRejected, match=r"1\.999999"):
        run(app, "export", "out.xlsx", "--codes", "1.999999")
    with pytest.raises(KnowledgeRejected, match="cannot be read"):
        run(app, "import", tmp_path / "none.xlsx")
    assert list(tmp_path.glob(".*.part")) == []


def test_the_template_that_ships_is_current(app: Typer, tmp_path: Path) -> None:
    """Make it anew with: python bot.py knowledge template knowledge/data/template.xlsx"""
    run(app, "template", tmp_path / "new.xlsx")
    with zipfile.ZipFile(TEMPLATE) as ships, zipfile.ZipFile(tmp_path / "new.xlsx") as new:
        assert ships.namelist() == new.namelist()
        assert all(ships.read(part) == new.read(part) for part in ships.namelist())
    (problem,) = read_file(TEMPLATE).problems
    assert problem.text("vi") == "template.xlsx: tệp không có thủ tục nào"


def test_what_ships_is_published_once_and_waits_ever_after(app: Typer, tmp_path: Path) -> None:
    run(app, "import", written(tmp_path, "jsonl", [RENAMED]), "--publish")
    with pytest.raises(SettingsError):
        run(app, "import", "--publish")
    assert "604 drafts wait for a second person, 0 unchanged" in run(app, "import")
    assert rows(tmp_path, "SELECT COUNT(*) FROM public_service") == [(1,)]
    assert rows(tmp_path, "SELECT DISTINCT state FROM service_draft") == [("review",)]
    run(app, "export", tmp_path / "out.jsonl")
    assert [action for (action,) in rows(tmp_path, "SELECT action FROM audit ORDER BY seq")] == [
        "knowledge.import",
        "knowledge.import",
        "knowledge.export",
    ]


def test_where_nothing_was_ever_published_what_ships_is(app: Typer, tmp_path: Path) -> None:
    assert "604 added, 0 changed" in run(app, "import")
    ((actor, detail),) = rows(tmp_path, "SELECT actor, detail FROM audit")
    assert actor is None
    assert json.loads(str(detail))["shipped"] is True
