"""The tables of the judgement that people edit: signals, abbreviations, syllables, thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.errors import KnowledgeRejected
from knowledge.search.files import read_table

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Tables:
    """:ivar wordings: pairs of wording and signal
    :ivar negatable: signals that "không" right before takes back
    :ivar weights: thresholds by name
    """

    wordings: tuple[tuple[str, str], ...]
    negatable: frozenset[str]
    abbreviations: tuple[tuple[str, str], ...]
    syllables: dict[str, int]
    weights: dict[str, float]


@cache
def tables(directory: Path = DATA) -> Tables:
    """:raises KnowledgeRejected: naming file, line and field of everything that is wrong."""
    problems: list[str] = []
    wordings: list[tuple[str, str]] = []
    negatable = set()
    for row in read_table(directory / "signals.tsv", ("signal", "kind", "phrases")):
        if row["kind"] not in ("bad", "plain"):
            problems.append(row.problem("kind", "is neither bad nor plain"))
        if row["kind"] == "bad":
            negatable.add(row["signal"])
        wordings += [(phrase, row["signal"]) for phrase in dict.fromkeys(row.several("phrases"))]
    abbreviations = read_table(directory / "abbreviations.tsv", ("abbreviation", "expansion"))
    syllables = read_table(directory / "syllables.tsv", ("syllable", "count"))
    weights = read_table(directory / "weights.tsv", ("name", "value", "what"))
    if problems:
        raise KnowledgeRejected(problems)
    return Tables(
        tuple(wordings),
        frozenset(negatable),
        tuple((row["abbreviation"], row["expansion"]) for row in abbreviations),
        {row["syllable"]: int(row["count"]) for row in syllables},
        {row["name"]: float(row["value"]) for row in weights},
    )
