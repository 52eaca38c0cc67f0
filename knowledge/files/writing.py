"""Procedures to a file of any kind that is read again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import IO, Literal, get_args

from knowledge.files.entries import entry_record
from knowledge.files.rows import Record
from knowledge.model import PublicService

Format = Literal["xlsx", "jsonl", "yaml"]
FORMATS: tuple[Format, ...] = get_args(Format)
MEDIA: dict[Format, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl",
    "yaml": "application/yaml",
}


def write_services(target: IO[bytes], form: Format, services: Iterable[PublicService]) -> None:
    """Takes seconds for the whole base: call it beside the event loop. No services: a template."""
    records = (entry_record(service, whole=form == "xlsx") for service in services)
    match form:
        case "xlsx":
            from knowledge.files.writing_book import write_book  # openpyxl is heavy

            write_book(target, records)
        case "yaml":
            from knowledge.files.yaml_files import write_yaml

            write_yaml(target, records)
        case "jsonl":
            _write_lines(target, records)


def _write_lines(target: IO[bytes], records: Iterable[Record]) -> None:
    for record in records:
        target.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
