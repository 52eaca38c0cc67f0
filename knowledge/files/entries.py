"""A line of a file as an entry: the portal's record, and under `local` what the office adds to it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import from_json

from knowledge.files.rows import Record
from knowledge.model import PublicService
from knowledge.model.local import NOTHING_LOCAL, LocalAdditions
from knowledge.records import record_of, service_of
from knowledge.records.record import PortalRecord


@dataclass(frozen=True, slots=True)
class Entry:
    """``says_local``: the file speaks of what the office adds, if only to say that it is nothing. A record of the
    portal does not, and what the office has added stays."""

    service: PublicService
    says_local: bool


class WrongEntry(Exception):
    """``errors``: of the record and of what the office adds."""

    def __init__(self, errors: list[ValidationError]) -> None:
        super().__init__(f"{len(errors)} parts are wrong")
        self.errors = errors


class _Added(BaseModel):
    """Only so that errors are named below `local`."""

    model_config = ConfigDict(defer_build=True)

    local: LocalAdditions


def entry_of(text: str | bytes) -> Entry:
    """:param text: one JSON object. :raises WrongEntry: with every error in it."""
    local, rest = _apart(text)
    errors = []
    record, added = None, _Added(local=NOTHING_LOCAL)
    try:
        record = PortalRecord.model_validate_json(text if rest is None else rest)
    except ValidationError as error:
        errors.append(error)
    try:
        if local is not None:
            added = _Added.model_validate({"local": local})
    except ValidationError as error:
        errors.append(error)
    if record is None or errors:
        raise WrongEntry(errors)
    service = service_of(record)
    return Entry(service if local is None else service.model_copy(update={"local": added.local}), local is not None)


def entry_record(service: PublicService, *, whole: bool = False) -> Record:
    """:param whole: `local` also where nothing is added."""
    record = record_of(service)
    if whole or service.local != NOTHING_LOCAL:
        record["local"] = service.local.model_dump(mode="json")
    return record


def _apart(text: str | bytes) -> tuple[Any, bytes | None]:
    """What stands under `local`, and the record without it; None, None when there is no such thing."""
    try:
        whole = from_json(text)
    except ValueError:
        return None, None  # the check of a record says what is wrong
    if not isinstance(whole, dict) or "local" not in whole:
        return None, None
    local = whole.pop("local")
    return local, json.dumps(whole, ensure_ascii=False).encode()
