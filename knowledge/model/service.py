"""One administrative procedure (CPSV-AP PublicService)."""

from __future__ import annotations

from datetime import date

from pydantic import ConfigDict

from knowledge.model.local import LATER_FIELDS, NOTHING_LOCAL, LocalAdditions
from knowledge.model.parts import (
    CaseTime,
    ChannelType,
    Decision,
    Evidence,
    LegalResource,
    Part,
    PublicOrganisation,
    ServiceChannel,
    Source,
    TimeUnit,
)


class PublicService(Part):
    """A procedure of the national portal, nothing lost; what the office adds stands apart in `local`.

    What null means, by field:
      title_en               the portal gives no English name
      competent_authority    the portal names none
      submission_place       the portal names no receiving place of its own: use the authority and the channels' texts
      processing_time        the portal gives no time; see `time_mentions` and `case_times`, both to be confirmed
      processing_days        there is no one plain number
      processing_unit        with a number: the portal says only "ngày"
      cost                   the portal lists no fee, which is NOT the same as free
      conditions             none listed
    `cost` is the portal's fee in one text, the channels carry it split up. `quality_flags` name what is doubtful.
    CPSV-AP's `status` and `description` have no counterpart in the source; the store keeps what is published.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    identifier: str
    title: str
    title_en: str | None
    sector: str
    level: str
    competent_authority: PublicOrganisation | None
    submission_place: str | None
    channel_types: tuple[ChannelType, ...]
    evidences: tuple[Evidence, ...]
    processing_time: str | None
    processing_days: int | float | None
    processing_unit: TimeUnit | None
    cost: str | None
    steps: tuple[str, ...]
    output: str
    conditions: str | None
    legal_resources: tuple[LegalResource, ...]
    forms: tuple[str, ...]
    channels: tuple[ServiceChannel, ...]
    audience: tuple[str, ...]
    promulgated_by: PublicOrganisation
    decision: Decision
    quality_flags: tuple[str, ...]
    fully_online: bool
    modified: date
    source: Source
    priority: int
    time_mentions: tuple[str, ...]
    case_times: tuple[CaseTime, ...]
    local: LocalAdditions = NOTHING_LOCAL

    def canonical(self) -> bytes:
        """As it is stored, hashed and compared: without `local` while nothing is added, as the shipped records are, and
        without its later fields while they are empty, so that the fingerprints of older versions stand."""
        if self.local == NOTHING_LOCAL:
            return self.model_dump_json(exclude={"local"}).encode()
        empty = {name for name in LATER_FIELDS if not getattr(self.local, name)}
        return self.model_dump_json(exclude={"local": empty} if empty else None).encode()

    def flagged(self, flag: str) -> bool:
        """Whether the collectors of the data marked this record with the flag."""
        return flag in self.quality_flags
