"""Where the rules are silent: which labelled texts does this one share its words with?

Counts of syllables and pairs in labelled texts (data/likeness.tsv, made by tests/bot/reports/judging/learn.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import log
from pathlib import Path

from knowledge.search.files import read_table
from knowledge.search.lexicon import Syllable

NO_GRIEVANCE = "-"
TEXTS = "(texts)"
#: Added to every count, so that a word not seen under a label speaks against it without forbidding it.
SMOOTHING = 0.3


class Likeness:
    """Log odds of each label by the words of a text."""

    def __init__(self, counts: Mapping[str, Mapping[str, int]], texts: Mapping[str, int]) -> None:
        """:param counts: by feature, in how many texts of each label it stands; :param texts: texts by label."""
        self._counts = counts
        self._texts = texts
        self._all = sum(texts.values())

    def odds(self, syllables: Sequence[Syllable]) -> dict[str, float]:
        """By label: above 0 the words speak for it, below against it. Words never seen say nothing."""
        seen = [self._counts[feature] for feature in sorted(features(syllables)) if feature in self._counts]
        return {label: sum(self._odds(found, label) for found in seen) for label in self._texts}

    def _odds(self, found: Mapping[str, int], label: str) -> float:
        here = (found.get(label, 0) + SMOOTHING) / (self._texts[label] + 1)
        anywhere = (sum(found.values()) + SMOOTHING) / (self._all + 1)
        return log(here / anywhere)


def features(syllables: Iterable[Syllable]) -> set[str]:
    """Folded syllables and neighbouring pairs."""
    folded = [syllable.folded for syllable in syllables]
    return {*folded, *(f"{a} {b}" for a, b in pairwise(folded))}


@cache
def shipped_likeness(path: Path = Path(__file__).parent / "data" / "likeness.tsv") -> Likeness:
    """The shipped counts. :raises KnowledgeRejected: the table is malformed."""
    rows = {
        row["feature"]: {label: int(count) for label, _, count in (p.rpartition(":") for p in row["labels"].split())}
        for row in read_table(path, ("feature", "labels"))
    }
    texts = rows.pop(TEXTS)
    return Likeness(rows, texts)
