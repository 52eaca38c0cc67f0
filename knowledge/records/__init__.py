"""Portal records in, public services out: one JSON object a line, each checked before anything is imported."""

from __future__ import annotations

from knowledge.records.mapping import record_of, service_of
from knowledge.records.reading import ParsedRow, ValidationReport, read_records, validate_file
from knowledge.records.record import PortalRecord

__all__ = ["ParsedRow", "PortalRecord", "ValidationReport", "read_records", "record_of", "service_of", "validate_file"]
