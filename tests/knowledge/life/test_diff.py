"""Every difference between two versions is named, and nothing else."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from knowledge.life import diff
from knowledge.model import Evidence, PublicService
from tests.shelves import shipped

SERVICES = list(shipped().values())
PAPERS = [paper for each in SERVICES[:40] for paper in each.evidences]
TEXTS = st.none() | st.text(max_size=20)
# Places in lists, not the procedures and papers themselves: hypothesis writes out what it draws, and those are long.
WHICH = st.integers(0, len(SERVICES) - 1)
EDITS = st.fixed_dictionaries(
    {},
    optional={
        "cost": TEXTS,
        "conditions": TEXTS,
        "title": st.text(min_size=1, max_size=20),
        "evidences": st.lists(st.integers(0, len(PAPERS) - 1), max_size=8),
        "steps": st.lists(st.text(max_size=10), max_size=5).map(tuple),
    },
)


def edited(which: int, edits: dict[str, Any]) -> tuple[PublicService, PublicService]:
    """A procedure, and what somebody made of it."""
    if "evidences" in edits:
        edits = {**edits, "evidences": tuple(PAPERS[place] for place in edits["evidences"])}
    return SERVICES[which], SERVICES[which].model_copy(update=edits)


@given(WHICH, EDITS)
def test_empty_only_for_equal_ones(which: int, edits: dict[str, Any]) -> None:
    before, after = edited(which, edits)
    assert (diff(before, after) == []) == (before == after)


@given(WHICH, EDITS)
def test_only_fields_that_differ_are_named(which: int, edits: dict[str, Any]) -> None:
    before, after = edited(which, edits)
    named = {change.field for change in diff(before, after)}
    assert named == {name for name in type(after).model_fields if getattr(before, name) != getattr(after, name)}


@given(WHICH, EDITS)
def test_there_and_back(which: int, edits: dict[str, Any]) -> None:
    """What is added one way is taken away the other, in the same fields. Of rows that changed places one way may name
    more of them than the other."""
    before, after = edited(which, edits)
    there, back = diff(before, after), diff(after, before)
    assert {change.field for change in there} == {change.field for change in back}


def test_a_paper_that_goes_moves_no_other() -> None:
    service = next(each for each in SERVICES if len(each.evidences) > 4)
    shorter = service.model_copy(update={"evidences": service.evidences[1:]})
    (change,) = diff(service, shorter)
    assert change.path == "evidences[1]"
    assert change.after is None


def test_one_word_of_one_paper() -> None:
    service = next(each for each in SERVICES if len(each.evidences) > 4)
    paper: Evidence = service.evidences[2].model_copy(update={"copies": 7})
    rows = (*service.evidences[:2], paper, *service.evidences[3:])
    (change,) = diff(service, service.model_copy(update={"evidences": rows}))
    assert (change.path, change.after) == ("evidences[3].copies", 7)


def test_of_a_new_procedure_all_is_new() -> None:
    assert all(change.before is None for change in diff(None, SERVICES[0]))
