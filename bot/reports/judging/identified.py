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
#: Names that are also everyday words: only a capital letter tells.
COMMON = frozenset(
    {"an", "chi", "anh", "ha", "hoa", "son", "tam", "ba", "thu", "chinh", "cong", "le", "ho", "thanh", "nam"}
)
#: Forms of address that stay clear without marks; "co" may be có, "ba" three.
CLEAR_UNMARKED = frozenset({"ong", "anh", "chi"})


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
        spoken_to = [f for f in found if f.signal == "address" and f.end in names]
        return any(_is_name(syllables[f.end - 1], syllables[f.end], capitals) for f in spoken_to)

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


def _is_name(address: Syllable, name: Syllable, capitals: frozenset[str]) -> bool:
    if name.folded in capitals:
        return True
    marked = not address.typed.isascii() or address.folded in CLEAR_UNMARKED
    return marked and name.folded not in COMMON and (not name.typed.isascii() or address.folded in CLEAR_UNMARKED)


def _name(body: Found, syllables: Sequence[Syllable]) -> tuple[str, ...]:
    """Counters and departments differ by what follows: "quầy 3", "phòng này"."""
    return tuple(s.folded for s in syllables[body.start : body.end + 1])


def load_people() -> People:
    """:raises KnowledgeRejected: the table is malformed."""
    rows = read_table(DATA / "names.tsv", ("kind", "words"))
    return People(Phrases([(word, row["kind"]) for row in rows for word in row.several("words")], ()))
