"""The two directions between a portal record and a public service. Together they must lose nothing."""

from __future__ import annotations

from typing import Any

from knowledge.model import PublicService
from knowledge.records.record import PortalRecord

# Record field -> model field, where the names differ and the value is the same.
RENAMED = {
    "code": "identifier",
    "name_vi": "title",
    "name_en": "title_en",
    "field": "sector",
    "submit_at": "submission_place",
    "fee": "cost",
    "result": "output",
    "subjects": "audience",
    "full_online": "fully_online",
    "updated_at": "modified",
    "channels": "channel_types",
    "documents": "evidences",
    "methods": "channels",
    "legal_basis": "legal_resources",
    "authority": "competent_authority",
}
ORGANISATIONS = ("competent_authority", "promulgated_by")
# The same inside the rows of a list, by the model's name of the list.
ROWS_RENAMED = {
    "evidences": {"note": "heading"},
    "channels": {"channel": "type", "fees": "costs"},
    "case_times": {"qty": "quantity"},
}


def service_of(record: PortalRecord) -> PublicService:
    """The record in CPSV-AP terms. A checked record always fits."""
    fields: dict[str, Any] = {RENAMED.get(key, key): value for key, value in record.model_dump().items()}
    for name in ORGANISATIONS:
        fields[name] = None if fields[name] is None else {"name": fields[name]}
    for name, renamed in ROWS_RENAMED.items():
        fields[name] = [_rename(row, renamed) for row in fields[name]]
    return PublicService.model_validate(fields)


def record_of(service: PublicService) -> dict[str, Any]:
    """The portal record again, as JSON values; equal to the one the service was made from."""
    fields = service.model_dump(mode="json")
    for name in ORGANISATIONS:
        fields[name] = None if fields[name] is None else fields[name]["name"]
    for name, renamed in ROWS_RENAMED.items():
        back = {new: old for old, new in renamed.items()}
        fields[name] = [_rename(row, back) for row in fields[name]]
    return {key: fields[RENAMED.get(key, key)] for key in PortalRecord.model_fields}


def _rename(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {names.get(key, key): value for key, value in row.items()}
