"""Learning gives the same weights for the same texts, and weights that tell the texts apart."""

from __future__ import annotations

from bot.reports.judging import shipped_judge

from .learn import learn, table
from .measure import measure, taught_by
from .sets import labelled


def test_the_same_texts_teach_the_same_table() -> None:
    texts = labelled()["second"]
    judge = shipped_judge()
    assert list(table(*learn(judge, texts))) == list(table(*learn(judge, texts)))


def test_a_judge_knows_what_it_was_taught() -> None:
    texts = labelled()["second"] + labelled()["third"]
    right, of = measure(texts, taught_by(texts))["primary category"]
    assert right / of > 0.9
