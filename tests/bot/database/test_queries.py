"""Queries: every .sql file of the program parses and prepares on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.database.queries import Queries, parse

ROOT = Path(__file__).parents[3]
FOLDERS = sorted(path for top in ("bot", "knowledge") for path in (ROOT / top).rglob("sql") if path.is_dir())


def test_names_and_binds() -> None:
    queries = parse("-- one: first\nSELECT :a\n\n-- two: second\nSELECT 1 WHERE 1 IN :seq_list;\n")
    assert set(queries) == {"one", "two"}
    assert queries["two"]._bindparams["seq_list"].expanding


@pytest.mark.parametrize("source", ["SELECT 1", "-- a: x\nSELECT 1\n-- a: y\nSELECT 2", "SELECT 0\n-- a: x\nSELECT 1"])
def test_a_query_without_a_name_of_its_own_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="quer"):
        parse(source)


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_both_backends_have_the_same_queries(folder: Path, dialect: str) -> None:
    queries = Queries.beside(str(folder.parent / "x.py"), dialect)
    other = Queries.beside(str(folder.parent / "x.py"), "sqlite" if dialect == "postgresql" else "postgresql")
    assert set(queries) == set(other)
    assert queries
