"""Entries for tests of the form: what ships, and any that may be."""

from __future__ import annotations

import unicodedata
from datetime import date

from hypothesis import strategies as st

from bot.views.fields import Part, shape
from bot.web.console.knowledge.checking import Window
from knowledge.model import (
    Cost,
    Evidence,
    FormFile,
    HeadingReading,
    LegalResource,
    LocalAdditions,
    PublicOrganisation,
    PublicService,
    SameDay,
    ServiceChannel,
    ShortenedTime,
)
from tests.shelves import shipped

WHOLE = Window(0, 10_000)
PARTS = shape().parts


def part(key: str) -> Part:
    found = shape().part(key)
    assert found is not None
    return found


def some_service() -> PublicService:
    """No argument of a test: hypothesis writes arguments out, and 604 procedures are megabytes."""
    return next(iter(shipped().values()))


LETTERS = st.characters(exclude_categories=["C", "Z"])
SHORT = st.text(LETTERS, min_size=1, max_size=12).map(lambda text: unicodedata.normalize("NFC", text))
LONG = st.lists(SHORT, min_size=1, max_size=4).map("\n  ".join)
COUNT = st.integers(0, 10**12)
NUMBER = st.one_of(st.integers(1, 10**6), st.floats(0.001, 10**6, allow_nan=False).filter(lambda n: "e" not in str(n)))
DAY = st.dates(date(1990, 1, 1), date(2100, 1, 1))
UNIT = st.sampled_from(["working", "calendar", "hour", "month"])
CHANNEL = st.sampled_from(["online", "in_person", "postal"])


def many(items: st.SearchStrategy[object], most: int = 3) -> st.SearchStrategy[object]:
    return st.lists(items, max_size=most).map(tuple)


def maybe(value: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | value


COST = st.builds(
    Cost,
    type=st.sampled_from(["phí", "lệ phí"]),
    amount=maybe(COUNT),
    currency=maybe(st.sampled_from(["VND", "USD"])),
    description=maybe(LONG),
)
ENTRIES = st.fixed_dictionaries(
    {
        "title": LONG,
        "title_en": maybe(SHORT),
        "competent_authority": maybe(st.builds(PublicOrganisation, name=LONG)),
        "submission_place": maybe(LONG),
        "processing_days": maybe(NUMBER),
        "processing_unit": maybe(UNIT),
        "cost": maybe(LONG),
        "channel_types": st.lists(CHANNEL, unique=True).map(tuple),
        "fully_online": st.booleans(),
        "steps": many(LONG),
        "legal_resources": many(st.builds(LegalResource, number=SHORT | st.just(""), title=LONG | st.just(""))),
        "quality_flags": many(SHORT),
        "evidences": many(
            st.builds(
                Evidence,
                name=LONG,
                originals=COUNT,
                copies=COUNT,
                heading=maybe(LONG),
                kind=st.sampled_from(["document", "present", "note"]),
                forms=many(SHORT),
            ),
            6,
        ),
        "channels": many(
            st.builds(
                ServiceChannel,
                type=CHANNEL,
                processing_time=maybe(LONG),
                processing_value=maybe(NUMBER),
                processing_unit=maybe(UNIT),
                description=maybe(LONG),
                costs=many(COST),
            )
        ),
        "local": st.builds(
            LocalAdditions,
            aliases=many(SHORT),
            anywhere=maybe(st.booleans()),
            anywhere_in=st.lists(st.sampled_from(["01", "46", "19753"]), max_size=2, unique=True).map(tuple),
            shortened=many(
                st.builds(ShortenedTime, value=NUMBER, unit=UNIT, document=SHORT, effective_from=maybe(DAY))
            ),
            same_day=many(st.builds(SameDay, before=st.just("15:00"), document=SHORT, effective_to=maybe(DAY))),
            form_files=many(st.builds(FormFile, name=SHORT, file=SHORT)),
            headings=many(
                st.builds(
                    HeadingReading,
                    text=LONG,
                    kind=st.sampled_from(["case", "section", "addon"]),
                    label_vi=maybe(SHORT),
                    one_of=st.booleans(),
                )
            ),
        ),
    }
)
