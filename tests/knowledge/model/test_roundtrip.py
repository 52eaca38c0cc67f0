"""Nothing of a record is lost in the model, and the stored form gives the same service again."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from knowledge.model import PublicService
from knowledge.records import record_of
from knowledge.shipped import SHIPPED
from tests.shelves import shipped

RECORDS = {record["code"]: record for record in map(json.loads, SHIPPED.read_text("utf-8").splitlines())}


def test_every_record_comes_back_as_it_was() -> None:
    assert len(RECORDS) == 604
    for code, record in RECORDS.items():
        assert record_of(shipped()[code]) == record


def test_a_number_keeps_its_kind() -> None:
    """1.5 days stay 1.5, 3 days do not become 3.0."""
    assert record_of(shipped()["1.013097"])["processing_days"] == 1.5
    assert all(
        type(record_of(shipped()[code])["processing_days"]) is type(record["processing_days"])
        for code, record in RECORDS.items()
    )


def test_the_stored_json_gives_the_same_service() -> None:
    for service in shipped().values():
        assert PublicService.model_validate_json(service.model_dump_json()) == service


def test_no_fee_listed_is_not_free() -> None:
    not_listed = [service for service in shipped().values() if service.cost is None]
    assert len(not_listed) == 84
    assert all(service.flagged("no_fee") for service in not_listed)
    assert shipped()["1.001193"].cost == "Miễn phí"


def test_a_service_cannot_be_changed_or_extended() -> None:
    service = shipped()["1.001193"]
    with pytest.raises(ValidationError):
        service.title = "another"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        PublicService.model_validate({**service.model_dump(), "extra": 1})
