"""Questions that say the same, put together: by the words they share, less those that say nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.search.text import fold, words

#: Share of words in common from which two questions are one.
ALIKE = 0.5
EMPTY = Path(__file__).with_name("empty.txt")


@dataclass(frozen=True, slots=True)
class Asked:
    """``words``: cleaned. ``kind``: declined | wrong; ``code``: what was answered wrongly. Counts are of people."""

    id: int
    words: str
    kind: str
    code: str | None
    people: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Group:
    """The most asked first; its words stand for all."""

    questions: tuple[Asked, ...]

    @property
    def people(self) -> int:
        """At least so many: who asked in two ways is counted twice."""
        return sum(each.people for each in self.questions)

    @property
    def waiting(self) -> int:
        return sum(each.waiting for each in self.questions)

    @property
    def title(self) -> str:
        return self.questions[0].words


@cache
def _empty() -> frozenset[str]:
    """Words of asking, which are in most questions."""
    lines = EMPTY.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def grouped(asked: Iterable[Asked]) -> list[Group]:
    """Greedy, from the most asked on; each joins the group whose first question it is most like."""
    groups: list[list[Asked]] = []
    heads: list[frozenset[str]] = []
    by_word: dict[str, list[int]] = defaultdict(list)
    for question in sorted(asked, key=lambda each: (-each.people, each.id)):
        said = _said(question.words)
        near = {number for word in said for number in by_word[word]}
        best = max(near, key=lambda number: (_share(said, heads[number]), -number), default=None)
        if best is not None and _share(said, heads[best]) >= ALIKE:
            groups[best].append(question)
            continue
        for word in said:
            by_word[word].append(len(groups))
        groups.append([question])
        heads.append(said)
    return sorted((Group(tuple(group)) for group in groups), key=lambda group: (-group.people, group.questions[0].id))


def _said(text: str) -> frozenset[str]:
    all_words = [fold(word) for word in words(text)]
    return frozenset(word for word in all_words if word not in _empty()) or frozenset(all_words)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)
