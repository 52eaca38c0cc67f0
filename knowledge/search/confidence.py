"""How sure we are, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from knowledge.search.logistic import probability
from knowledge.search.result import Action, Outside


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against the first hit, each about 0 to 1.

    :ivar example: likeness to its best example, :ivar second: to its next best.
    :ivar covers_question: share of the question that example explains.
    :ivar covers_example: share of the example found in the question. :ivar name: BM25 against the official name.
    :ivar vocabulary: :ivar profile: :ivar wording: see ``Profiles``,
    :ivar action_missing: :ivar object_missing: :ivar object_expected: too.
    :ivar score: what it ranked by. :ivar margin: lead over the next procedure that is not a level variant.
    :ivar share: its part, with its level variants, of the candidates' probability.
    :ivar foreign: the score of the nearest subject that is not ours.
    :ivar unheld: BM25 of the best catalogue name that we do not hold.
    :ivar elsewhere: share of the question that only examples of what is not ours speak of.
    :ivar strange: share of the question that no example speaks of. :ivar said: how much was said at all.
    """

    example: float = 0.0
    second: float = 0.0
    covers_question: float = 0.0
    covers_example: float = 0.0
    name: float = 0.0
    vocabulary: float = 0.0
    profile: float = 0.0
    wording: float = 0.0
    action_missing: float = 0.0
    object_missing: float = 0.0
    object_expected: float = 0.0
    score: float = 0.0
    margin: float = 0.0
    share: float = 0.0
    foreign: float = 0.0
    unheld: float = 0.0
    elsewhere: float = 0.0
    strange: float = 1.0
    said: float = 0.0

    def features(self) -> dict[str, float]:
        """The values by name, with the two comparisons that matter most."""
        found = {f.name: float(getattr(self, f.name)) for f in fields(self)}
        found["foreign_leads"] = max(self.foreign - self.score, 0.0)
        found["unheld_leads"] = max(self.unheld - max(self.name, 0.6 * self.example), 0.0)
        return found


def decide(evidence: Evidence, outside: Outside | None, weights: Mapping[str, float]) -> tuple[Action, float]:
    """The band and the probability that the first hit is right."""
    total = weights["confidence.bias"]
    for name, value in evidence.features().items():
        total += weights[f"confidence.{name}"] * value
    if outside is not None:
        total += weights["confidence.outside"]
    sure = probability(total)
    if sure >= weights["band.answer"]:
        return "answer", sure
    return ("offer" if sure >= weights["band.offer"] else "decline"), sure
