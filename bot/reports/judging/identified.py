"""Does the text name or identify an official, and do two bodies send the citizen to each other?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reports.judging.phrases import Found, Phrases
from bot.reports.judging.tables import DATA
from knowledge.search.files import read_table
from knowledge.search.lexicon import Syllable

#: Syllables between a body and what it says: "phường thì bảo", "thuế lại nói".
SAY_WITHIN = 2
#: Forms of address that stay clear without marks; "co" may be có, "ba" three.
CLEAR_UNMARKED = frozenset({"ong", "anh", "chi", "a"})
#: A single letter stands for nobody ("chị A").
SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class People:
    """Wordings for names, positions, bodies and saying."""

    phrases: Phrases

    def identified(self, syllables: Sequence[Syllable], capitals: frozenset[str]) -> bool:
        """A position that one person holds, or a form of address followed by a given name, not that of a broker.

        :param capitals: folded words that were typed with a capital letter inside a sentence.
        """
        found = self.phrases.find(syllables)
        if any(f.signal == "position" or (f.signal == "marked" and _has_marks(syllables, f)) for f in found):
            return True
        at: dict[str, dict[int, Found]] = {
            kind: {f.start: f for f in found if f.signal == kind} for kind in ("name", "word", "office", "outsider")
        }
        for address in (f for f in found if f.signal == "address" and f.end < len(syllables)):
            name = syllables[address.end]
            if address.end + 1 in at["outsider"]:
                continue
            if len(name.folded) >= SHORTEST_NAME and name.folded in capitals:
                return True
            if address.end in at["name"] and (
                address.end + 1 in at["office"]
                or (address.end not in at["word"] and _is_marked_name(syllables[address.end - 1], name))
            ):
                return True
        return False

    def two_bodies_speak(self, syllables: Sequence[Syllable]) -> list[Found]:
        """Where a second body says something after a first did: "phường bảo lên tỉnh, tỉnh bảo về phường"."""
        found = self.phrases.find(syllables)
        said = [f.start for f in found if f.signal == "say"]
        bodies = [f for f in found if f.signal == "org"]
        speaking = [b for b in bodies if any(0 <= at - b.end <= SAY_WITHIN for at in said)]
        first = next((b for b in speaking), None)
        if first is None:
            return []
        name = _name(first, syllables)
        spoken = min(at for at in said if at >= first.end)
        others = [b for b in speaking if b.start > spoken and _name(b, syllables) != name]
        return [Found("twosay", b.start, b.end) for b in others]


def _has_marks(syllables: Sequence[Syllable], found: Found) -> bool:
    return not all(s.typed.isascii() for s in syllables[found.start : found.end])


def _is_marked_name(address: Syllable, name: Syllable) -> bool:
    """Without a capital letter: marks on either, or an address that is clear without."""
    return address.folded in CLEAR_UNMARKED or not (address.typed.isascii() and name.typed.isascii())


def _name(body: Found, syllables: Sequence[Syllable]) -> tuple[str, ...]:
    """Counters and departments differ by what follows: "quầy 3", "phòng này"."""
    return tuple(s.folded for s in syllables[body.start : body.end + 1])


def load_people() -> People:
    """:raises KnowledgeRejected: the table is malformed."""
    rows = read_table(DATA / "names.tsv", ("kind", "words"))
    return People(Phrases([(word, row["kind"]) for row in rows for word in row.several("words")], ()))
