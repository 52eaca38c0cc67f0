"""How long the procedure allows, by the version of it that was in force when the dossier came in."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.clock import epoch_ms
from bot.database import Database, Queries
from bot.dossiers.opening import DossierFile
from bot.dossiers.procedures import catalogue_names, national_code
from bot.workdays import Allowance
from knowledge.model import PublicService
from knowledge.store import StoredService

#: Versions kept ready; they never change.
KEPT = 256

Unknown = Literal["not_published", "no_time", "varies"]


class Services(Protocol):
    """Where the version in force now is found: knowledge.library.Library."""

    async def service(self, code: str) -> StoredService | None: ...


@dataclass(frozen=True, slots=True)
class ProcedureTime:
    """``allowance`` None: ``unknown`` says why. ``version`` None: of the version in force now, or of none.

    ``published``: the procedure can be opened here. ``is_later``: that version was published here only after receipt;
    no older one is known.
    """

    name: str
    published: bool
    version: int | None
    is_later: bool
    allowance: Allowance | None
    unknown: Unknown | None


class ProcedureTimes:
    def __init__(self, database: Database, services: Services) -> None:
        self._database = database
        self._services = services
        self._queries = Queries.beside(__file__, database.dialect)
        self._versions: OrderedDict[tuple[str, int], tuple[PublicService, int]] = OrderedDict()

    async def of(self, file: DossierFile) -> ProcedureTime:
        code = national_code(file.procedure_code)
        current = await self._services.service(code)
        if file.procedure_version is not None:
            found = await self._version(file.procedure_code, file.procedure_version)
            if found is not None:
                service, published_at = found
                later = published_at > epoch_ms(file.received_at)
                return _time_of(service, file.procedure_version, later, current is not None)
        if current is None:
            name = catalogue_names().get(code, file.procedure_code)
            return ProcedureTime(name, False, None, False, None, "not_published")
        return _time_of(current.service, current.version, True, True)

    async def _version(self, code: str, version: int) -> tuple[PublicService, int] | None:
        key = (code, version)
        if key not in self._versions:
            async with self._database.read() as connection:
                binds = {"code": code, "version": version}
                row = (await connection.execute(self._queries["version"], binds)).one_or_none()
            if row is None:
                return None
            service = PublicService.model_validate_json(zlib.decompress(row.body))
            self._versions[key] = (service, row.published_at)
            while len(self._versions) > KEPT:
                self._versions.popitem(last=False)
        return self._versions[key]


def _time_of(service: PublicService, version: int, is_later: bool, published: bool) -> ProcedureTime:
    allowance, unknown = allowance_of(service)
    return ProcedureTime(service.title, published, version, is_later, allowance, unknown)


def allowance_of(service: PublicService) -> tuple[Allowance | None, Unknown | None]:
    """One plain number for every channel and case, or why there is none: a guess would accuse the wrong office."""
    times = {(channel.processing_value, channel.processing_unit) for channel in service.channels}
    if not times and service.processing_days is not None:
        times = {(service.processing_days, service.processing_unit)}
    if len(times) == 1:
        value, unit = times.pop()
        return (Allowance(float(value), unit), None) if value else (None, "no_time")
    return None, "varies" if any(value for value, _ in times) else "no_time"
