"""The figures must not fall by more than their interval, nor the published ones differ from what is measured."""

from __future__ import annotations

from typing import Any

import pytest

from bot.benchmarks.search import QUESTIONS, Asked, ask, cross_fit, false_answers, groups, ranking, reliability
from bot.benchmarks.search_figures import PAGE, written
from knowledge.search import SearchEngine
from knowledge.search.fitting import nearest_example
from knowledge.search.labelled import load_labelled

PUBLISHED = written(PAGE.read_text(encoding="utf-8"))
FALSE_ANSWERS_CEILING = 0.05
TOO_SURE = 0.15


@pytest.fixture(scope="module")
def asked(engine: SearchEngine) -> list[Asked]:
    return [ask(engine, one) for one in load_labelled(QUESTIONS)]


@pytest.fixture(scope="module")
def unseen(engine: SearchEngine) -> list[Asked]:
    return [ask(engine, one, nearest_example(engine, one)) for one in load_labelled(QUESTIONS)]


def test_every_set_is_published(asked: list[Asked]) -> None:
    assert {f"as shipped: {name}" for name, _ in groups(asked)} <= set(PUBLISHED)


@pytest.mark.parametrize("name", [name for name in PUBLISHED if name.startswith("as shipped: ")])
def test_recall_holds(asked: list[Asked], name: str) -> None:
    measured = ranking(dict(groups(asked))[name.removeprefix("as shipped: ")])
    _not_below(measured, name)


def test_recall_without_the_nearest_example_holds(unseen: list[Asked]) -> None:
    _not_below(ranking(unseen), "unseen: labelled without their nearest example")


def test_false_answers_stay_rare_and_the_confidence_means_what_it_says(asked: list[Asked], unseen: list[Asked]) -> None:
    cross_fit(asked, unseen)
    assert false_answers(asked) <= FALSE_ANSWERS_CEILING
    assert false_answers(unseen) <= FALSE_ANSWERS_CEILING
    for row in reliability(unseen):
        if row["questions"] >= 30:
            assert abs(row["said"] - row["true"]) <= TOO_SURE, row


def _not_below(measured: dict[str, Any], name: str) -> None:
    published = PUBLISHED[name]
    assert published["questions"] == [measured["questions"]]
    for column in ("recall@1", "recall@3", "mrr"):
        value, low, _ = published[column]
        # Where all were right the bootstrap has no width; two questions more or less are noise in any set.
        assert measured[column][0] >= min(low, value - 2 / measured["questions"]) - 0.001, column
