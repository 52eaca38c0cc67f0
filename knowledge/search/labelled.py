"""Labelled questions: what was asked, and which procedures are right."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Labelled:
    """One question; no gold code means that none of the procedures answers it."""

    source: str
    style: str
    question: str
    gold: frozenset[str]


def load_labelled(directory: Path) -> list[Labelled]:
    """Every set (``*.jsonl``) in a directory, in order of name, whichever of the two formats it has."""
    found = []
    for path in sorted(directory.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            gold = row["gold"] if "gold" in row else [row["code"], *row["alt_codes"]]
            found.append(Labelled(path.stem, row.get("style") or row["kind"], row["question"], frozenset(gold)))
    return found
