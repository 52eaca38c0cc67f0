"""A table with a mistake says where it stands."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.errors import KnowledgeRejected
from bot.reports.judging.learned import shipped_model
from bot.reports.judging.tables import DATA, tables


def test_names_file_line_and_field_of_an_unknown_kind(tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy)
    with (copy / "signals.tsv").open("a", encoding="utf-8") as signals:
        signals.write("nosuchkind\tworse\tphrase\n")
    with pytest.raises(KnowledgeRejected) as rejected:
        tables(copy)
    assert "signals.tsv" in str(rejected.value)
    assert "field kind" in str(rejected.value)


def test_a_model_that_does_not_fit_the_taxonomy_is_refused(tmp_path: Path) -> None:
    model = tmp_path / "model.tsv"
    model.write_text((DATA / "model.tsv").read_text("utf-8").replace("cat-A1", "cat-A9"), encoding="utf-8")
    with pytest.raises(KnowledgeRejected) as rejected:
        shipped_model(model)
    assert "learn anew" in str(rejected.value)


def test_a_row_cut_short_is_named(tmp_path: Path) -> None:
    model = tmp_path / "model.tsv"
    model.write_text((DATA / "model.tsv").read_text("utf-8") + "zzz\t00\n", encoding="utf-8")
    with pytest.raises(KnowledgeRejected) as rejected:
        shipped_model(model)
    assert "'zzz'" in str(rejected.value)
