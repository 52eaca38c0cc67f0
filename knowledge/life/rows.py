"""Rows of the tables as the values of this package."""

from __future__ import annotations

import zlib
from datetime import date
from typing import Any

from sqlalchemy import Row

from bot.clock import from_epoch_ms
from knowledge.life.model import Draft, DraftRow, Entry, VersionRow
from knowledge.model import PublicService


def draft_of(row: Row[Any]) -> Draft:
    service = PublicService.model_validate_json(zlib.decompress(row.body))
    return Draft(_draft_row(row, service.title), service)


def row_of(row: Row[Any]) -> DraftRow:
    return draft_of(row).row


def version_of(row: Row[Any]) -> VersionRow:
    return VersionRow(
        row.code,
        row.version,
        row.kind,
        from_epoch_ms(row.published_at),
        row.author,
        row.approver,
        row.reason,
        row.source,
        _day(row.effective_from),
    )


def entry_of(row: Row[Any]) -> Entry:
    return Entry(
        row.code,
        row.name,
        row.current_version,
        row.state == "archived",
        row.owner,
        _day(row.verified_on),
        row.verified_by,
        row.verified_note,
        _day(row.review_by),
    )


def _draft_row(row: Row[Any], title: str) -> DraftRow:
    return DraftRow(
        row.id,
        row.code,
        title,
        row.base_version,
        row.state,
        row.revision,
        row.author,
        frozenset(row.editors.split()),
        row.saved_by,
        row.reason,
        row.source,
        _day(row.effective_from),
        row.note,
        row.approver,
        from_epoch_ms(row.updated_at),
    )


def _day(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal is not None else None
