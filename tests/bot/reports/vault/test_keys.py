"""Inspectorate keys: made once, private, in the chain they belong to, opened by nothing but their passphrase."""

from __future__ import annotations

import asyncio
import os
import stat
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.clock import FixedClock
from bot.database import Database
from bot.errors import KeyFolderError
from bot.reports.vault import InspectorateKeys, Unlocked, WrongPassphrase, new_case_key, seal_to_chain
from bot.reports.vault.keyfiles import COST, KeyFile, PoorPassphrase, new_passphrase
from bot.reports.vault.keys import FOLDER, LastKey, NoSuchKey
from tests.bot.reports.vault.conftest import CHEAP

GOOD = "một câu dài để nhớ"


def passphrase_of(keys: InspectorateKeys, key_id: str) -> str:
    return keys.folder.passphrase_path(key_id).read_text().strip()


async def first_of(keys: InspectorateKeys) -> str:
    await keys.ensure()
    return (await keys.all())[0].key.id


async def test_the_first_key_is_made_with_its_passphrase_beside_it(keys: InspectorateKeys, key_folder: Path) -> None:
    lines = await keys.ensure()
    (row,) = await keys.all()
    assert (row.scope, row.for_leads, row.retired_at, row.here) == ("VN", False, None, True)
    folder = key_folder / FOLDER
    assert {path.name for path in folder.iterdir()} == {f"{row.key.id}.key", f"{row.key.id}.passphrase"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(lines) == 1
    assert str(folder / f"{row.key.id}.passphrase") in lines[0]
    passphrase = passphrase_of(keys, row.key.id)
    assert passphrase not in lines[0]
    assert keys.unlock(row.key.id, passphrase).key_id == row.key.id


async def test_the_files_are_private_whatever_the_umask(keys: InspectorateKeys, key_folder: Path) -> None:
    before = os.umask(0)
    try:
        await keys.ensure()
    finally:
        os.umask(before)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (key_folder / FOLDER).iterdir()} == {0o600}


async def test_a_second_start_makes_nothing_and_names_the_passphrase_again(keys: InspectorateKeys) -> None:
    first = await keys.ensure()
    made = await keys.all()
    assert await keys.ensure() == first
    assert await keys.all() == made


async def test_many_starts_at_once_end_with_one_key(database: Database, key_folder: Path, clock: FixedClock) -> None:
    starts = [InspectorateKeys(database, key_folder, clock, CHEAP) for _ in range(6)]
    await asyncio.gather(*(keys.ensure() for keys in starts))
    (row,) = await starts[0].all()
    (file,) = starts[0].folder.files()
    assert file.public == row.key.public
    assert starts[0].unlock(row.key.id, passphrase_of(starts[0], row.key.id)).key_id == row.key.id


async def test_hosts_of_one_database_share_the_key_of_the_first(
    database: Database, tmp_path: Path, clock: FixedClock
) -> None:
    """Only the public half is needed to file; the other host has no file and cannot open."""
    hosts = [InspectorateKeys(database, tmp_path / name, clock, CHEAP) for name in ("one", "two")]
    for host in hosts:
        await host.ensure()
    assert await hosts[0].chain(None, restricted=False) == await hosts[1].chain(None, restricted=False)
    assert [len(host.folder.files()) for host in hosts] == [1, 0]
    assert await hosts[1].ensure() == []
    with pytest.raises(KeyFolderError, match="is not in"):
        hosts[1].unlock((await hosts[1].all())[0].key.id, GOOD)


async def test_a_start_that_ended_before_its_commit_is_taken_up(keys: InspectorateKeys) -> None:
    left = KeyFile.generate("VN", False, GOOD, CHEAP)
    keys.folder.place(left, GOOD)
    await keys.ensure()
    (row,) = await keys.all()
    assert (row.key.id, row.key.public) == (left.id, left.public)
    assert len(keys.folder.files()) == 1


async def test_a_key_made_by_hand_before_the_first_start_is_enough(keys: InspectorateKeys) -> None:
    """So that no passphrase ever lies on the machine."""
    await keys.add("VN", for_leads=False, passphrase=GOOD)
    assert await keys.ensure() == []
    assert len(await keys.all()) == 1


