"""All 604 procedures, every case, page by page: each word of the record is there, and no word that is not in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot.guidance import Block, card, paginate, sections
from bot.guidance import __file__ as here
from knowledge.cases.headings import heading_of
from knowledge.model import PublicService
from tests.bot.guidance.ways import TODAY, choices
from tests.shelves import shipped

BUDGET = 1800


def flat(text: str) -> str:
    return " ".join(text.split())


def published(service: PublicService) -> Iterator[str]:
    """Everything a citizen must be able to reach."""
    yield service.title
    for row in service.evidences:
        yield flat(row.name).rstrip(" .;,:")
        yield from row.forms
        if row.heading and not heading_of(service.identifier, row.heading).plain:
            yield row.heading
    yield from (*service.steps, *service.forms, *service.audience, *service.time_mentions)
    for law in service.legal_resources:
        yield law.title
        yield law.number
    for channel in service.channels:
        yield from (text for text in (channel.processing_time, channel.description) if text)
    yield from (text for text in (service.conditions, service.cost, service.submission_place) if text)
    yield service.output
    yield service.sector
    yield service.level
    yield service.promulgated_by.name
    yield from ([service.competent_authority.name] if service.competent_authority else [])
    yield from ([service.decision.number] if service.decision.number else [])


def told(service: PublicService, choice: tuple[str, ...]) -> list[str]:
    """The texts of all pages of all sections, pieces that were split put together again."""
    whole: list[str] = []
    beside: list[str] = []
    for section in sections(service, choice, today=TODAY):
        for block in (block for page in paginate(section, BUDGET) for block in page.blocks):
            if block.continued:
                whole[-1] += block.text
            else:
                whole.append(block.text)
                beside += _values(block)
    return whole + beside


def _values(block: Block) -> Iterator[str]:
    for key, value in block.values.items():
        if key in ("number", "forms") and value:
            yield from ([value] if isinstance(value, str) else value if isinstance(value, tuple) else [])


def test_everything_published_can_be_reached() -> None:
    for service in shipped().values():
        reached = {flat(text) for choice in choices(service) for text in told(service, choice)}
        together = "\n".join(reached)
        for words in published(service):
            assert flat(words) in together, (service.identifier, words[:120])


def test_nothing_is_said_that_is_not_in_the_record() -> None:
    for service in shipped().values():
        record = flat(service.model_dump_json().replace("\\n", " ").replace('\\"', '"').replace("\\t", " "))
        for choice in choices(service):
            for text in told(service, choice):
                assert flat(text) in record, (service.identifier, text[:120])


def test_the_fee_of_each_channel_is_told_where_they_differ() -> None:
    for service in shipped().values():
        if not service.flagged("fee_differs_by_channel"):
            continue
        (fee,) = (section for section in sections(service, today=TODAY) if section.key == "fee")
        amounts = {block.values["amount"] for block in fee.blocks if block.kind == "cost"}
        assert {cost.amount for channel in service.channels for cost in channel.costs if cost.amount} <= amounts


def test_every_kind_has_its_place_in_a_template() -> None:
    """A kind without a branch would be shown without its words."""
    folder = Path(here).parents[1] / "texts" / "templates" / "procedure"
    known = set(re.findall(r'"([a-z_]+)"', "".join(path.read_text("utf-8") for path in folder.glob("*.j2"))))
    kinds: set[str] = set()
    for service in shipped().values():
        for choice in choices(service):
            kinds |= {block.kind for section in sections(service, choice, today=TODAY) for block in section.blocks}
            shown = card(service, choice, today=TODAY)
            kinds |= {block.kind for part in shown.parts for block in part.blocks}
            kinds |= {block.kind for block in shown.warnings}
    assert kinds - known == set()
