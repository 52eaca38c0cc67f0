"""The shipped procedures read one at a time, for the command line on a fresh install."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from pathlib import Path

from knowledge.model import PublicService
from knowledge.records.mapping import service_of
from knowledge.records.record import PortalRecord
from knowledge.shipped import SHIPPED

_CODE = re.compile(rb'^\{"code":\s*"([^"]+)"')


class ShippedShelf:
    """Knows where each record stands in the file; reads and checks only what is asked for."""

    def __init__(self, path: Path = SHIPPED) -> None:
        self._path = path
        self._read = lru_cache(64)(self._at)

    def service(self, code: str) -> PublicService | None:
        """The procedure, or None when there is no such code. :raises pydantic.ValidationError: a damaged record."""
        offset = self._offsets.get(code)
        return None if offset is None else self._read(offset)

    @cached_property
    def _offsets(self) -> dict[str, int]:
        found: dict[str, int] = {}
        offset = 0
        with self._path.open("rb") as lines:
            for line in lines:
                if code := _CODE.match(line):
                    found[code[1].decode()] = offset
                offset += len(line)
        return found

    def _at(self, offset: int) -> PublicService:
        with self._path.open("rb") as lines:
            lines.seek(offset)
            return service_of(PortalRecord.model_validate_json(lines.readline()))
