"""How well the procedure search finds, and how fast: on the labelled questions that stand beside its tests.

Ranking figures are as shipped; the tables were curated with these questions in sight, so they flatter. What the
confidence says is cross-fitted: each fifth of the questions is judged by a model that has not seen it.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import mean
from typing import Any

from knowledge.search import SearchEngine, SearchEntry, load_concepts
from knowledge.search.logistic import fit_logistic, probability
from knowledge.search.shipped import shipped_catalogue, shipped_entries

QUESTIONS = Path(__file__).resolve().parents[2] / "tests" / "knowledge" / "search" / "data"
SETS = (
    "retrieval_dev",
    "questions",
    "own_questions",
    "own_questions_2",
    "own_questions_3",
    "own_questions_4",
    "own_questions_5",
    "own_questions_6",
)
LARGE_BASE = 10_000
FOLDS = 5
DRAWS = 400
COVERAGE = 0.95
SEED = 20260717


@dataclass(slots=True)
class Asked:
    """One labelled question and what the engine made of it."""

    source: str
    style: str
    question: str
    gold: frozenset[str]
    codes: list[str] = field(default_factory=list)
    features: dict[str, float] = field(default_factory=dict)
    sure: float = 0.0

    @property
    def right(self) -> bool:
        """Whether the first code is one of the right ones."""
        return bool(self.codes) and self.codes[0] in self.gold


def run(progress: Callable[[str], object]) -> dict[str, Any]:
    """Measure everything.

    :returns: figures by name; times in milliseconds.
    """
    progress("Building the index")
    entries, catalogue, concepts = shipped_entries(), shipped_catalogue(), load_concepts()
    began = time.perf_counter()
    engine = SearchEngine.build(entries, concepts, catalogue)
    built = time.perf_counter() - began
    progress("Asking the labelled questions")
    asked = load_questions()
    for one in asked:
        one.codes = engine.search(one.question).codes
        one.features = engine.weigh(one.question)[0]
    progress("Cross-fitting the confidence")
    cross_fit(asked)
    large = [*entries, *_more_entries(entries, [row.name for row in catalogue])]
    progress(f"Building an index of {len(large)}")
    questions = [one.question for one in asked]
    return {
        "build_ms": round(1000 * built, 1),
        "ranking": {name: _ranking(chosen) for name, chosen in _groups(asked)},
        "false_answers_at_95": {
            name: false_answers(chosen) for name, chosen in _groups(asked) if any(not one.gold for one in chosen)
        },
        "reliability": reliability(asked),
        "latency_604": _latency(engine, questions),
        "latency_10000": _latency(SearchEngine.build(large, concepts), questions),
    }


def load_questions(directory: Path = QUESTIONS) -> list[Asked]:
    """Every labelled set, whatever its format."""
    found = []
    for name in SETS:
        for line in (directory / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            gold = row["gold"] if "gold" in row else [row["code"], *row["alt_codes"]]
            found.append(Asked(name, row.get("style") or row["kind"], row["question"], frozenset(gold)))
    return found


def cross_fit(asked: Sequence[Asked]) -> None:
    """Set ``sure`` of every question by a model fitted on the other folds."""
    order = list(range(len(asked)))
    random.Random(SEED).shuffle(order)
    for fold in range(FOLDS):
        held_out = set(order[fold::FOLDS])
        model = fit_logistic([(one.features, one.right) for i, one in enumerate(asked) if i not in held_out])
        for i in held_out:
            one = asked[i]
            one.sure = probability(model["bias"] + sum(model[name] * value for name, value in one.features.items()))


def false_answers(asked: Sequence[Asked]) -> float:
    """Share of out-of-scope questions answered or offered, at the threshold that keeps 95 % of those in scope."""
    inside = sorted(one.sure for one in asked if one.gold)
    outside = [one for one in asked if not one.gold]
    if not inside or not outside:
        return 0.0
    threshold = inside[int((1 - COVERAGE) * len(inside))]
    return round(sum(one.sure >= threshold for one in outside) / len(outside), 3)


def reliability(asked: Sequence[Asked]) -> list[dict[str, float]]:
    """Said against true, by tenths of the probability."""
    table = []
    for tenth in range(10):
        chosen = [one for one in asked if min(int(one.sure * 10), 9) == tenth]
        if chosen:
            said, true = mean(one.sure for one in chosen), mean(one.right for one in chosen)
            table.append({"questions": len(chosen), "said": round(said, 3), "true": round(true, 3)})
    return table


def _groups(asked: Sequence[Asked]) -> Iterable[tuple[str, list[Asked]]]:
    yield "all", list(asked)
    for name in SETS:
        yield name, [one for one in asked if one.source == name]
    for style in sorted({one.style for one in asked if one.style != "oos"}):
        yield f"style {style}", [one for one in asked if one.style == style]


def _ranking(asked: Sequence[Asked]) -> dict[str, Any]:
    inside = [one for one in asked if one.gold]
    if not inside:
        return {"questions": 0}
    first = [float(one.right) for one in inside]
    third = [float(any(code in one.gold for code in one.codes[:3])) for one in inside]
    ranks = [next((1 / n for n, code in enumerate(one.codes, 1) if code in one.gold), 0.0) for one in inside]
    return {
        "questions": len(inside),
        "recall@1": [round(mean(first), 3), *_interval(first)],
        "recall@3": [round(mean(third), 3), *_interval(third)],
        "mrr": [round(mean(ranks), 3), *_interval(ranks)],
    }


def _interval(values: Sequence[float]) -> list[float]:
    """The middle 95 % of bootstrap means."""
    draw = random.Random(SEED)
    means = sorted(mean(draw.choices(values, k=len(values))) for _ in range(DRAWS))
    return [round(means[int(0.025 * DRAWS)], 3), round(means[int(0.975 * DRAWS)], 3)]


def _latency(engine: SearchEngine, questions: Sequence[str]) -> dict[str, float]:
    times = []
    for question in questions:
        began = time.perf_counter()
        engine.search(question)
        times.append(1000 * (time.perf_counter() - began))
    times.sort()
    return {"mean_ms": round(mean(times), 2), "p99_ms": round(times[int(0.99 * len(times))], 2)}


def _more_entries(entries: Sequence[SearchEntry], names: Sequence[str]) -> list[SearchEntry]:
    """Names of the catalogue as entries, halves of two joined where it runs out, up to the large base."""
    draw = random.Random(SEED)
    known = {entry.name_vi for entry in entries}
    pool = [name for name in names if name not in known]
    words = [name.split() for name in pool]

    def invented() -> Iterable[str]:
        yield from pool
        while True:
            left, right = draw.choice(words), draw.choice(words)
            yield " ".join(left[: len(left) // 2] + right[len(right) // 2 :])

    wanted = LARGE_BASE - len(entries)
    return [SearchEntry(f"9.{n:06}", name, "synthetic", None, 2) for n, name in enumerate(islice(invented(), wanted))]
