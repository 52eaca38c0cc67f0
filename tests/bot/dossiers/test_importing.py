"""Files: all or nothing, every fault named, the same file twice changes nothing, large ones go on after a crash."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.dossiers import importing
from bot.dossiers.importing import DossiersRejected, Imported, Importer
from bot.dossiers.opening import Opening
from bot.dossiers.register import Register
from bot.dossiers.states import State
from bot.people import ChatRef
from bot.sealing import ServerKey
from tests.bot.dossiers.conftest import counted, row, write_csv, write_xlsx
from tests.bot.dossiers.malformed import malformed

CHAT = ChatRef("telegram", "42", 1, 1)


async def imported(importer: Importer, path: Path, *rows: dict[str, Any]) -> Imported:
    return await importer.run(write_csv(path / "a.csv", rows))


async def test_a_file_goes_in_and_the_same_file_changes_nothing(
    importer: Importer, database: Database, tmp_path: Path
) -> None:
    rows = [row(n) for n in range(1, 51)]
    first = await imported(importer, tmp_path, *rows)
    again = await imported(importer, tmp_path, *rows)
    assert (first.rows, first.added, first.changed, first.unchanged) == (50, 50, 0, 0)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 50)
    assert await counted(database, "dossier_event") == 50
    assert first.agencies == {"H57.132"}


async def test_five_hundred_malformed_rows_are_each_named_and_none_goes_in(
    importer: Importer, database: Database, tmp_path: Path
) -> None:
    faults = list(malformed(500))
    with pytest.raises(DossiersRejected) as rejected:
        await imported(importer, tmp_path, *(cells for _, cells in faults), row(9_999))
    named = {(problem.row, problem.column) for problem in rejected.value.problems}
    assert {(number, column) for number, (column, _) in enumerate(faults, start=2)} <= named
    assert {number for number, _ in named} == set(range(2, 502))
    assert str(rejected.value).splitlines()[0].startswith("a.csv, row 2, column ")
    assert await counted(database, "dossier") == 0


async def test_nothing_personal_is_quoted(importer: Importer, tmp_path: Path) -> None:
    with pytest.raises(DossiersRejected) as rejected:
        await imported(
            importer, tmp_path, row(1, applicant_name="Canary " * 40, phone_last4="48099", note="Canary" * 400)
        )
    assert "Canary" not in str(rejected.value)
    assert "48099" not in str(rejected.value)


async def test_semicolons_and_a_spreadsheet_are_read_alike(
    importer: Importer, database: Database, tmp_path: Path
) -> None:
    rows = [row(n, phone_last4=n, status="Đang xử lý") for n in range(1, 6)]
    await importer.run(write_xlsx(tmp_path / "a.xlsx", rows))
    plain = [row(n) for n in range(1, 6)]
    done = await importer.run(write_csv(tmp_path / "a.csv", plain, delimiter=";"))
    assert (done.added, done.unchanged) == (0, 5)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "there are no rows"),
        ("code,whatever\n1,2\n", 'column "whatever" is not known'),
        ("code\nH57.132-260225-0001\n", "column procedure_code: the column is missing"),
        ("code,code\n", "column code: the column stands there twice"),
    ],
)
async def test_headers(importer: Importer, tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "a.csv").write_text(content)
    with pytest.raises(DossiersRejected) as rejected:
        await importer.run(tmp_path / "a.csv")
    assert words in str(rejected.value) or (not content and "missing" in str(rejected.value))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "code\n\xe9".encode("latin-1"), "not UTF-8"),
        ("a.xlsx", b"no archive", "cannot be read"),
        ("a.txt", b"", "neither .csv nor .xlsx"),
    ],
)
async def test_files_that_are_none(importer: Importer, tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DossiersRejected) as rejected:
        await importer.run(tmp_path / name)
    assert words in str(rejected.value) or "is missing" in str(rejected.value)


async def test_steps_are_kept_and_forbidden_ones_refused(
    importer: Importer, database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path
) -> None:
    await imported(importer, tmp_path, row(1), row(1, status="5", status_at="27/02/2026", note="Thiếu ảnh"))
    with pytest.raises(DossiersRejected, match=r"row 3, column status: a dossier cannot go from state 9 to state 4"):
        await imported(
            importer, tmp_path, row(1, status="9", status_at="28/02/2026"), row(1, status="4", status_at="01/03/2026")
        )
    with pytest.raises(DossiersRejected, match=r"row 2, column status_at: the stored state is newer"):
        await imported(importer, tmp_path, row(1, status="2", status_at="25/02/2026 09:00"))
    opening = Opening(database, key)
    async with database.read() as connection:
        file = await opening.read(connection, "H57.132-260225-0001")
    assert file is not None
    assert [(event.state, event.note) for event in file.events] == [(4, None), (State.PAPERS_MISSING, "Thiếu ảnh")]
    assert (file.applicant, file.supplements) == ("Nguyễn Thị Lan", 1)


async def test_an_old_row_sent_again_is_no_step_back(importer: Importer, database: Database, tmp_path: Path) -> None:
    first = row(1)
    await imported(importer, tmp_path, first, row(1, status="9", status_at="27/02/2026"))
    done = await imported(importer, tmp_path, first)
    assert (done.changed, done.unchanged) == (0, 1)
    assert await counted(database, "dossier_event") == 2


async def test_a_correction_is_no_new_step(importer: Importer, database: Database, tmp_path: Path) -> None:
    await imported(importer, tmp_path, row(1))
    done = await imported(importer, tmp_path, row(1, due_at="10/03/2026"))
    assert done.changed == 1
    assert await counted(database, "dossier_event") == 1


async def test_names_digits_and_notes_are_sealed(
    sqlite: Database, key: ServerKey, clock: FixedClock, tmp_path: Path
) -> None:
    importer = Importer(Register(sqlite, key, clock), clock, lambda _: True)
    await imported(importer, tmp_path, row(1, applicant_name="Canary Tên", phone_last4="8642", note="Canary Ghi chú"))
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("motcua.db*"))  # noqa: ASYNC240 - short local files
    assert b"H57.132-260225-0001" in stored
    assert b"Canary" not in stored
    assert b"8642" not in stored


async def test_a_large_file_goes_on_where_it_stopped(
    importer: Importer, register: Register, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "ATOMIC_ROWS", 20)
    monkeypatch.setattr(importing, "CHUNK", 10)
    path = write_csv(tmp_path / "a.csv", [row(n) for n in range(1, 46)])
    commit, commits = register.commit, 0

    async def failing(*arguments: Any) -> None:
        nonlocal commits
        commits += 1
        if commits == 3:
            raise OSError("the machine went down")
        await commit(*arguments)

    monkeypatch.setattr(register, "commit", failing)
    with pytest.raises(OSError, match="went down"):
        await importer.run(path)
    assert await counted(database, "dossier") == 20
    done = await importer.run(path)
    assert (done.resumed, done.added) == (20, 25)
    assert await counted(database, "dossier") == 45
    assert (await importer.run(path)).unchanged == 45


async def test_a_change_in_between_is_noticed(
    importer: Importer, register: Register, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else closes the dossier after the plan was made: the step is judged anew, not written over it."""
    await imported(importer, tmp_path, row(1))
    plan = register.plan

    async def overtaken(rows: Any) -> Any:
        made = await plan(rows)
        monkeypatch.setattr(register, "plan", plan)
        await imported(importer, tmp_path / "..", row(1, status="10", status_at="28/02/2026"))
        return made

    monkeypatch.setattr(register, "plan", overtaken)
    path = write_csv(tmp_path / "b.csv", [row(1, status="5", status_at="27/02/2026")])
    with pytest.raises(DossiersRejected):
        await importer.run(path)
    assert await counted(database, "dossier_event") == 2


async def test_two_who_add_the_same_dossier_at_once_do_not_write_over_each_other(
    importer: Importer, register: Register, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both saw that it was not there; the second finds it there at the last moment and is judged anew."""
    plan = register.plan

    async def overtaken(rows: Any) -> Any:
        made = await plan(rows)
        monkeypatch.setattr(register, "plan", plan)
        await importer.run(write_csv(tmp_path / "first.csv", [row(1)]))
        made.seen = dict.fromkeys(made.seen, (await register.known(list(made.seen)))["H57.132-260225-0001"].digest)
        return made

    monkeypatch.setattr(register, "plan", overtaken)
    path = write_csv(tmp_path / "second.csv", [row(1, status="9", status_at="27/02/2026")])
    done = await importer.run(path)
    assert (done.added, done.changed) == (0, 1)
    assert await counted(database, "dossier_event") == 2
