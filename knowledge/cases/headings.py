"""What each heading over the rows of a table of papers is. Read by people, one by one: knowledge/data/headings.jsonl.

Kinds:
  case     an alternative between which the citizen chooses
  section  rows that always apply ("Giấy tờ phải nộp"); `role` hand_in when the rows are papers despite their counts
  show     papers only to show
  notes    guidance
  addon    applies in addition, under a condition ("trường hợp ủy quyền")
  remark   a remark on its rows ("bản sao hợp lệ là được"); the rows themselves always apply
  other    papers that somebody else makes: the agency, the employer, the school
`one_of`: one paper of the group is enough. `branch`: cases that share it are asked for in two steps.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal

from knowledge.model import PublicService

HeadingKind = Literal["case", "section", "show", "notes", "addon", "remark", "other"]
REVIEWED = Path(__file__).parents[1] / "data" / "headings.jsonl"
KEY_BYTES = 3
# Headings that say no more than the kind does; they are not worth repeating to a citizen.
PLAIN = re.compile(r"^\W*(?:giấy tờ phải (?:nộp|xuất trình)|thành phần hồ sơ|lưu ý|bao gồm)\W*$", re.IGNORECASE)

# A heading that nobody has read yet (an administrator's import) must hide nothing: it is never taken for a case.
UNREAD_KINDS: tuple[tuple[str, HeadingKind], ...] = ((r"xuất trình", "show"), (r"^\W*lưu ý", "notes"))


@dataclass(frozen=True)
class Label:
    vi: str
    en: str

    def text(self, language: str) -> str:
        return self.en if language == "en" else self.vi


@dataclass(frozen=True)
class Heading:
    """:ivar rank: place in the reviewed file, which is the order in which options are offered."""

    text: str
    kind: HeadingKind
    label: Label | None = None
    one_of: bool = False
    hand_in: bool = False
    branch: Label | None = None
    rank: int = 0

    @property
    def key(self) -> str:
        """Six characters [0-9a-f] for button data; they stay the same when rows are added or moved."""
        return short_key(self.text)

    @property
    def plain(self) -> bool:
        return PLAIN.match(self.text) is not None

    @property
    def branch_key(self) -> str | None:
        return short_key(self.branch.vi) if self.branch else None


def heading_of(code: str, text: str) -> Heading:
    """The reviewed heading, as meant in this procedure; for an unread one, the harmless guess."""
    reviewed = _reviewed()
    return reviewed.get((code, text)) or reviewed.get((None, text)) or Heading(text, _unread_kind(text))


def heading_in(service: PublicService, text: str) -> Heading:
    """The heading as the office reads it for this procedure (`service.local`), else as everybody does."""
    known = heading_of(service.identifier, text)
    for place, reading in enumerate(service.local.headings):
        if reading.text == text:
            label = Label(reading.label_vi, reading.label_en or reading.label_vi) if reading.label_vi else known.label
            # Those nobody had read come behind the reviewed ones, in the office's order.
            rank = known.rank if known.label else len(_reviewed()) + place
            return replace(known, kind=reading.kind, label=label, one_of=reading.one_of, rank=rank)
    return known


def reviewed_headings() -> list[tuple[str | None, Heading]]:
    """Every reviewed row: the code it is for (None: all procedures), and the heading."""
    return [(code, heading) for (code, _), heading in _reviewed().items()]


def short_key(text: str) -> str:
    return blake2b(text.encode(), digest_size=KEY_BYTES).hexdigest()


@cache
def _reviewed() -> dict[tuple[str | None, str], Heading]:
    found: dict[tuple[str | None, str], Heading] = {}
    for rank, line in enumerate(REVIEWED.read_text("utf-8").splitlines()):
        row = json.loads(line)
        for code in row.get("codes") or [None]:
            found[code, row["heading"]] = _heading(row, rank)
    return found


def _heading(row: dict[str, Any], rank: int) -> Heading:
    return Heading(
        text=row["heading"],
        kind=row["kind"],
        label=Label(row["vi"], row["en"]) if "vi" in row else None,
        one_of=row.get("one_of", False),
        hand_in=row.get("role") == "hand_in",
        branch=Label(**row["branch"]) if "branch" in row else None,
        rank=rank,
    )


def _unread_kind(text: str) -> HeadingKind:
    return next((kind for pattern, kind in UNREAD_KINDS if re.search(pattern, text, re.IGNORECASE)), "section")
