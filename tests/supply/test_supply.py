"""Parts of others: every one pinned and hashed, and only under licences that were looked at (T29)."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version

import pytest
from packaging.requirements import Requirement

from tests.supply.licences import PAGE, VENDORED, licence, page
from tests.supply.locked import FILES, ROOT, locked

#: Words of licences that let a public office run the program and change it. Another one wants a look first.
KNOWN = re.compile(r"MIT|BSD|Apache|PSF|Python Software Foundation|MPL|Mozilla|ISC|LGPL-3\.0-only|0BSD|HPND|Unlicense")


@pytest.mark.parametrize("file", FILES)
def test_every_part_has_its_hash(file: str) -> None:
    parts = locked(file)
    assert parts
    assert [part.name for part in parts if not part.hashes] == []


def test_what_checks_is_built_on_the_very_parts_that_run() -> None:
    checked = {part.name: part for part in locked("requirements-dev.txt")}
    assert [part.name for part in locked("requirements.txt") if checked.get(part.name) != part] == []


def test_what_is_installed_is_what_is_locked() -> None:
    assert [
        part.name for part in locked("requirements-dev.txt") if part.here and version(part.name) != part.version
    ] == []


def test_the_locks_hold_what_the_project_asks_for() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = {
        "requirements.txt": asked["project"]["dependencies"],
        "requirements-dev.txt": asked["dependency-groups"]["dev"],
    }
    for file, wanted in groups.items():
        parts = {part.name: part.version for part in locked(file)}
        for line in wanted:
            requirement = Requirement(line)
            assert requirement.specifier.contains(parts[requirement.name.lower()]), f"{file}: {line}: run make lock"


def test_no_address_of_an_index_stands_in_a_lock() -> None:
    for file in FILES:
        assert not re.search(r"https?://|file:|--index|--find-links", (ROOT / file).read_text(encoding="utf-8"))


def test_every_licence_was_looked_at() -> None:
    told = {part.name: licence(part.name) for part in locked("requirements.txt") if part.here}
    assert {name: words for name, words in told.items() if not KNOWN.search(words)} == {}


def test_the_list_of_licences_is_true() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run make licences"
    for _, _, place in VENDORED:
        assert (ROOT / place.split("`")[1]).is_file()
