"""Short names of papers for the card: reviewed ones (knowledge/data/paper_labels.jsonl), else cut by rule."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

REVIEWED = Path(__file__).parents[1] / "data" / "paper_labels.jsonl"
LONGEST = 60
# What a short name can do without: where the form stands in law, and that something is as prescribed.
LAW_TAIL = re.compile(
    r"[\s,]*(?:\(?\s*theo\s+(?:mẫu|Mẫu|quy định)|ban hành\s+kèm\s+theo|quy định tại|được quy định|sau đây gọi)\b.*$"
)
BRACKETS = re.compile(r"\s*\([^()]{9,}\)")
SENTENCE_END = re.compile(r"[;.](?=\s|$)")
CLAUSE_END = re.compile(r"[:,]\s")
SHORTEST_SENTENCE = 12
SHORTEST_CLAUSE = 35


@dataclass(frozen=True)
class PaperLabel:
    """A reviewed short name; `condition` and `role` where the rules read the row wrongly."""

    text: str
    condition: str | None = None
    unconditional: bool = False
    role: Literal["hand_in", "show", "note"] | None = None


def reviewed_label(code: str, row: str) -> PaperLabel | None:
    return reviewed_labels().get((code, row))


@cache
def reviewed_labels() -> dict[tuple[str, str], PaperLabel]:
    """By code and the exact text of the row."""
    labels: dict[tuple[str, str], PaperLabel] = {}
    for line in REVIEWED.read_text("utf-8").splitlines():
        row = json.loads(line)
        label = PaperLabel(row["vi"], row.get("if"), row.get("always", False), row.get("role"))
        for code in row["codes"]:
            labels[code, row["row"]] = label
    return labels


@lru_cache(2048)  # the papers of the procedures that are asked for now
def shortened(paper: str, limit: int = LONGEST) -> str:
    """At most `limit` characters: law references go first, then later sentences, clauses, words.

    An ellipsis tells that the name goes on; after a whole sentence there is none.
    """
    whole = " ".join(paper.split()).rstrip(" .;,:")
    if len(whole) <= limit:
        return whole
    without = re.sub(r"\s+(?=[\s.,;:]|$)", "", BRACKETS.sub(" ", whole))
    text = LAW_TAIL.sub("", without).rstrip(" .;,:") or whole
    stops = [end.start() for end in SENTENCE_END.finditer(text) if end.start() >= SHORTEST_SENTENCE]
    sentence = text[: stops[0]] if stops else text
    if len(sentence) <= limit:
        return sentence
    ends = [end.start() for end in CLAUSE_END.finditer(sentence) if SHORTEST_CLAUSE <= end.start() < limit]
    cut = sentence[: ends[-1]] if ends else sentence[: limit - 1].rsplit(" ", 1)[0]
    return cut.rstrip(" .;,:") + "…"
