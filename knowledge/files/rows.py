"""The rows of a record on each sheet, and a record from its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from knowledge.files.layout import PLACING, VALUE, Sheet

Record = dict[str, Any]


def rows_of(sheet: Sheet, record: Record) -> Iterator[dict[str, Any]]:
    """Values by the columns' fields; ``order`` and ``parent`` count from 1."""
    if not sheet.path:
        yield {column.field: got(record, column.field) for column in sheet.columns}
        return
    if sheet.nested is None:
        yield from _listed(sheet, record["code"], None, got(record, sheet.path))
        return
    above, below = sheet.nested
    for number, row in enumerate(record[above], start=1):
        yield from _listed(sheet, record["code"], number, row[below])


def _listed(sheet: Sheet, code: str, parent: int | None, items: Sequence[Any]) -> Iterator[dict[str, Any]]:
    for order, item in enumerate(items, start=1):
        placed = {"code": code, "parent": parent, "order": order}
        yield {
            column.field: placed[column.field]
            if column.field in PLACING
            else item
            if column.field == VALUE
            else got(item, column.field)
            for column in sheet.columns
        }


def got(record: Mapping[str, Any], dotted: str) -> Any:
    """:raises KeyError: there is no such field."""
    value: Any = record
    for name in dotted.split("."):
        value = value[name]
    return value


def put(record: Record, dotted: str, value: Any) -> None:
    *above, last = dotted.split(".")
    for name in above:
        record = record.setdefault(name, {})
    record[last] = value


def item_of(sheet: Sheet, values: Mapping[str, Any]) -> Any:
    """What stands in the record for a row: an object, or the plain text. Without what only places the row."""
    if sheet.column(VALUE):
        return values[VALUE]
    item: Record = {}
    for column in sheet.columns:
        if not sheet.path or column.field not in PLACING:
            put(item, column.field, values[column.field])
    return item
