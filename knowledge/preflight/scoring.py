"""How a base answers questions whose right answers are known, and what becomes of each when the base changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from knowledge.search import SearchEngine, SearchResult

#: Procedures that a citizen is offered.
OFFERED = 3
#: How well a question is served. For one that is none of ours, everything but an answer is right.
ANSWERED, SHOWN, MISSED = 2, 1, 0


@dataclass(frozen=True, slots=True)
class Question:
    """``gold``: codes that are right; empty: none of ours."""

    words: str
    gold: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts. ``first``, ``third``: of ``ours``, the right one comes first, among the first three; ``wrongly``: of the
    ``others``, answered although none of ours."""

    ours: int
    first: int
    third: int
    others: int
    wrongly: int


@dataclass(frozen=True, slots=True)
class Changed:
    """One question that is answered otherwise. ``before``, ``after``: codes shown, the first three; ``worse``,
    ``better``: for whoever asks; neither: only what stands beside the right one changed."""

    question: str
    gold: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    worse: bool
    better: bool


@dataclass(frozen=True, slots=True)
class Report:
    before: Score
    after: Score
    changed: tuple[Changed, ...]

    @property
    def worse(self) -> tuple[Changed, ...]:
        return tuple(each for each in self.changed if each.worse)

    @property
    def falls(self) -> bool:
        """Whether somebody is served worse than before: that must be accepted by whoever publishes."""
        return bool(self.worse)


#: Reports as they are kept.
STORED = TypeAdapter(Report)


def compare(before: SearchEngine, after: SearchEngine, questions: Iterable[Question]) -> Report:
    """Ask both. A second or two for some hundred questions: belongs into a thread."""
    asked = list(questions)
    old = [before.search(question.words) for question in asked]
    new = [after.search(question.words) for question in asked] if after is not before else old
    changed = [
        Changed(
            question.words,
            tuple(sorted(question.gold)),
            _shown(was),
            _shown(now),
            _served(question, now) < _served(question, was),
            _served(question, now) > _served(question, was),
        )
        for question, was, now in zip(asked, old, new, strict=True)
        if _shown(was) != _shown(now) or was.action != now.action
    ]
    changed.sort(key=lambda each: (not each.worse, not each.better))
    return Report(_score(asked, old), _score(asked, new), tuple(changed))


def _score(asked: Sequence[Question], results: Sequence[SearchResult]) -> Score:
    ours = [(question, result) for question, result in zip(asked, results, strict=True) if question.gold]
    others = [result for question, result in zip(asked, results, strict=True) if not question.gold]
    return Score(
        len(ours),
        sum(bool(question.gold.intersection(result.codes[:1])) for question, result in ours),
        sum(bool(question.gold.intersection(result.codes[:OFFERED])) for question, result in ours),
        len(others),
        sum(result.action == "answer" for result in others),
    )


def _served(question: Question, result: SearchResult) -> int:
    if not question.gold:
        return MISSED if result.action == "answer" else ANSWERED
    if result.action == "decline":
        return MISSED
    if result.action == "answer":
        return ANSWERED if question.gold.intersection(result.codes[:1]) else MISSED
    return SHOWN if question.gold.intersection(result.codes[:OFFERED]) else MISSED


def _shown(result: SearchResult) -> tuple[str, ...]:
    """What a citizen sees of it."""
    if result.action == "decline":
        return ()
    return tuple(result.codes[:1] if result.action == "answer" else result.codes[:OFFERED])
