"""One row of the table of papers, read: what it asks of the citizen, when, and what to call it in short."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from knowledge.cases.conditions import ENUMERATOR, split
from knowledge.cases.headings import Heading, heading_in
from knowledge.cases.labels import reviewed_label, shortened
from knowledge.model import Evidence, PublicService

Role = Literal["hand_in", "show", "note"]
FORM = re.compile(
    r"^(?:\d+\s+)?(?:tờ khai|đơn\b|phiếu (?:đề nghị|yêu cầu|khai|đăng ký|thông tin)|giấy (?:đề nghị|khai\b(?! sinh))"
    r"|mẫu\b|bản khai|bản đăng ký|văn bản đề nghị|đề nghị|công văn đề nghị|thông báo về)",
    re.IGNORECASE,
)
TO_SHOW = re.compile(r"^(?:xuất trình|giấy tờ xuất trình)", re.IGNORECASE)


@dataclass(frozen=True)
class PaperItem:
    """:ivar number: place in the portal's table, counted from 1; with the code it names the row
    :ivar evidence: the row verbatim, with originals, copies and forms
    :ivar condition: when it applies, beginning with "nếu", "đối với" or "khi"; None: always, or see `conditional`
    :ivar label: short name, at most 60 characters
    :ivar form: an application form, which comes first
    :ivar way: due only when filing online, or only when filing on paper; None: in any way
    """

    number: int
    evidence: Evidence
    heading: Heading | None
    role: Role
    label: str
    condition: str | None
    conditional: bool
    form: bool
    way: Literal["online", "paper"] | None

    @property
    def caption(self) -> bool:
        """A line that only introduces other rows ("…một trong các giấy tờ sau:")."""
        row = self.evidence
        return row.originals == row.copies == 0 and row.name.rstrip().endswith(":")

    @property
    def section(self) -> Heading | None:
        """The heading over the row, when it tells whose or which papers these are."""
        named = self.heading and self.heading.kind in ("section", "show", "notes") and not self.heading.plain
        return self.heading if named else None

    @property
    def enumerator(self) -> str:
        """The portal's own number before the row, "" when there is none."""
        found = ENUMERATOR.match(self.evidence.name)
        return re.sub(r"[^\wđ.]", "", found[0]).rstrip(".") if found else ""


# A form that exists only on the portal's pages, also where the row does not say so.
INTERACTIVE = "điện tử tương tác"


def items_of(service: PublicService) -> list[PaperItem]:
    """Every row of the table, in the portal's order."""
    return [_item(service, number, row) for number, row in enumerate(service.evidences, start=1)]


def _item(service: PublicService, number: int, row: Evidence) -> PaperItem:
    heading = heading_in(service, row.heading) if row.heading is not None else None
    reviewed = reviewed_label(service.identifier, row.name)
    read = split(row.name)
    by_rule = read.conditional and not read.by_channel
    if reviewed:
        condition = reviewed.condition or (None if reviewed.unconditional else read.condition)
        conditional = not reviewed.unconditional and (by_rule or reviewed.condition is not None)
    else:
        condition, conditional = read.condition, by_rule
    return PaperItem(
        number=number,
        evidence=row,
        heading=heading,
        role=(reviewed.role if reviewed and reviewed.role else _role(row, heading)),
        label=reviewed.text if reviewed else shortened(read.paper),
        condition=condition,
        conditional=conditional,
        form=FORM.match(read.paper) is not None,
        way=read.way or ("online" if INTERACTIVE in row.name.lower() else None),
    )


def _role(row: Evidence, heading: Heading | None) -> Role:
    if heading and heading.kind == "notes":
        return "note"
    if row.kind == "present" or TO_SHOW.match(row.name[_enumerated(row.name) :]):
        return "show"
    if row.kind == "note":
        return "hand_in" if heading and heading.hand_in else "note"
    return "show" if heading and heading.kind == "show" else "hand_in"


def _enumerated(text: str) -> int:
    found = ENUMERATOR.match(text)
    return found.end() if found else 0
