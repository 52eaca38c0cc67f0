"""How well the procedure search finds, and how fast: on the labelled questions that stand beside its tests.

Figures on the sets are as shipped; the tables were curated with these questions in sight, so they flatter. The figures
"unseen" are the honest ones: every question is asked without the example that comes nearest to it, every curated
example without itself. What the confidence says is cross-fitted: each fifth of the questions is judged by a model that
has not seen it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import mean
from typing import Any

from bot.benchmarks.targets import Figure, judged
from bot.pauses import keep_pauses_short
from knowledge.search import SearchEngine, SearchEntry, load_concepts
from knowledge.search.fitting import nearest_example
from knowledge.search.labelled import Labelled, load_labelled
from knowledge.search.logistic import fit_logistic, probability
from knowledge.search.shipped import shipped_catalogue, shipped_entries

QUESTIONS = Path(__file__).resolve().parents[2] / "tests" / "knowledge" / "search" / "data"
LARGE_BASE = 10_000
FOLDS = 5
DRAWS = 400
COVERAGE = 0.95
SEED = 20260717


@dataclass(slots=True)
class Asked:
    """One labelled question and what the engine made of it."""

    labelled: Labelled
    codes: list[str] = field(default_factory=list)
    features: dict[str, float] = field(default_factory=dict)
    sure: float = 0.0

    @property
    def gold(self) -> frozenset[str]:
        """The right codes."""
        return self.labelled.gold

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
    labelled = load_labelled(QUESTIONS)
    progress("Asking the labelled questions")
    asked = [ask(engine, one) for one in labelled]
    progress("Asking each without its nearest example, and each example without itself")
    unseen = [ask(engine, one, nearest_example(engine, one)) for one in labelled]
    curated = [
        ask(engine, Labelled("examples", "example", phrase, right), number)
        for number, phrase, right in engine.examples()
    ]
    progress("Cross-fitting the confidence")
    cross_fit(asked, unseen)
    large = [*entries, *_more_entries(entries, [row.name for row in catalogue])]
    progress(f"Building an index of {len(large)}")
    questions = [one.question for one in labelled]
    large_engine = SearchEngine.build(large, concepts)
    keep_pauses_short()  # as the program does when it has started (bot.app)
    latency, latency_10000 = _latency(engine, questions), _latency(large_engine, questions)
    return {
        "build_ms": round(1000 * built, 1),
        "ranking": {name: ranking(chosen) for name, chosen in groups(asked)},
        "unseen": {"labelled": ranking(unseen), "examples": ranking(curated)},
        "ranking_10000": ranking([ask(large_engine, one) for one in labelled]),
        "false_answers_at_95": {
            name: false_answers(chosen) for name, chosen in groups(asked) if any(not one.gold for one in chosen)
        },
        "false_answers_at_95_unseen": false_answers(unseen),
        "reliability": reliability(asked),
        "reliability_unseen": reliability(unseen),
        "latency_604": latency,
        "latency_10000": latency_10000,
        "figures": [
            judged(Figure("search_mean_ms", latency["mean_ms"])),
            judged(Figure("search_p99_ms", latency["p99_ms"])),
            judged(Figure("search_10000_p99_ms", latency_10000["p99_ms"])),
        ],
    }


def ask(engine: SearchEngine, one: Labelled, left_out: int | None = None) -> Asked:
    """Rank one question; ``sure`` stays 0.

    :param left_out: number of a curated example that is treated as never written.
    """
    features, _ = engine.weigh(one.question, left_out)
    ranked = engine.ranker.rank(*engine.understand(one.question), left_out)
    return Asked(one, [engine.entries[number].code for _, number in ranked.scores[:10]], features)


def cross_fit(*ways: Sequence[Asked]) -> None:
    """Set ``sure`` of every question by a model fitted on the other folds.

    :param ways: the same questions in the same order, asked in different ways; one fold holds all ways of a question.
    """
    order = list(range(len(ways[0])))
    random.Random(SEED).shuffle(order)
    for fold in range(FOLDS):
        held_out = set(order[fold::FOLDS])
        model = fit_logistic([(way[i].features, way[i].right) for i in order if i not in held_out for way in ways])
        for one in (way[i] for i in held_out for way in ways):
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


def groups(asked: Sequence[Asked]) -> Iterable[tuple[str, list[Asked]]]:
    """All, each set, each style."""
    yield "all", list(asked)
    for name in sorted({one.labelled.source for one in asked}):
        yield name, [one for one in asked if one.labelled.source == name]
    for style in sorted({one.labelled.style for one in asked if one.gold}):
        yield f"style {style}", [one for one in asked if one.labelled.style == style]


def ranking(asked: Sequence[Asked]) -> dict[str, Any]:
    """Recall and mean reciprocal rank of those in scope, each with the ends of its bootstrap interval."""
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
