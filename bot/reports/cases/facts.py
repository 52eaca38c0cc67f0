"""What a draft becomes: structured facts that may be counted, and words that are sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from bot.clock import epoch_ms
from bot.people import ChatRef
from bot.reports import taxonomy
from bot.reports.cases.likeness import Sketcher
from bot.reports.cases.model import PreparedFile
from bot.reports.draft import MOST_CATEGORIES, ReportDraft
from bot.sealing import ServerKey

#: What a report is about when nobody has said more than which door it came through.
_BY_KIND = {"praise": taxonomy.PRAISE_OR_IDEA, "idea": taxonomy.PRAISE_OR_IDEA, "rule": "cat-Q1", "fault": "cat-K1"}
_WIDTHS = {"procedure_code": 40, "paper": 64}


@dataclass(frozen=True, slots=True)
class Words:
    """One thing to be sealed. ``size``: bytes, of a file those of its body; ``media``: of a file."""

    kind: str
    plain: bytes
    size: int
    media: str | None = None


def narrative_of(draft: ReportDraft) -> str:
    return "\n\n".join(piece.strip() for piece in draft.story if piece.strip())


def facts_of(draft: ReportDraft) -> bytes:
    """Everything the draft knows besides the story, as canonical JSON: the same draft gives the same bytes."""
    known = draft.model_dump(mode="json", exclude={"story"})
    return orjson.dumps(known, option=orjson.OPT_SORT_KEYS)


def words_of(draft: ReportDraft, files: Sequence[PreparedFile], narrative_kind: str) -> list[Words]:
    narrative, facts = narrative_of(draft).encode(), facts_of(draft)
    told = [Words(narrative_kind, narrative, len(narrative))] if narrative else []
    return [*told, Words("facts", facts, len(facts)), *map(file_words, files)]


def file_words(file: PreparedFile, kind: str = "file") -> Words:
    return Words(kind, file.packed(), file.size, file.media)


def categories_of(draft: ReportDraft) -> list[str]:
    """As the citizen confirmed them, else as they were judged, else what the door says; the primary one first."""
    return draft.categories or draft.judged[:1] or [_BY_KIND.get(draft.kind, taxonomy.OTHER)]


def reporter_of(chat: ChatRef, key: ServerKey) -> str:
    return chat.person_lookup(key)


def columns_of(draft: ReportDraft, chat: ChatRef, key: ServerKey, language: str, now: datetime) -> dict[str, Any]:
    """The columns of ``report_case`` that come from the draft."""
    confirmed = categories_of(draft)
    category = taxonomy.categories()[confirmed[0]]
    dossier = draft.dossier or {}
    demand = draft.demand
    columns: dict[str, Any] = {
        "draft": draft_lookup(draft, key),
        "owner": chat.lookup(key),
        "reporter": reporter_of(chat, key),
        "received_at": epoch_ms(now),
        "level": category.level,
        "category": category.code,
        "categories": ",".join(confirmed[:MOST_CATEGORIES]),
        "judged": ",".join(draft.judged[:MOST_CATEGORIES]),
        "severity": taxonomy.severity(
            category.code, money=draft.money is not None, retaliation=taxonomy.RETALIATION in confirmed
        ),
        "restricted": draft.denunciation_like,
        "province": draft.province,
        "commune": draft.commune,
        "office": draft.office,
        "procedure_code": draft.procedure or dossier.get("procedure_code"),
        "procedure_version": draft.procedure_version if draft.procedure else dossier.get("procedure_version"),
        "dossier": key.lookup("case-dossier", dossier["code"]) if "code" in dossier else None,
        "days_late": dossier.get("days_late"),
        "money": draft.money,
        "verdict": demand.verdict if demand else None,
        "paper": demand.paper if demand else None,
        "for_other": draft.for_other,
        "wants_person": draft.wants_person,
        "channel": chat.channel,
        "language": language,
        "sketch": Sketcher(key).sketch(narrative_of(draft)),
    }
    for column, width in _WIDTHS.items():
        columns[column] = columns[column][:width] if columns[column] else None
    return columns


def draft_lookup(draft: ReportDraft, key: ServerKey) -> str:
    return key.lookup("case-draft", draft.id)
