"""The knowledge base as it ships, read quickly and only as far as search needs it."""

from __future__ import annotations

import json
from pathlib import Path

from knowledge.search.entry import CatalogueName, SearchEntry
from knowledge.search.files import read_table

DATA = Path(__file__).resolve().parent.parent / "data"


def shipped_entries(path: Path = DATA / "procedures.jsonl") -> list[SearchEntry]:
    """The procedures that ship."""
    found = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            found.append(SearchEntry(row["code"], row["name_vi"], row["field"], row["level"], row["priority"]))
    return found


def shipped_catalogue(path: Path = DATA / "catalogue.tsv") -> list[CatalogueName]:
    """Names of the national catalogue."""
    return [CatalogueName(row["code"], row["name"]) for row in read_table(path, ("code", "name"))]
