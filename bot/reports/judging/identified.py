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
#: Forms of address that also belong to family talk: only a capital letter makes the next word a name.
COMMON_AFTER_ADDRESS = frozenset({"an", "chi", "anh", "ha", "hoa", "son", "tam", "ba", "thu", "chinh", "cong", "le", "ho"})


@dataclass(frozen=True, slots=True)
class People:
    """Wordings for names, positions, bodies and saying."""

    phrases: Phrases

    def identified(self, syllables: Sequence[Syllable], capitals: frozenset[str]) -> bool:
        """A position that one person holds, or a form of address followed by a given name.

        :param capitals: folded words that were typed with a capital letter inside a sentence.
        """
        found = self.phrases.find(syllables)
        if any(f.signal == "position" for f in found):
            return True
        names = {f.start: f for f in found if f.signal == "name"}
        for spoken in found:
            if spoken.signal == "address" and spoken.end in names:
                word = syllables[spoken.end].folded
                if word in capitals or word not in COMMON_AFTER_ADDRESS:
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
        return [Found("twosay", b.start, b.end) for b in speaking if b.start >= first.end and _name(b, syllables) != name]


def _name(body: Found, syllables: Sequence[Syllable]) -> tuple[str, ...]:
    """Counters and departments differ by what follows: "quầy 3", "phòng này"."""
    return tuple(s.folded for s in syllables[body.start : body.end + 1])


def load_people() -> People:
    """:raises KnowledgeRejected: the table is malformed."""
    rows = read_table(DATA / "names.tsv", ("kind", "words"))
    return People(Phrases([(word, row["kind"]) for row in rows for word in row.several("words")], ()))
