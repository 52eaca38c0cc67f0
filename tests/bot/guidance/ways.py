"""Helpers of these tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from knowledge.cases import ALL, next_question
from knowledge.model import PublicService

TODAY = date(2026, 11, 22)


def choices(service: PublicService, begun: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every way through the questions, and all cases at once."""
    question = next_question(service, begun)
    if question is None:
        yield begun
        return
    yield (*begun, ALL)
    for option in question.options:
        yield from choices(service, (*begun, option.key))
