"""Groups of procedures that people take for one another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.search.files import read_table
from knowledge.search.result import NearMissOption


@dataclass(frozen=True, slots=True)
class ConfusableGroup:
    """Procedures told apart by one question; the first code of an option stands for its level variants."""

    name: str
    question_vi: str
    question_en: str
    options: tuple[tuple[tuple[str, ...], NearMissOption], ...]

    def codes(self) -> set[str]:
        """Every code in the group, level variants included."""
        return {code for codes, _ in self.options for code in codes}

    def option_of(self, code: str) -> NearMissOption | None:
        """The option that a code belongs to."""
        return next((option for codes, option in self.options if code in codes), None)


def load_confusables(path: Path, problems: list[str]) -> list[ConfusableGroup]:
    """Groups from the table: a row without codes opens a group with its question, the rows after it are the options."""
    found: list[ConfusableGroup] = []
    for row in read_table(path, ("group", "codes", "vi", "en"), ("group", "vi", "en")):
        if not row["codes"]:
            found.append(ConfusableGroup(row["group"], row["vi"], row["en"], ()))
            continue
        if not found or found[-1].name != row["group"]:
            problems.append(row.problem("group", f"{row['group']!r} has no question line before its options"))
            continue
        codes = tuple(row["codes"].split())
        group = found[-1]
        option = (codes, NearMissOption(codes[0], row["vi"], row["en"]))
        found[-1] = ConfusableGroup(group.name, group.question_vi, group.question_en, (*group.options, option))
    problems += [f"{path.name}: group {g.name!r} has fewer than two options" for g in found if len(g.options) < 2]
    return found