async def test_a_province_alone_does_not_stand_for_the_country(keys: InspectorateKeys) -> None:
    hue = await keys.add("46", for_leads=False, passphrase=GOOD)
    await keys.ensure()
    assert {row.scope for row in await keys.all()} == {"VN", "46"}
    assert hue not in {key.id for key in await keys.chain(None, restricted=False)}


async def test_a_file_the_database_does_not_know_is_told(keys: InspectorateKeys) -> None:
    await keys.ensure()
    stray = KeyFile.generate("VN", False, GOOD, CHEAP)
    keys.folder.place(stray, None)
    assert any(stray.id in line and "does not know" in line for line in await keys.ensure())
    assert len(await keys.chain(None, restricted=False)) == 1


async def test_a_public_half_that_was_put_in_by_somebody_stops_the_start(
    keys: InspectorateKeys, database: Database
) -> None:
    await keys.ensure()
    async with database.write() as connection:
        await connection.execute(text("UPDATE inspectorate_key SET public = :own"), {"own": bytes(32)})
    with pytest.raises(KeyFolderError, match="another public half"):
        await keys.ensure()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
async def test_a_key_file_that_others_can_read_is_refused(keys: InspectorateKeys, mode: int) -> None:
    key_id = await first_of(keys)
    keys.folder.path(key_id).chmod(mode)
    with pytest.raises(KeyFolderError, match="chmod 600"):
        keys.unlock(key_id, GOOD)
    with pytest.raises(KeyFolderError, match="chmod 600"):
        await keys.ensure()


@pytest.mark.parametrize("content", ["", "{}", "[]", "not json", '{"id": "x", "opslimit": "many"}'])
async def test_a_broken_key_file_is_told(keys: InspectorateKeys, content: str) -> None:
    key_id = await first_of(keys)
    keys.folder.path(key_id).write_text(content)
    with pytest.raises(KeyFolderError, match="cannot be used"):
        keys.unlock(key_id, GOOD)


async def test_whatever_does_not_open_is_told_in_the_same_words(keys: InspectorateKeys) -> None:
    key_id = await first_of(keys)
    right = passphrase_of(keys, key_id)
    told = set()
    for wrong in ("", " ", right[:-1], right + "x", right.upper(), "mật khẩu " * 200):
        with pytest.raises(WrongPassphrase) as refused:
            keys.unlock(key_id, wrong)
        told.add(str(refused.value))
    path, other = keys.folder.path(key_id), KeyFile.generate("VN", False, right, CHEAP)
    ours = KeyFile.from_json(path.read_text())
    swapped = replace(ours, wrapped=other.wrapped, salt=other.salt)
    cheaper = replace(ours, cost=replace(CHEAP, opslimit=CHEAP.opslimit + 1))
    flipped = replace(ours, wrapped=ours.wrapped[:-1] + bytes([ours.wrapped[-1] ^ 1]))
    for altered in (swapped, cheaper, flipped, replace(ours, wrapped=b"short")):
        path.write_text(altered.as_json())
        with pytest.raises(WrongPassphrase) as refused:
            keys.unlock(key_id, right)
        told.add(str(refused.value))
    assert len(told) == 1


async def test_changing_the_passphrase_removes_the_one_that_lay_there(keys: InspectorateKeys) -> None:
    key_id = await first_of(keys)
    before, public = passphrase_of(keys, key_id), (await keys.chain(None, restricted=False))[0].public
    private = keys.unlock(key_id, before).private
    keys.change_passphrase(key_id, before, GOOD)
    assert await keys.ensure() == []
    assert not keys.folder.passphrase_path(key_id).exists()
    assert stat.S_IMODE(keys.folder.path(key_id).stat().st_mode) == 0o600
    assert keys.unlock(key_id, GOOD).private == private
    assert (await keys.chain(None, restricted=False))[0].public == public
    with pytest.raises(WrongPassphrase):
        keys.unlock(key_id, before)


async def test_a_change_that_is_refused_changes_nothing(keys: InspectorateKeys) -> None:
    key_id = await first_of(keys)
    before, file = passphrase_of(keys, key_id), keys.folder.path(key_id).read_bytes()
    with pytest.raises(WrongPassphrase):
        keys.change_passphrase(key_id, "something else entirely", GOOD)
    with pytest.raises(PoorPassphrase):
        keys.change_passphrase(key_id, before, "ngắn quá")
    assert keys.folder.path(key_id).read_bytes() == file
    assert passphrase_of(keys, key_id) == before


