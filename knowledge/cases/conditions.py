"""Rows that begin "Trường hợp …" or end "… trong trường hợp …": the condition and the paper, told apart by rule.

Both parts are words of the row itself; where the rule is not sure the row stays whole. The row remains verbatim in the
model, so that nothing hangs on this rule but the order and the short form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

LONGEST_CONDITION = 230
ENUMERATOR = re.compile(r"^\s*(?:[-+*⃰•.]\s*)*(?:\(?(?:[ivx]{1,4}|\d+(?:\.\d+)*|[a-zđ]\d?)[.)]\)?\s*)?(?:[-+*•]\s*)*")
# What the portal writes before a condition -> how the condition is led in when it stands before its paper.
LEADS = (
    ("Trong trường hợp", "nếu"),
    ("Đối với trường hợp", "nếu"),
    ("Đối với", "đối với"),
    ("Trường hợp", "nếu"),
    ("Nếu", "nếu"),
    ("Khi", "khi"),
)
AT_START = re.compile(rf"^({'|'.join(lead for lead, _ in LEADS)})\s+", re.IGNORECASE)
# Between condition and paper. What follows must be about bringing a paper, else the row is guidance and stays whole.
BRING = r"(?:có(?!\s+thể)|nộp|bổ sung|kèm|xuất trình)(?:\s+(?:thêm|lại|theo))?"
TURN = re.compile(
    rf",?\s+thì\s+(?:(?:phải\s+|cần\s+)?{BRING}|cần thêm|thay thế bằng"
    r"|hồ sơ\s+(?:là|gồm|bao gồm|còn có|(?:đăng ký hộ kinh doanh )?(?:phải )?kèm theo))\s*:?\s+"
    rf"|,?\s+phải\s+{BRING}\s+"
    r"|,\s+(?:bổ sung|nộp thêm|hồ sơ (?:kèm theo )?(?:bao )?gồm:?)\s+"
)
COLON = re.compile(r":\s+(?:bổ sung\s+)?")
BY_WAY = re.compile(r"\s*\((?:[^()]*?[,\s])?(nếu)\s+([^()]*(?:nộp|gửi) hồ sơ[^()]*)\)", re.IGNORECASE)
IN_BRACKETS = re.compile(r"\s*\((?:[^()]*?,?\s)?(nếu|trong trường hợp|đối với trường hợp|đối với)\s+([^()]+)\)")
AT_END = re.compile(r",?\s+(trong trường hợp|đối với trường hợp|đối với|nếu)\s+(.+)$", re.IGNORECASE)
EXCEPT = re.compile(r"\b(?:trừ|ngoại trừ|không)\s*$", re.IGNORECASE)
ONLINE = re.compile(r"trực tuyến|cổng dịch vụ công", re.IGNORECASE)
ON_PAPER = re.compile(r"trực tiếp|bưu chính", re.IGNORECASE)
FILING = re.compile(r"nộp (?:hồ sơ|qua)|gửi hồ sơ|hình thức", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[^\s.]{2})[.;]\s+(?=\S)")


@dataclass(frozen=True)
class Split:
    """:ivar condition: begins with "nếu", "đối với" or "khi"; None when the row states none or the rule is not sure
    :ivar paper: the row without its condition
    :ivar conditional: the row applies to some only, even where no condition could be cut out
    """

    condition: str | None
    paper: str
    conditional: bool

    @property
    def by_channel(self) -> bool:
        """The condition only tells by which way the papers come: the paper is due for everybody who comes that way."""
        words = self.condition or ""
        return FILING.search(words) is not None and (ONLINE.search(words) or ON_PAPER.search(words)) is not None

    @property
    def way(self) -> Literal["online", "paper"] | None:
        """The way of filing that the condition names, when it names only one kind."""
        if not self.by_channel or self.condition is None:
            return None
        online, paper = ONLINE.search(self.condition), ON_PAPER.search(self.condition)
        return None if online and paper else "online" if online else "paper"


@lru_cache(2048)  # the papers of the procedures that are asked for now
def split(row: str) -> Split:
    """Tell condition and paper of one row apart."""
    text = row[ENUMERATOR.match(row).end() :] if ENUMERATOR.match(row) else row  # type: ignore[union-attr]
    found = _leading(text) or _trailing(text) or Split(None, text.strip(), False)
    sure = found.paper and found.paper.count("(") <= found.paper.count(")")
    return found if sure else Split(None, text.strip(), found.conditional)


def _leading(text: str) -> Split | None:
    lead = AT_START.match(text)
    if not lead:
        return None
    turn = TURN.search(text, lead.end()) or COLON.search(text, lead.end())
    if not turn or turn.start() - lead.end() > LONGEST_CONDITION or SENTENCE_END.search(text[: turn.start()]):
        return Split(None, text.strip(), True)
    condition = f"{_led(lead[1])} {text[lead.end() : turn.start()].strip(' ,')}"
    return Split(condition, _capital(text[turn.end() :]), True)


def _trailing(text: str) -> Split | None:
    end = SENTENCE_END.search(text)
    sentence = (text[: end.start()] if end else text).rstrip(" .;,")
    filing = BY_WAY.search(text)
    if filing:
        return Split(f"{_led(filing[1])} {filing[2].strip()}", sentence[: filing.start()].strip(" .;,"), True)
    for found in (*IN_BRACKETS.finditer(sentence), AT_END.search(sentence)):
        if not found or EXCEPT.search(sentence[: found.start()]) or len(found[2]) > LONGEST_CONDITION:
            continue
        if found[2].count("(") != found[2].count(")"):
            continue
        if found.re is IN_BRACKETS and found.end() < len(sentence):
            continue  # a remark inside the name of the paper, not a condition on all of it
        return Split(f"{_led(found[1])} {found[2].strip()}", sentence[: found.start()].strip(), True)
    return None


def _led(lead: str) -> str:
    return next(word for start, word in LEADS if start.lower() == lead.lower())


def _capital(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:]
