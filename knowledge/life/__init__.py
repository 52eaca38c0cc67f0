"""The life of an entry: draft, review, published, archived; versions that never change; who answers for it."""

from knowledge.life.desk import KnowledgeLife
from knowledge.life.diff import FieldChange, diff
from knowledge.life.entries import Also, Entries
from knowledge.life.model import (
    Draft,
    DraftRow,
    DraftState,
    EditedMeanwhile,
    Entry,
    LifeError,
    NoSuchDraft,
    NoSuchEntry,
    NothingChanged,
    NotNow,
    OwnWork,
    VersionRow,
)

__all__ = [
    "Also",
    "Draft",
    "DraftRow",
    "DraftState",
    "EditedMeanwhile",
    "Entries",
    "Entry",
    "FieldChange",
    "KnowledgeLife",
    "LifeError",
    "NoSuchDraft",
    "NoSuchEntry",
    "NotNow",
    "NothingChanged",
    "OwnWork",
    "VersionRow",
    "diff",
]
