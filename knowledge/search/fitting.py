"""Learning the weights of ranking and confidence: `python -m knowledge.search.fitting tests/knowledge/search/data`.

The ranking is learned from wording that the index does not hold: each curated example is asked with itself left out,
and each labelled question with the example left out that comes nearest to it. The confidence is then learned from the
labelled questions both as they are and without that example, so that it knows unseen wording too.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from knowledge.search.concepts import SHIPPED, Concepts, load_concepts
from knowledge.search.engine import SearchEngine
from knowledge.search.labelled import Labelled, load_labelled
from knowledge.search.logistic import Choice, fit_choice, fit_logistic
from knowledge.search.shipped import shipped_catalogue, shipped_entries

SEED = 20260717


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
    """What the ranking learns from."""
    found: list[Choice] = []
    codes = [entry.code for entry in engine.entries]
    numbers = {code: number for number, code in enumerate(codes)}
    ranker = engine.ranker
    for left_out, phrase, right in engine.examples():
        found.append(
            [(features, codes[n] in right) for n, features in ranker.candidates(*engine.understand(phrase), left_out)]
        )
    for one in labelled:
        if one.gold:
            reading, last = engine.understand(one.question)
            nearest = ranker.nearest_of(reading, {numbers[code] for code in one.gold if code in numbers})
            found.append(
                [(features, codes[n] in one.gold) for n, features in ranker.candidates(reading, last, nearest)]
            )
    return found


def confidence_samples(engine: SearchEngine, labelled: Sequence[Labelled]) -> list[tuple[Mapping[str, float], bool]]:
    """What the confidence learns from: first hits of the labelled questions, whether they are right."""
    found: list[tuple[Mapping[str, float], bool]] = []
    for one in labelled:
        features, code = engine.weigh(one.question)
        found.append((features, code in one.gold))
        if one.gold:
            found.append(weigh_unseen(engine, one))
    return found


def weigh_unseen(engine: SearchEngine, one: Labelled) -> tuple[Mapping[str, float], bool]:
    """A labelled question weighed without the example that comes nearest to it."""
    codes = {entry.code: number for number, entry in enumerate(engine.entries)}
    reading, _ = engine.understand(one.question)
    nearest = engine.ranker.nearest_of(reading, {codes[code] for code in one.gold if code in codes})
    features, code = engine.weigh(one.question, nearest)
    return features, code in one.gold


def write(weights: Mapping[str, float], path: Path) -> None:
    """Put the learned values into the table; everything else in it stays as it is."""
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition("\t")
        lines.append(f"{name}\t{weights[name]:.3f}\t{rest.partition(chr(9))[2]}" if name in weights else line)
    present = {line.partition("\t")[0] for line in lines}
    lines += [f"{name}\t{value:.3f}\tlearned" for name, value in sorted(weights.items()) if name not in present]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def shuffled(count: int) -> list[int]:
    """The numbers below ``count`` in an order that is always the same."""
    order = list(range(count))
    random.Random(SEED).shuffle(order)
    return order


def _engine(concepts: Concepts) -> SearchEngine:
    return SearchEngine.build(shipped_entries(), concepts, shipped_catalogue())


if __name__ == "__main__":
    write(fit(Path(sys.argv[1])), SHIPPED / "weights.tsv")
