"""A table with a mistake says where it stands."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.errors import KnowledgeRejected
from bot.reports.judging.tables import DATA, tables


def test_names_file_line_and_field_of_an_unknown_signal(tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy)
    with (copy / "rules.tsv").open("a", encoding="utf-8") as rules:
        rules.write("cat-A1\t3\tnosuchsignal\ncat-X9\t3\tbribe\n")
    with pytest.raises(KnowledgeRejected) as rejected:
        tables(copy)
    assert "rules.tsv" in str(rejected.value)
    assert "nosuchsignal" in str(rejected.value)
    assert "cat-X9" in str(rejected.value)
