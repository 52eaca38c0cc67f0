"""The tables of the judgement: signals, rules, abbreviations, syllables, names and positions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.errors import KnowledgeRejected
from bot.reports.taxonomy import categories
from knowledge.search.files import Row, read_table

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Rule:
    """`category` gains `weight` where all `needs` stand near each other and none of `without` is in the text.

    :ivar within: syllables, where the rule names its own window
    """

    category: str
    weight: float
    needs: tuple[str, ...]
    without: tuple[str, ...]
    within: float | None = None


@dataclass(frozen=True)
class Tables:
    """:ivar wordings: pairs of wording and signal
    :ivar negatable: signals that "không" right before takes back
    """

    wordings: tuple[tuple[str, str], ...]
    negatable: frozenset[str]
    rules: tuple[Rule, ...]
    abbreviations: tuple[tuple[str, str], ...]
    syllables: dict[str, int]
    weights: dict[str, float]


#: Raised by figures and by the order of words, not by a wording.
COMPUTED = ("amount", "duration", "date", "clock", "manytimes", "twosay", "official", "asks")


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
    known = {signal for _, signal in wordings} | set(COMPUTED)
    rules = [
        _rule(row, known, problems) for row in read_table(directory / "rules.tsv", ("category", "weight", "signals"))
    ]
    abbreviations = read_table(directory / "abbreviations.tsv", ("abbreviation", "expansion"))
    syllables = read_table(directory / "syllables.tsv", ("syllable", "count"))
    weights = read_table(directory / "weights.tsv", ("name", "value", "what"))
    if problems:
        raise KnowledgeRejected(problems)
    return Tables(
        tuple(wordings),
        frozenset(negatable),
        tuple(rules),
        tuple((row["abbreviation"], row["expansion"]) for row in abbreviations),
        {row["syllable"]: int(row["count"]) for row in syllables},
        {row["name"]: float(row["value"]) for row in weights},
    )


def _rule(row: Row, known: set[str], problems: list[str]) -> Rule:
    if row["category"] not in categories():
        problems.append(row.problem("category", f"{row['category']!r} is no category"))
    named = row["signals"].split()
    problems += [
        row.problem("signals", f"{n!r} is no signal")
        for n in named
        if not n.startswith("@") and n.removeprefix("!") not in known
    ]
    needs = tuple(name for name in named if name[0] not in "!@")
    without = tuple(name[1:] for name in named if name.startswith("!"))
    within = next((float(name[1:]) for name in named if name.startswith("@")), None)
    return Rule(row["category"], float(row["weight"]), needs, without, within)
