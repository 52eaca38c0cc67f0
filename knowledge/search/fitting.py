"""Learning the weights of ranking and confidence: `python -m knowledge.search.fitting tests/knowledge/search/data`.

The ranking is learned from wording that the index does not hold: each curated example is asked with itself left out,
and each labelled question with the example left out that comes nearest to it. The confidence is then learned from the
labelled questions both as they are and without that example, so that it knows unseen wording too.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from knowledge.search.concepts import SHIPPED, Concepts, load_concepts
from knowledge.search.engine import SearchEngine
from knowledge.search.labelled import Labelled, load_labelled
from knowledge.search.logistic import Choice, fit_choice, fit_logistic
from knowledge.search.shipped import shipped_catalogue, shipped_entries


def fit(directory: Path) -> dict[str, float]:
    """All learned weights by their names in ``weights.tsv``."""
    concepts = load_concepts()
    labelled = load_labelled(directory)
    ranking = fit_choice(choices(_engine(concepts), labelled))
    weights = {f"rank.{name}": value for name, value in ranking.items()}
    engine = _engine(replace(concepts, weights=concepts.weights | weights))
    model = fit_logistic(confidence_samples(engine, labelled))
    return weights | {f"confidence.{name}": value for name, value in model.items()}


def choices(engine: SearchEngine, labelled: Sequence[Labelled]) -> list[Choice]:
    """What the ranking learns from: the curated examples first, then the labelled questions in scope."""
    codes = [entry.code for entry in engine.entries]

    def choice(question: str, right: frozenset[str], left_out: int | None) -> Choice:
        found = engine.ranker.candidates(*engine.understand(question), left_out)
        return [(features, codes[number] in right) for number, features in found]

    curated = [choice(phrase, right, number) for number, phrase, right in engine.examples()]
    return curated + [choice(one.question, one.gold, nearest_example(engine, one)) for one in labelled if one.gold]


def nearest_example(engine: SearchEngine, one: Labelled) -> int | None:
    """The example that speaks most for the right answer: of a right procedure, or of what is not ours."""
    numbers = {number for number, entry in enumerate(engine.entries) if entry.code in one.gold}
    return engine.ranker.nearest_of(engine.read(one.question), numbers or engine.ranker.foreign)


def confidence_samples(engine: SearchEngine, labelled: Sequence[Labelled]) -> list[tuple[Mapping[str, float], bool]]:
    """What the confidence learns from: the first hits of the labelled questions, and whether they are right.

    A third of what is curated as not ours is asked too, each wording with itself left out: few of the labelled
    questions come so near to what is held without being it.
    """
    found: list[tuple[Mapping[str, float], bool]] = []
    for one in labelled:
        for left_out in (None, nearest_example(engine, one)):
            features, code = engine.weigh(one.question, left_out)
            found.append((features, code in one.gold))
    return found + [(engine.weigh(phrase, number)[0], False) for number, phrase in engine.refusals() if not number % 3]


def write(weights: Mapping[str, float], path: Path) -> None:
    """Put the learned values into the table; everything else in it stays as it is."""
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition("\t")
        lines.append(f"{name}\t{weights[name]:.3f}\t{rest.partition(chr(9))[2]}" if name in weights else line)
    present = {line.partition("\t")[0] for line in lines}
    lines += [f"{name}\t{value:.3f}\tlearned" for name, value in sorted(weights.items()) if name not in present]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _engine(concepts: Concepts) -> SearchEngine:
    return SearchEngine.build(shipped_entries(), concepts, shipped_catalogue())


if __name__ == "__main__":
    write(fit(Path(sys.argv[1])), SHIPPED / "weights.tsv")
