"""Kinds of office a report can concern: a table that administrators can read; what a text or a procedure suggests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.errors import KnowledgeRejected
from knowledge.search.files import read_table
from knowledge.search.text import fold, words

HERE = Path(__file__).parent
LONGEST_LABEL = 34
OTHER = "khac"
LEVELS = ("commune", "province", "central", "any")


@dataclass(frozen=True, slots=True)
class Office:
    """:ivar level: at which level of government it stands; :ivar fields: sectors of the portal it usually handles"""

    key: str
    level: str
    vi: str
    en: str
    words: tuple[str, ...]
    fields: tuple[str, ...]


@cache
def offices() -> dict[str, Office]:
    """By key, in order of the table. :raises KnowledgeRejected: naming line and field of what is wrong."""
    found: dict[str, Office] = {}
    problems: list[str] = []
    for row in read_table(HERE / "offices.tsv", ("office", "level", "vi", "en", "words", "fields")):
        if row["level"] not in LEVELS:
            problems.append(row.problem("level", f"is none of {', '.join(LEVELS)}"))
        problems += [row.problem(name, "is too long") for name in ("vi", "en") if len(row[name]) > LONGEST_LABEL]
        found[row["office"]] = Office(
            row["office"], row["level"], row["vi"], row["en"], _list(row["words"]), _list(row["fields"])
        )
    if problems:
        raise KnowledgeRejected(problems)
    return found


def office_in(text: str) -> str | None:
    """The office that ``text`` names, the one named at greatest length first; None when it names none."""
    said = f" {' '.join(words(fold(text)))} "
    named = [(len(phrase), key) for phrase, key in _phrases() if f" {phrase} " in said]
    return max(named)[1] if named else None


def offices_for(competent: Sequence[str], named: str | None) -> list[str]:
    """Which offices to propose, likeliest first: the one named, those of the procedure's sector, the everyday ones.

    :param competent: for that sector, see ``bot.chains.Chains.offices_for``.
    """
    known = offices()
    everyday = ["mot_cua_xa", "ubnd_xa", "cong_an_xa", "mot_cua_tinh", "dat_dai"]
    return list(dict.fromkeys([*([named] if named in known else []), *competent, *everyday]))


@cache
def _phrases() -> list[tuple[str, str]]:
    return [(" ".join(words(fold(phrase))), office.key) for office in offices().values() for phrase in office.words]


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip() not in ("", "-"))
