"""Follow-ups: "mất bao lâu?" after an answer speaks of the same procedure.

A question is one when nothing is left of it but the part asked for and words of reference ("còn", "thì sao", "it").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.search.concepts import Concepts
from knowledge.search.engine import SearchEngine
from knowledge.search.files import read_table
from knowledge.search.lexicon import Lexicon, Match
from knowledge.search.result import Facet

TABLE = Path(__file__).parent / "follow_ups.tsv"
#: In the table, phrases that only refer back stand under no facet.
_REFERENCE = ""
#: A story is not a follow-up, whatever it consists of.
LONGEST_SYLLABLES = 12


@dataclass(frozen=True, slots=True)
class FollowUp:
    """``facet``: the part asked for; None when the question only refers back."""

    facet: Facet | None


class FollowUps:
    def __init__(self, engine: SearchEngine, concepts: Concepts) -> None:
        """:raises KnowledgeRejected: the table is broken; names file and line."""
        phrases = [
            (phrase, row["facet"])
            for row in read_table(TABLE, ("facet", "phrases"), ("phrases",))
            for phrase in row.several("phrases")
        ]
        known = {phrase for phrase, _ in phrases}
        phrases += [(phrase, facet) for phrase, facet in concepts.facets if phrase not in known]
        self._lexicon = Lexicon(phrases)
        self._engine = engine

    def of(self, question: str) -> FollowUp | None:
        """What ``question`` asks of the procedure spoken of before; None when it has a subject of its own."""
        reading = self._engine.read(question)
        if not 0 < len(reading.syllables) <= LONGEST_SYLLABLES:
            return None
        matches = self._lexicon.find(reading.syllables)
        rest = _left_over([syllable.typed for syllable in reading.syllables], matches)
        if not matches or self._engine.read(" ".join(rest)).tokens:
            return None
        facets: list[Facet] = [match.meaning for match in matches if match.meaning != _REFERENCE]  # type: ignore[misc]
        return FollowUp(facets[0] if facets else None)


def _left_over(syllables: Sequence[str], matches: Sequence[Match]) -> list[str]:
    covered = {position for match in matches for position in range(match.start, match.end)}
    return [syllable for position, syllable in enumerate(syllables) if position not in covered]
