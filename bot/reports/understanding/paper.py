"""The paper that an office demanded, picked out of a story: "bắt nộp thêm giấy xác nhận tình trạng hôn nhân"."""

from __future__ import annotations

import re

from knowledge.search.text import fold

_ASKED = r"(?:bat|doi|yeu cau|doi hoi|bao|keu|cu doi|hoi)"
#: "chồng em phải", "bà con đi": whoever it is, in a few words.
_WHOM = r"(?:\s+\w+){0,4}?"
_TO_BRING = r"\s+(?:nop|co|xin|bo sung|bo xung|lay|dua|mang|lam|kem|xuat trinh|photo|cong chung)"
_MORE = r"(?:\s+(?:them|du|kem|theo|lai|ra))*"
_SHORT = r"doi them|bat them|doi|nop them|bo sung them|phai co them|thieu"
_PHRASE = re.compile(rf"\b(?:{_ASKED}{_WHOM}{_TO_BRING}{_MORE}|{_SHORT})\s+")
_CONNECTIVES = "moi (?:chiu|nhan|lam|cho)|trong khi|ma|du|mac du|vi|thi moi|nhung|de moi|roi moi|dong thoi|xong lai"
_ERRAND = r"(?:khi|luc|de)\s+(?:toi |em |minh |di )?(?:lam|dang ky|nop|xin|di|cap|khai|nhap|sang|chuyen)"
_IS_IT = r"(?:co (?:dung|phai|hop ly|can|bat buoc)|dung khong|phai khong|la dung|thi dung)"
_END = re.compile(rf"[.;!?\n]|,\s|\s(?:{_CONNECTIVES})\b|\s{_ERRAND}\b|\s{_IS_IT}\b")
_PAPER = re.compile(
    r"\b(?:giay|so|don|ban (?:sao|goc|cam ket|ve)|xac nhan|cccd|can cuoc|ho khau|anh|photo|cong chung|chung thuc"
    r"|hop dong|phieu|to khai|bien lai|hoa don|the|trich luc|cam ket|quyet dinh|ly lich)\b"
)
MOST = 200


def demand_in(text: str) -> str | None:
    """The words that name what was demanded, as typed; None when no paper stands behind a demand."""
    folded = fold(text)
    if len(folded) != len(text):  # letters that fold to several would shift what is cut out
        text = folded
    for match in _PHRASE.finditer(folded):
        rest = folded[match.end() : match.end() + MOST]
        end = _END.search(rest)
        cut = end.start() if end else len(rest)
        if _PAPER.search(rest[:cut]):
            return text[match.end() : match.end() + cut].strip(" ,.:\"'")
    return None
