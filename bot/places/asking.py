"""Whether a sentence asks where papers are handed in, and which commune it names. Marks may be missing."""

from __future__ import annotations

import re

from bot.places.finder import Place, find
from knowledge.search.text import fold

_POLITE = (
    r"(?:(?:a|e|m|mn|moi nguoi|bac|co|chu|shop|alo|ad|admin|anh|chi|em|toi|minh|con|chau|cho|xin|hoi|oi|thi|vay|muon"
    r"|can|phai|la|co the|biet|thu tuc|nay|thi phai|minh phai|ma|gio|bay gio|thi gio|dc|duoc)\s+)*"
)
_WHERE = r"(?:o dau|cho nao|o cho nao|noi nao|dau|tai dau|o noi nao|cho mo)"
_PAPERS = r"(?:(?:ho so|giay to|giay|don|no|cai nay|thu tuc nay|ho so nay|giay to nay)\s+)?"
_END = (
    r"(?:\s+(?:vay|a|ah|ha|the|nhi|ban|ad|em|anh|chi|duoc|dc|khong|ko|k|z|v|zay|vay a|the a|voi|gan nhat|bay gio|mn"
    r"|shop))*"
)
_ASKS = (
    re.compile(rf"{_POLITE}(?:nop|di nop|dem nop) {_PAPERS}{_WHERE}{_END}(?:\s+(?:o|tai)?\s*(?P<place>.+))?"),
    re.compile(rf"{_POLITE}(?:noi|cho|dia diem|dia chi) nop ho so{_END}(?:\s+(?:o|tai)?\s*(?P<place>.+))?"),
    re.compile(
        rf"{_POLITE}(?:{_WHERE} )?(?:co )?(?:dia chi |noi |so dien thoai )?(?:trung tam (?:phuc vu )?hanh chinh cong"
        rf"|bo phan mot cua|mot cua|van phong mot cua)(?: {_WHERE}| gan nhat| gan day| gan toi| mo cua| may gio"
        rf"| lam viec| den| luc| dong cua| co| thu bay| khong)*{_END}(?:\s+(?:o|tai)?\s*(?P<place>.+))?"
    ),
    re.compile(
        r"(?:so )?where (?:do|can|should|must) i (?:file|submit|hand in)(?: it| this| them| my papers| papers)?"
    ),
    re.compile(r"(?:nearest|where is the(?: nearest)?) one-?\s?stop (?:office|desk|shop|centre|center)"),
)
_STOPS = re.compile(r"[?!.…]+")
#: Longer sentences tell a story; the search reads those.
MOST_WORDS = 16
#: A commune is named clearly enough to take it for one.
CLEARLY = 4.0
_KIND = re.compile(r"\b(?:phuong|xa|thi tran|dac khu|quan|huyen|tinh|thanh pho|tp|tx|p|q|h)\b")


def asks_where(text: str) -> tuple[bool, list[Place]]:
    """Whether ``text`` asks where to file in general, naming no procedure; and the places it names."""
    folded = " ".join(_STOPS.sub(" ", fold(text)).split())
    if len(folded.split()) > MOST_WORDS:
        return False, []
    for pattern in _ASKS:
        match = pattern.fullmatch(folded)
        if match is None:
            continue
        named = match.groupdict().get("place")
        if not named:
            return True, []
        # The words as typed, for the marks tell "Phú" from "Phụ".
        places = find(" ".join(text.split()[-len(named.split()) :]))
        if places:
            return True, places
    return False, []


def names_place(text: str) -> bool:
    """Whether it is said that this is a place: "phường …", "tp …", or a name known well and nothing else."""
    found = find(text)
    return bool(found) and (_KIND.search(fold(text)) is not None or (found[0].strength >= CLEARLY and len(text) < 40))
