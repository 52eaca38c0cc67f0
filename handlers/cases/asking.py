"""Whether a message asks how one's own report gets on, in words without its number."""

from __future__ import annotations

import re

from knowledge.search.text import fold

#: One's own: "phản ánh của tôi", "kiến nghị đã gửi", "my report".
_OWN = re.compile(
    r"\b(?:phan anh|kien nghi|to cao)\b.{0,20}"
    r"\b(?:cua (?:toi|minh|em|tui|mk)|toi (?:da )?gui|da gui|hom truoc|hom no)\b"
    r"|\b(?:theo doi|xem lai|tra cuu|kiem tra)\s+(?:cac |nhung )?(?:phan anh|kien nghi)\b"
    r"|\bmy (?:report|reports|feedback|complaint)\b"
)
#: What has become of it.
_BECAME = re.compile(
    r"\b(?:toi dau|den dau|ket qua|the nao|ra sao|sao roi|xong chua|xu ly|giai quyet|tra loi|phan hoi|tinh hinh|xem"
    r"|theo doi|tra cuu|kiem tra|status|answer|going|result|where|follow|see|check)\b"
)
#: Longer than such a question is.
_MOST = 120


def asks_for_case(text: str) -> bool:
    if len(text) > _MOST:
        return False
    folded = fold(text)
    return _OWN.search(folded) is not None and _BECAME.search(folded) is not None
