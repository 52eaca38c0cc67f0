"""The shipped tables of provinces and communes, and the names they are known by, old ones included."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.search.files import read_table
from knowledge.search.text import fold, words

DATA = Path(__file__).parent / "data"
#: In a shorter name one letter more or less is another name.
SHORTEST_MENDED = 5
_KIND = r"(?:phường|xã|thị trấn|đặc khu)"
_OLD = re.compile(rf"(?P<kind>{_KIND})\s+(?P<name>[A-ZĐÀ-Ỹ0-9][^,;()]*?)(?=\s*(?:[,;()]|$|\bvà\b))", re.IGNORECASE)
_IN_DISTRICT = re.compile(r"\((?P<district>(?:huyện|quận|thị xã|thành phố|tx|tp)\.?\s+[^)]+)\)", re.IGNORECASE)
_PREFIX = re.compile(rf"^(?:tỉnh|thành phố|{_KIND})\s+", re.IGNORECASE)

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a commune: `old` when it is that of a unit merged into it, `kind` its folded prefix ("phuong")."""

    commune: str
    written: str
    kind: str
    old: bool


@dataclass(frozen=True)
class Gazetteer:
    """Names by folded words without prefix.

    :ivar provinces: name by code; :ivar communes: (name, province code) by code
    :ivar province_names: code and whether the name is a former one, by key
    :ivar names: communes by key; :ivar districts: communes of former districts by key
    """

    provinces: dict[str, str]
    communes: dict[str, tuple[str, str]]
    province_names: dict[Key, tuple[str, bool]]
    names: dict[Key, list[Name]]
    districts: dict[Key, set[str]]


def key_of(name: str) -> Key:
    """Folded words of a name without its prefix; "Quận 1" keeps it, for nobody calls it "1"."""
    bare = _PREFIX.sub("", name.strip())
    return tuple(words(fold(name if bare.isdigit() else bare)))


def name_of(code: str) -> str:
    """A province, or a commune with its province, for a person to read; an unknown code as it is."""
    known = gazetteer()
    if code in known.communes:
        commune, province = known.communes[code]
        return f"{commune}, {known.provinces[province]}"
    return known.provinces.get(code, code)


@cache
def gazetteer() -> Gazetteer:
    """The shipped names, read once. :raises KnowledgeRejected: a table is malformed."""
    provinces, province_names = _provinces()
    found = Gazetteer(provinces, {}, province_names, defaultdict(list), defaultdict(set))
    for row in read_table(
        DATA / "communes.tsv", ("code", "province", "name", "merged_from"), ("code", "province", "name")
    ):
        found.communes[row["code"]] = (row["name"], row["province"])
        _add_name(found, row["code"], row["name"], old=False)
        _add_former(found, row["code"], row["name"], row["merged_from"])
    _add_numbered_districts(found)
    return found


def _provinces() -> tuple[dict[str, str], dict[Key, tuple[str, bool]]]:
    names: dict[str, str] = {}
    keys: dict[Key, tuple[str, bool]] = {}
    for row in read_table(DATA / "provinces.tsv", ("code", "name", "merged_from"), ("code", "name")):
        names[row["code"]] = row["name"]
        former = re.split(r",|\bvà\b|\.", row["merged_from"].split(". Từ")[0])
        for old in former:
            if old.strip():
                keys.setdefault(key_of(old), (row["code"], True))
        keys[key_of(row["name"])] = (row["code"], False)
    codes = {name: code for code, name in names.items()}
    for row in read_table(DATA / "aliases.tsv", ("name", "stands_for")):
        keys.setdefault(tuple(row["name"].split()), (codes[row["stands_for"]], False))
    return names, keys


def _add_name(found: Gazetteer, code: str, name: str, old: bool) -> None:
    kind = _PREFIX.match(name)
    key = key_of(name)
    if key and not any(known.commune == code and known.old <= old for known in found.names[key]):
        found.names[key].append(Name(code, name, fold(kind[0]).strip() if kind else "", old))


def _add_former(found: Gazetteer, code: str, name: str, merged_from: str) -> None:
    for match in _OLD.finditer(merged_from):
        old = f"{match['kind'].capitalize()} {match['name'].strip()}"
        if fold(old) != fold(name):
            _add_name(found, code, old, old=True)
    for match in _IN_DISTRICT.finditer(merged_from):
        found.districts[tuple(words(fold(_without_kind(match["district"]))))].add(code)


def _without_kind(district: str) -> str:
    bare = re.sub(r"^(?:huyện|quận|thị xã|thành phố|tx|tp)\.?\s+", "", district, flags=re.IGNORECASE)
    return district if bare.isdigit() else bare


def _add_numbered_districts(found: Gazetteer) -> None:
    by_name = {(province, key_of(name)): code for code, (name, province) in found.communes.items()}
    for row in read_table(DATA / "districts.tsv", ("district", "province", "communes")):
        codes = {by_name[row["province"], key_of(name)] for name in row.several("communes")}
        found.districts[tuple(words(fold(row["district"])))] |= codes


@cache
def names_within(province: str) -> tuple[tuple[str, str], ...]:
    """Folded names, long enough to be mended, and the commune's code, of one province."""
    known = gazetteer()
    return tuple(
        (" ".join(key), name.commune)
        for key, names in known.names.items()
        for name in names
        if known.communes[name.commune][1] == province and len(" ".join(key)) >= SHORTEST_MENDED
    )
