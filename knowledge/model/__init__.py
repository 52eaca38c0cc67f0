"""Procedures in the terms of CPSV-AP, the European vocabulary for public services, as far as the portal fills it."""

from __future__ import annotations

from knowledge.model.local import FormFile, HeadingReading, LocalAdditions, SameDay, ShortenedTime
from knowledge.model.parts import (
    CaseTime,
    ChannelType,
    Cost,
    CostType,
    Decision,
    Evidence,
    EvidenceKind,
    LegalResource,
    PublicOrganisation,
    ServiceChannel,
    Source,
    TimeUnit,
)
from knowledge.model.service import PublicService

__all__ = [
    "CaseTime",
    "ChannelType",
    "Cost",
    "CostType",
    "Decision",
    "Evidence",
    "EvidenceKind",
    "FormFile",
    "HeadingReading",
    "LegalResource",
    "LocalAdditions",
    "PublicOrganisation",
    "PublicService",
    "SameDay",
    "ServiceChannel",
    "ShortenedTime",
    "Source",
    "TimeUnit",
]
