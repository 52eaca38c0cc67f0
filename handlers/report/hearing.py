"""What a message wants, as far as words tell it: a person, a report, or an answer."""

from __future__ import annotations

import re
from typing import Literal

from bot.reports.judging import shipped_judge
from bot.reports.taxonomy import PRAISE_OR_IDEA
from knowledge.search.text import fold

Heard = Literal["grievance", "praise"]
#: Of the questions about procedures that the judge takes for a grievance, one in fifteen is so sure; of grievances
#: nearly all are (tests/handlers/report/test_hearing.py).
LIKELY = 0.35
#: Below this, what the search can answer is answered first.
SURE = 0.5

#: The forms of a question.
_ASKS = re.compile(
    r"\?|\b(?:bao nhieu|bao lau|may ngay|o dau|cho nao|the nao|nhu the nao|can gi|can nhung gi|giay to gi|la gi|gi vay"
    r"|duoc khong|dung khong|phai khong|co phai|ra sao|thi sao|lam sao|how|what|where|when|which)\b"
)
#: Wants somebody, not something.
_PERSON = re.compile(
    r"\b(?:gap|noi chuyen voi|trao doi voi|ket noi voi|chat voi)\s+(?:mot\s+)?(?:nguoi (?:that|ho tro|tu van|phu trach)"
    r"|nhan vien|can bo (?:ho tro|tu van|phu trach|xu ly)|thanh tra vien)"
    r"|\b(?:talk|speak) (?:to|with) (?:a )?(?:person|human)"
)
#: "Tôi muốn tố cáo cán bộ đòi tiền": what was done is told in half a sentence, or not yet.
_REPORTS = re.compile(
    r"\b(?:to cao|to giac|phan anh|khieu nai)\b.{0,30}"
    r"\b(?:can bo|cong chuc|nhan vien|chu tich|truong (?:phong|thon|ap)|ong|ba|anh|chi|co|thai do|phuong|xa)\b"
)
_PROCEDURE = re.compile(r"^\W*(?:thu tuc|ho so|mau don|don|cach)\b")
#: A longer text tells a story, whatever it begins with.
SHORT = 60
_FORMAL = re.compile(r"\b(?:thu tuc|don|mau|giai quyet|quyet dinh|luat|ho so)\b")
#: The judge of stories reads Vietnamese; visitors write these.
_ENGLISH = re.compile(
    r"\bbribe|\bcorrupt|\b(?:ask|asked|asking|demand\w*|want\w*)\b.{0,20}\b(?:for|me)\b.{0,20}(?:money|cash|gift|envelope|\d+\s*k\b)"
    r"|\b(?:officer|official|clerk|staff|office|they)\b.{0,40}\b(?:rude|shout\w*|refus\w*|harass\w*|threaten\w*|insult\w*)"
    r"|\b(?:report|complain about)\b.{0,20}\b(?:officer|official|clerk|staff|office)"
)


def asks_question(text: str) -> bool:
    return _ASKS.search(fold(text)) is not None


def asks_person(text: str) -> bool:
    return _PERSON.search(fold(text)) is not None


def is_doubtful(text: str) -> bool:
    """It may well be a question about a procedure that tells of trouble besides."""
    return asks_question(text) or (not _says_so(text) and shipped_judge().judge(text).confidence < SURE)


def heard_in(text: str) -> Heard | None:
    """Whether a message reads like the beginning of a report, and of which kind."""
    if _says_so(text):
        return "grievance"
    if len(text) <= SHORT and _PROCEDURE.search(fold(text)):
        return None
    judged = shipped_judge().judge(text)
    if judged.categories[:1] == (PRAISE_OR_IDEA,) and not judged.grievance:
        return "praise"
    if judged.grievance and judged.confidence >= LIKELY:
        return "grievance"
    return None


def _says_so(text: str) -> bool:
    """In so many words, so that no judging is needed."""
    folded = fold(text)
    if _ENGLISH.search(folded):
        return True
    return _REPORTS.search(folded) is not None and _FORMAL.search(folded) is None and not asks_question(text)
