"""Nothing published is lost, and nothing is made up: every procedure, case, button and page.

What a citizen can reach by buttons is held against the record: each paper, fee, time, step and law stands in it,
and every word of it comes from the record or from our templates, labels and headings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import pytest

from bot.texts import Language
from bot.texts.catalogue import path_of
from bot.texts.filters import clean, day, dong
from bot.texts.update import read
from knowledge.cases import questions
from knowledge.cases.headings import heading_of, reviewed_headings
from knowledge.cases.labels import reviewed_labels
from knowledge.model import PublicService
from tests.shelves import shipped
from tests.walk import Walker, reached_text

CODES = sorted(shipped())
#: Tests of about thirty procedures each: a failure names few, and the work spreads.
GROUPS = [CODES[start : start + 31] for start in range(0, len(CODES), 31)]
#: Headings that only say "to hand in", "to show", "notes": our own titles say the same.
PLAIN_HEADINGS = {"section", "show", "notes"}
_WORD = re.compile(r"\w+")


def squeezed(text: str) -> str:
    """Letters, digits and punctuation only: pages cut between words, templates add marks of continuation."""
    return re.sub(r"\s|…", "", clean(text))


def pieces(service: PublicService) -> Iterator[tuple[str, str]]:
    """(what, words) of everything the record publishes."""
    yield "title", service.title
    for evidence in service.evidences:
        yield "paper", evidence.name
        yield from (("form of a paper", form) for form in evidence.forms)
        if evidence.heading and heading_of(service.identifier, evidence.heading).kind not in PLAIN_HEADINGS:
            yield "heading", evidence.heading
    yield from (("step", step) for step in service.steps)
    yield from (("form", form) for form in service.forms)
    for law in service.legal_resources:
        yield "legal number", law.number
        yield "legal title", law.title
    yield from (("audience", who) for who in service.audience)
    for channel in service.channels:
        yield "channel time", channel.processing_time or ""
        yield "channel text", channel.description or ""
        for cost in channel.costs:
            yield "fee words", cost.description or ""
            if cost.amount and cost.currency == "VND":
                yield "fee", dong(cost.amount)
    yield "result", service.output
    yield "conditions", service.conditions or ""
    yield "authority", service.competent_authority.name if service.competent_authority else ""
    yield "place", service.submission_place or ""
    yield "promulgated by", service.promulgated_by.name
    yield "decision", service.decision.number or ""
    yield "as of", day(service.source.as_of)
    yield "source", service.source.site


@cache
def words_of_ours(language: Language) -> frozenset[str]:
    """Every word of the templates, of the reviewed headings' labels and of the reviewed paper names."""
    texts = [str(message.string) for message in read(path_of(language), language)]
    for _code, heading in reviewed_headings():
        texts += [label.text(language) for label in (heading.label, heading.branch) if label]
    texts += [label.text for label in reviewed_labels().values()]
    texts += [label.condition for label in reviewed_labels().values() if label.condition]
    return frozenset(words(" ".join(texts)))


def words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def numbers_of(service: PublicService) -> set[str]:
    """Counts, page numbers and dates that our lists add."""
    dates = [service.source.as_of, service.modified, *([service.decision.date] if service.decision.date else [])]
    return {str(n) for n in range(400)} | {"ℹ"} | {word for date in dates for word in words(day(date))}


@pytest.mark.parametrize("codes", GROUPS, ids=lambda codes: f"{codes[0]}-{codes[-1]}")
async def test_every_word_is_reachable_and_none_is_made_up(codes: list[str]) -> None:
    walker = await Walker.ready()
    for code in codes:
        service = shipped()[code]
        everything = reached_text([step async for step in walker.everything(code)])
        reached = squeezed(everything)
        for what, published in pieces(service):
            assert squeezed(published) in reached, f"{code}: {what} cannot be reached: {published[:200]!r}"
        allowed = words_of_ours("vi") | set(words(service.model_dump_json())) | numbers_of(service)
        invented = set(words(everything)) - allowed
        assert not cut_words_aside(invented, allowed), f"{code}: not in the record: {sorted(invented)[:20]}"


def cut_words_aside(invented: set[str], allowed: frozenset[str] | set[str]) -> set[str]:
    """A page or a label may end inside a long compound ("a/b"), so a head or tail of an allowed word is one too."""
    return {word for word in invented if not any(a.startswith(word) or a.endswith(word) for a in allowed)}


@pytest.mark.parametrize("codes", GROUPS[::4], ids=lambda codes: f"{codes[0]}-{codes[-1]}")
async def test_english_answers_keep_every_limit_too(codes: list[str]) -> None:
    """Building a Message checks every limit of the channel: length in UTF-16 units, nesting, buttons, their data."""
    walker = await Walker.ready("en")
    for code in codes:
        assert [text async for text in walker.everything(code)]


def test_cases_are_asked_only_where_the_list_has_alternatives() -> None:
    asking = [code for code, service in shipped().items() if questions(service)]
    assert "1.001193" not in asking
    assert "3.000001" in asking
    assert 0 < len(asking) < 226  # procedures that have headings at all
