"""From a place as people type it to today's province and commune."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from bot.places.gazetteer import Gazetteer, Key, Name, gazetteer, names_within
from knowledge.search.text import fold, marks_agree, words

MOST = 8
#: No name reaches over a comma, or over the province.
BORDER = "|"
LONGEST = 6
#: A commune's own name, a former one, its former district, a word that is one letter off.
OWN, FORMER, DISTRICT, NEAR, KIND = 4.0, 3.0, 1.5, 2.0, 1.0
WRONG_MARKS = 1.5
_SHORT = (
    (re.compile(r"\b(?:p|f|ph)\s*\.?\s*(?=\d)"), "phuong "),
    (re.compile(r"\b(?:p|ph)\s*\.\s*|^(?:p|ph)\s+"), "phuong "),
    (re.compile(r"\bq\s*\.?\s*(?=\d)"), "quan "), (re.compile(r"\bq\s*\.\s*"), "quan "),
    (re.compile(r"\b(?:tx)\s*\.?\s+"), "thi xa "), (re.compile(r"\btt\s*\.?\s+(?!hue)"), "thi tran "),
    (re.compile(r"\bh\s*\.\s*"), "huyen "), (re.compile(r"\bx\s*\.\s*"), "xa "),
    (re.compile(r"\btp\s*\.?\s*(?=hcm|hn)"), "tp"), (re.compile(r"\btp\s*\.?\s+"), "thanh pho "),
    (re.compile(r"\bt\s*\.\s*"), "tinh "),
)  # fmt: skip
_COMMUNE_KINDS = {("phuong",): "phuong", ("xa",): "xa", ("thi", "tran"): "thi tran", ("dac", "khu"): "dac khu"}
_DISTRICT_KINDS = (("quan",), ("huyen",), ("thi", "xa"), ("thanh", "pho"))


@dataclass(frozen=True, slots=True)
class Place:
    """A place of today.

    :ivar commune: code, None when only the province is known
    :ivar formerly: the name of the merged unit, district or province that was typed, None when it is today's
    :ivar strength: for ranking alone
    """

    province: str
    province_name: str
    commune: str | None
    commune_name: str | None
    formerly: str | None
    strength: float


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int


def find(text: str) -> list[Place]:
    """Places that the text may mean, likeliest first, at most eight; several when it is ambiguous, none when unknown.

    Marks may be missing; former wards, districts and provinces lead to what they became.
    """
    known = gazetteer()
    typed = words(text)
    parts = [words(part) for part in re.split(r"[,;/()\n]", _expanded(fold(text)))]
    folded = [token for part in parts if part for token in (*part, BORDER)][:-1]
    if not folded:
        return []
    province = _province(known, folded)
    rest = folded if province is None else _without(folded, province[1])
    scores, formerly = _scored(known, rest, typed, province[0] if province else None)
    if not scores and province is None:
        return []
    if not scores and province is not None:
        return [_place(known, province[0], None, province[2], 1.0)]
    best = max(scores.values())
    ranked = sorted((code for code, s in scores.items() if s > best - 1.0), key=lambda c: (-scores[c], c))
    return [_place(known, known.communes[c][1], c, formerly.get(c), scores[c]) for c in ranked[:MOST]]


def _without(tokens: list[str], province: _Span) -> list[str]:
    """The tokens with a border where the province and its "tỉnh" or "thành phố" stood."""
    start = province.start
    for prefix in (["tinh"], ["thanh", "pho"]):
        if tokens[max(0, start - len(prefix)) : start] == prefix:
            start -= len(prefix)
    return [*tokens[:start], BORDER, *tokens[province.end :]]


def _expanded(folded: str) -> str:
    for pattern, full in _SHORT:
        folded = pattern.sub(full, folded)
    return folded


def _spans(tokens: list[str]) -> Iterator[tuple[int, int, Key]]:
    for size in range(min(LONGEST, len(tokens)), 0, -1):
        for start in range(len(tokens) - size, -1, -1):
            key = tuple(tokens[start : start + size])
            if BORDER not in key:
                yield start, start + size, key


def _province(known: Gazetteer, tokens: list[str]) -> tuple[str, _Span, str | None] | None:
    """The province named; the last one, and never one that is said to be a commune or a district."""
    best: tuple[int, int, str, bool] | None = None
    for start, end, key in _spans(tokens):
        found = known.province_names.get(key)
        if found is None or _kind_before(tokens, start, province=True):
            continue
        clear = start == 0 or end == len(tokens) or tokens[start - 1] in ("tinh", BORDER)
        if clear and (best is None or end > best[1]):
            best = (start, end, *found)
    if best is None:
        return None
    start, end, code, old = best
    return code, _Span(start, end), " ".join(tokens[start:end]) if old else None


def _kind_before(tokens: list[str], start: int, province: bool = False) -> str:
    for kind in (*_COMMUNE_KINDS, *_DISTRICT_KINDS):
        if tuple(tokens[max(0, start - len(kind)) : start]) == kind:
            if province and kind == ("thanh", "pho"):
                return ""
            return " ".join(kind)
    return ""


def _scored(
    known: Gazetteer, tokens: list[str], typed: list[str], province: str | None
) -> tuple[dict[str, float], dict[str, str]]:
    scores: dict[str, float] = defaultdict(float)
    formerly: dict[str, str] = {}
    taken: set[int] = set()
    for start, end, key in _spans(tokens):
        if taken & set(range(start, end)) or (key not in known.names and key not in known.districts):
            continue
        kind = _kind_before(tokens, start)
        if len(key) == 1 and not kind and len(tokens) > 2:
            continue
        gained, names = _gains(known, key, kind, typed, province)
        if gained:
            taken |= set(range(start, end))
        for code, value in gained.items():
            if value > 0 and code not in formerly and names.get(code):
                formerly[code] = names[code]
            scores[code] += value
    if not scores and province is not None and any(token != BORDER for token in tokens):
        scores |= _near(tokens, province)
    return dict(scores), formerly


def _gains(
    known: Gazetteer, key: Key, kind: str, typed: list[str], province: str | None
) -> tuple[dict[str, float], dict[str, str]]:
    """What each commune gains by these words, and the former name they are."""
    gained: dict[str, float] = defaultdict(float)
    names: dict[str, str] = {}
    district = kind in {" ".join(k) for k in _DISTRICT_KINDS} or key[0] == "quan"
    for name in known.names.get(key, ()):
        if province is not None and known.communes[name.commune][1] != province:
            continue
        value = (FORMER if name.old else OWN) + (KIND if kind == name.kind else 0.0) - (1.0 if district else 0.0)
        value -= 0.0 if _agree(typed, name, key) else WRONG_MARKS
        if value > gained[name.commune]:
            gained[name.commune] = value
            names[name.commune] = name.written if name.old else ""
    if district or not kind:
        for code in known.districts.get(key, ()):
            if province is None or known.communes[code][1] == province:
                gained[code] += DISTRICT
                names.setdefault(code, " ".join(key))
    return gained, names


def _agree(typed: list[str], name: Name, key: Key) -> bool:
    """Whether the marks that were typed can be those of the name."""
    written = words(name.written)[-len(key) :]
    spelled = [[word for word in typed if fold(word) == part] or [part] for part in key]
    return all(any(marks_agree(t, want) for t in some) for some, want in zip(spelled, written, strict=False))


def _near(tokens: list[str], province: str) -> dict[str, float]:
    """Communes of the province whose name is one letter off."""
    phrases = {" ".join(key) for _, _, key in _spans(tokens)}
    return {
        commune: NEAR
        for written, commune in names_within(province)
        if any(abs(len(p) - len(written)) <= 1 and p[0] == written[0] and _one_off(p, written) for p in phrases)
    }


def _one_off(a: str, b: str) -> bool:
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1
    short, long = sorted((a, b), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _place(known: Gazetteer, province: str, commune: str | None, formerly: str | None, strength: float) -> Place:
    name = known.communes[commune][0] if commune else None
    return Place(province, known.provinces[province], commune, name, formerly or None, strength)