async def test_a_passphrase_is_the_same_from_every_keyboard(keys: InspectorateKeys) -> None:
    key_id = await keys.add("VN", for_leads=False, passphrase=unicodedata.normalize("NFD", GOOD))
    assert keys.unlock(key_id, f" {unicodedata.normalize('NFC', GOOD)}\n").key_id == key_id


async def test_who_is_in_a_chain(keys: InspectorateKeys) -> None:
    root = await first_of(keys)
    hue = await keys.add("46", for_leads=False, passphrase=GOOD)

    async def chain(province: str | None, restricted: bool) -> set[str]:
        return {key.id for key in await keys.chain(province, restricted=restricted)}

    assert await chain("46", False) == {root, hue}
    assert await chain("01", False) == {root}
    assert await chain(None, False) == {root}
    assert await chain("46", True) == {root, hue}  # without leads the restricted queue goes to all
    leads = await keys.add("VN", for_leads=True, passphrase=GOOD)
    assert await chain("46", True) == {leads}
    assert await chain("46", False) == {root, hue, leads}
    hue_leads = await keys.add("46", for_leads=True, passphrase=GOOD)
    assert await chain("46", True) == {leads, hue_leads}
    assert await chain("01", True) == {leads}


async def test_a_retired_key_gets_nothing_new_and_opens_what_it_had(keys: InspectorateKeys) -> None:
    first = await first_of(keys)
    case = new_case_key("case-1")
    (row,) = seal_to_chain(case, await keys.chain(None, restricted=False))
    second = await keys.add("VN", for_leads=False, passphrase=GOOD)
    await keys.retire(first)
    assert [key.id for key in await keys.chain(None, restricted=False)] == [second]
    unlocked = keys.unlock(first, passphrase_of(keys, first))
    assert unlocked.open_case("case-1", case.public, row["sealed"]).private == case.private
    with pytest.raises(NoSuchKey):
        await keys.retire(first)


async def test_the_last_key_for_the_country_is_not_retired(keys: InspectorateKeys) -> None:
    root = await first_of(keys)
    await keys.add("46", for_leads=False, passphrase=GOOD)
    with pytest.raises(LastKey):
        await keys.retire(root)
    with pytest.raises(NoSuchKey):
        await keys.retire("unknown")
    assert root in {key.id for key in await keys.chain("46", restricted=False)}


async def test_keys_that_are_retired_at_once_leave_one(keys: InspectorateKeys) -> None:
    ids = [await first_of(keys), *[await keys.add("VN", for_leads=False, passphrase=GOOD) for _ in range(3)]]
    ends = await asyncio.gather(*(keys.retire(key_id) for key_id in ids), return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["LastKey", "NoneType", "NoneType", "NoneType"]
    assert len(await keys.chain(None, restricted=False)) == 1


async def test_without_a_key_nothing_can_be_sealed(keys: InspectorateKeys) -> None:
    with pytest.raises(NoSuchKey, match="No inspectorate key"):
        await keys.chain(None, restricted=False)
    with pytest.raises(ValueError, match="somebody"):
        seal_to_chain(new_case_key("case-1"), [])


def test_a_guess_costs_what_is_recommended_at_least() -> None:
    """OWASP, Password Storage Cheat Sheet: Argon2id with 19 MiB and 2 passes at least."""
    assert COST.memlimit >= 19 * 1024 * 1024
    assert COST.opslimit >= 2


def test_made_passphrases_are_long_and_never_alike() -> None:
    made = {new_passphrase() for _ in range(200)}
    assert len(made) == 200
    assert {len(phrase.replace("-", "")) for phrase in made} == {32}  # 5 bits a letter


def test_nothing_secret_shows_itself_in_a_repr(keys: InspectorateKeys) -> None:
    case = new_case_key("case-1")
    file = KeyFile.generate("VN", False, GOOD, CHEAP)
    shown = repr(case) + repr(file) + repr(Unlocked(file.id, file.unwrap(GOOD)))
    assert repr(case.private) not in shown
    assert repr(file.unwrap(GOOD)) not in shown
    assert GOOD not in shown
