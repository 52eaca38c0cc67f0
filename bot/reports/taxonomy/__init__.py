"""The two levels of what citizens report, cat-A1 to cat-Z0, as tables that administrators can read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

from bot.errors import KnowledgeRejected
from knowledge.search.files import Row, read_table

Level = Literal["HV", "QD", "HT"]
HERE = Path(__file__).parent
LONGEST_LABEL = 30
HIGHEST = 4
RETALIATION = "cat-E3"
PRAISE_OR_IDEA = "cat-Q3"
OTHER = "cat-Z0"


@dataclass(frozen=True, slots=True)
class Group:
    """The upper level, a letter with its labels."""

    letter: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Category:
    """:ivar level: HV behaviour, QD the rule itself, HT system (the split of decision 766, indicator 5.1)
    :ivar severity: 1 to 4 before money, repetition and retaliation are counted in
    :ivar alert: somebody is told at once
    :ivar checkable: can be confirmed from the dossier's own data
    """

    code: str
    group: str
    level: Level
    severity: int
    alert: bool
    checkable: bool
    vi: str
    en: str
    definition: str


@cache
def groups() -> dict[str, Group]:
    """By letter, in order."""
    rows = read_table(HERE / "groups.tsv", ("group", "vi", "en"))
    return {row["group"]: Group(row["group"], row["vi"], row["en"]) for row in rows}


@cache
def categories() -> dict[str, Category]:
    """By code, in order. :raises KnowledgeRejected: naming line and field of what is wrong."""
    columns = ("code", "group", "level", "severity", "alert", "checkable", "vi", "en", "definition")
    problems: list[str] = []
    found = {}
    for row in read_table(HERE / "categories.tsv", columns):
        problems += _problems(row)
        if not problems:
            found[row["code"]] = _category(row)
    if problems:
        raise KnowledgeRejected(problems)
    return found


def severity(code: str, money: bool = False, retaliation: bool = False, repeated: bool = False) -> int:
    """How pressing a case is, 1 to 4: that of its category, one more for money, one more when it is repeated.

    Retaliation is always the highest. :raises KeyError: no such category.
    """
    if retaliation or code == RETALIATION:
        return HIGHEST
    return min(HIGHEST, categories()[code].severity + money + repeated)


def _problems(row: Row) -> list[str]:
    wrong = [
        row.problem(column, f"longer than {LONGEST_LABEL} characters")
        for column in ("vi", "en")
        if len(row[column]) > LONGEST_LABEL
    ]
    if row["group"] not in groups() or not row["code"].startswith(f"cat-{row['group']}"):
        wrong.append(row.problem("group", f"{row['group']!r} does not fit the code"))
    if row["level"] not in ("HV", "QD", "HT"):
        wrong.append(row.problem("level", "is none of HV, QD, HT"))
    if row["severity"] not in ("1", "2", "3", "4"):
        wrong.append(row.problem("severity", "is not 1 to 4"))
    wrong += [row.problem(c, "is neither yes nor no") for c in ("alert", "checkable") if row[c] not in ("yes", "no")]
    return wrong


def _category(row: Row) -> Category:
    return Category(
        row["code"],
        row["group"],
        cast(Level, row["level"]),
        int(row["severity"]),
        row["alert"] == "yes",
        row["checkable"] == "yes",
        row["vi"],
        row["en"],
        row["definition"],
    )
