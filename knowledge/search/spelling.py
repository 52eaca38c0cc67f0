"""Mending words that are no syllable we know: run together, one slip of the finger, doubled letters."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from itertools import pairwise

from knowledge.search.text import fold, marks

_REPEAT = re.compile(r"(.)\1+")
LONGEST_RUN = 24
_SYLLABLE = re.compile(
    r"(?:ngh?|gh?|gi|kh?|nh?|ph?|qu|th?|tr|ch?|[bdhlmrsvx])?"
    r"(?:a(?:ch?|i|m|ng?|nh|o|p|t|u|y)?|e(?:ch?|m|ng?|nh|o|p|t|u)?|i(?:a|ch|ec|em|eng?|ep|et|eu|m|nh?|p|t|u)?"
    r"|o(?:a(?:ch?|i|m|ng?|nh|o|p|t|y)?|c|e(?:n|o|t)?|i|m|ng?|ong|p|t)?"
    r"|u(?:a(?:ng?|t|y)?|c|e(?:ch|nh)?|i|m|ng?|o(?:c|i|m|ng?|p|t|u)?|p|t|u|y(?:a|ch|eng?|en|et|nh|p|t|u)?)?"
    r"|y(?:em|eng?|et|eu)?)$"
)
# A real syllable counts as a slip for another on the word of one neighbour only when it is this much rarer.
RARER_THAN_MEANT = 4
# Two syllables are a habit of the language of offices when this many curated phrases have them side by side.
HABIT = 4


class Speller:
    """One-edit and run-together repair against the syllables and the neighbouring pairs that the base itself uses."""

    def __init__(
        self,
        counts: Mapping[str, int],
        pairs: Iterable[tuple[str, str]],
        strong: Iterable[tuple[str, str]],
        written: Mapping[tuple[str, str], int] | None = None,
    ) -> None:
        """Learn what is written.

        :param counts: how often each folded syllable occurs.
        :param pairs: syllables that stand side by side anywhere in names and examples, as written.
        :param strong: those that do so inside a curated phrase.
        :param written: the same with their marks, and in how many phrases.
        """
        self._counts = counts
        self._strong = set(strong)
        self._seen = {*pairs, *(written or ())}
        self._pairs = self._strong | {(fold(left), fold(right)) for left, right in self._seen}
        self._after: dict[str, list[str]] = {}
        self._before: dict[str, list[str]] = {}
        for left, right in sorted(pair for pair, times in (written or {}).items() if times >= HABIT):
            self._after.setdefault(left, []).append(right)
            self._before.setdefault(right, []).append(left)
        self._by_deletion: dict[str, list[str]] = {}
        for syllable in counts:
            for key in {syllable, *_deletions(syllable)}:
                self._by_deletion.setdefault(key, []).append(syllable)

    def knows(self, word: str) -> bool:
        """Whether it is a syllable of the base."""
        return word in self._counts

    def strong(self, left: str, right: str) -> bool:
        """Whether the two stand side by side inside a curated phrase."""
        return (left, right) in self._strong

    def mend(self, word: str, before: str | None, after: str | None) -> list[str] | None:
        """The syllables meant, or None when nothing near is known."""
        near = self._near(word, before, after)
        if near is not None and self._fit(near, before, after):
            return [near]
        splits = self._split(word) if len(word) >= 4 else None
        if splits is not None and self._joined(splits):
            return splits
        single = _REPEAT.sub(r"\1", word)
        if single != word:
            return [single] if single in self._counts else self.mend(single, before, after)
        if near is not None:
            return [near]
        return splits or (self._split(word, mend_one=True) if len(word) >= 6 else None)

    def _joined(self, parts: list[str]) -> bool:
        return all(pair in self._pairs for pair in pairwise(parts))

    def near_in_context(self, word: str, before: str | None, after: str | None) -> str | None:
        """A syllable one edit away that makes a known pair with a neighbour, where the word as it stands makes none."""
        if (before and (before, word) in self._pairs) or (after and (word, after) in self._pairs):
            return None
        best, best_rank = None, (0, 0)
        for candidate in self.candidates(word):
            fit = ((before, candidate) in self._strong) + ((candidate, after) in self._strong)
            rank = (fit, self._counts[candidate])
            believable = fit == 2 or self._counts.get(word, 0) * RARER_THAN_MEANT <= self._counts[candidate]
            if fit and believable and candidate != word and rank > best_rank:
                best, best_rank = candidate, rank
        return best

    def near_with_marks(self, typed: str, before: str | None, after: str | None) -> str | None:
        """What a syllable typed with its marks was meant to be: "kết hôm", "cư tú".

        A slip of a consonant leaves the marks as they are, so only a syllable with the same ones will do, and only
        beside a neighbour that is written so in a curated phrase.
        """
        word = fold(typed)
        if (before, typed) in self._seen or (typed, after) in self._seen:
            return None
        meant = [*self._after.get(before or "", ()), *self._before.get(after or "", ())]
        near = [m for m in meant if len(m) > 2 and m != typed and _same_marks(typed, m) and _one_edit(word, fold(m))]
        return max(near, key=lambda m: (near.count(m), self._counts.get(fold(m), 0), m), default=None)

    def _near(self, word: str, before: str | None, after: str | None) -> str | None:
        candidates = self.candidates(word)
        if not candidates:
            return None
        return max(
            candidates,
            key=lambda c: (self._fit(c, before, after), sorted(c) == sorted(word), c[0] == word[0], self._counts[c], c),
        )

    def candidates(self, word: str) -> list[str]:
        """Syllables one insertion, deletion, substitution or swap away, in alphabetical order."""
        if len(word) < 2 or len(word) > 9:
            return []
        found: set[str] = set()
        for key in {word, *_deletions(word)}:
            for candidate in self._by_deletion.get(key, ()):
                if abs(len(candidate) - len(word)) <= 1 and _one_edit(word, candidate):
                    found.add(candidate)
        return sorted(found)

    def _fit(self, word: str, before: str | None, after: str | None) -> int:
        left = before is not None and (before, word) in self._pairs
        right = after is not None and (word, after) in self._pairs
        return left + right

    def _split(self, word: str, mend_one: bool = False) -> list[str] | None:
        """Two to four known syllables that make up the word, neighbours that are a known pair first."""
        if len(word) > LONGEST_RUN:
            return None
        best: list[str] | None = None
        best_rank = (-1.0, 0)
        for parts in self._cuts(word, 4, mend_one):
            if len(parts) < 2:
                continue
            pairs = sum((a, b) in self._pairs for a, b in pairwise(parts))
            shortest = min(map(len, parts))
            rank = (pairs / (len(parts) - 1) + (0.4 if shortest > 1 else 0) - 0.3 * len(parts), shortest)
            if pairs == 0 and (shortest < 2 or mend_one):
                continue
            if rank > best_rank or best is None:
                best, best_rank = parts, rank
        return best

    def _cuts(self, word: str, most: int, mend_one: bool) -> list[list[str]]:
        if not word:
            return [[]]
        if most == 0:
            return []
        found: list[list[str]] = []
        for end in range(1, min(7, len(word)) + 1):
            head = word[:end]
            if head in self._counts:
                found += [[head, *rest] for rest in self._cuts(word[end:], most - 1, mend_one)]
            elif mend_one and end >= 2:
                for near in self.candidates(head):
                    found += [[near, *rest] for rest in self._cuts(word[end:], most - 1, False)]
        return found


def is_syllable(word: str) -> bool:
    """Whether a folded word can be a Vietnamese syllable, known to the base or not ("vang", but not "vagn")."""
    return _SYLLABLE.match(word) is not None


def _same_marks(typed: str, meant: str) -> bool:
    (tone, shapes), (other_tone, other_shapes) = marks(typed), marks(meant)
    return tone == other_tone and shapes.replace(".", "") == other_shapes.replace(".", "")


def _deletions(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))} if len(word) > 1 else set()


def _one_edit(a: str, b: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours turns a into b."""
    if len(a) == len(b):
        differ = [i for i in range(len(a)) if a[i] != b[i]]
        if len(differ) == 2:
            i, j = differ
            return j == i + 1 and a[i] == b[j] and a[j] == b[i]
        return len(differ) <= 1
    short, long = (a, b) if len(a) < len(b) else (b, a)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def english_stem(word: str, terms: Container[str]) -> str:
    """The curated English word that this one is a form of ("registering", "cards"), or the word itself."""
    for ending in ("ing", "ed", "es", "s", "d"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            undoubled = stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem
            for candidate in (stem, stem + "e", undoubled):
                if candidate in terms:
                    return candidate
    return word
