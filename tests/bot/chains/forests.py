"""Random forests of agencies, and the rule of conflict written a second time, slowly and by walking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product

from hypothesis import strategies as st

from bot.agencies import Agency
from bot.chains import Chains, shipped
from bot.staff import Scope

TODAY = date(2026, 3, 2)
PROVINCES = ("46", "48", None)
COMMUNES = {"46": ("19753", "19774"), "48": ("20194",)}
KINDS = ("ubnd_xa", "mot_cua_xa", "cong_an_xa", "cong_an_tinh", "so_nganh", "ubnd_tinh", "dat_dai", "bo")
PLACES = [
    Scope(province, commune, office)
    for province in PROVINCES
    for commune, office in product((*COMMUNES.get(province or "", ()), None), (*KINDS, None))
]
POSTS = [place for place in PLACES if place != Scope()]


def chains(agencies: Sequence[Agency]) -> Chains:
    return Chains(TODAY, 0, shipped().rules, {each.id: each for each in agencies})


@st.composite
def forests(draw: st.DrawFn) -> list[Agency]:
    """Superiors and successors have lower ids: no circle by superior alone, none by successor alone."""
    found: list[Agency] = []
    for number in range(1, draw(st.integers(1, 7)) + 1):
        province = draw(st.sampled_from(PROVINCES))
        commune = draw(st.sampled_from((*COMMUNES.get(province or "", ()), None)))
        earlier = st.sampled_from([None, *range(1, number)])
        successor = draw(earlier)
        ends = None if successor is None else TODAY + timedelta(days=draw(st.sampled_from((-1, 0, 1))))
        begins = draw(st.sampled_from((None, TODAY, TODAY + timedelta(days=1))))
        kind = draw(st.sampled_from((*KINDS, None)))
        found.append(
            Agency(number, str(number), (), "", kind, province, commune, draw(earlier), begins, ends, successor)
        )
    return found


# -- the rule, a second time -----------------------------------------------------------------------------------------


def closed(agencies: Sequence[Agency], post: Scope, case: Scope) -> bool:
    """As domain and threats have it: the office itself, what stands above and below it, its house in a commune."""
    return _by_kind(agencies, post, case) or _by_agency(agencies, post, case)


def _by_kind(agencies: Sequence[Agency], post: Scope, case: Scope) -> bool:
    if post.commune is not None and case.commune is not None:
        return case.commune in _kin(agencies, post.commune)
    if post.province is not None and case.province is not None and post.province != case.province:
        return False
    if post.commune is not None:
        return case.office is None or _level(case.office) in ("commune", "any")
    if post.office is None or case.office is None:
        return False
    return case.office in _kinds_up(post.office) or post.office in _kinds_up(case.office)


def _kinds_up(kind: str | None) -> list[str]:
    found = []
    while kind is not None:
        found.append(kind)
        kind = shipped().rules[kind].above
    return found


def _by_agency(agencies: Sequence[Agency], post: Scope, case: Scope) -> bool:
    """Any two agencies, one where the member may sit, one that the case may mean, of which one is over the other."""
    for mine in agencies:
        if not (_taking_part(mine) and _may_sit(agencies, post, mine)):
            continue
        for meant in agencies:
            if _placed(meant) and _may_mean(case, meant):
                ours, theirs = _today(agencies, mine), _today(agencies, meant)
                if ours == theirs or theirs in _up(agencies, ours) or ours in _up(agencies, theirs):
                    return True
    return False


def _may_sit(agencies: Sequence[Agency], post: Scope, agency: Agency) -> bool:
    if post.commune is not None and agency.commune is not None and agency.commune in _kin(agencies, post.commune):
        return True
    return post.office == agency.kind and _near(post, agency)


def _may_mean(case: Scope, agency: Agency) -> bool:
    if case.office is None:
        same = case.province is None or agency.province is None or case.province == agency.province
        return case.commune is not None and case.commune == agency.commune and same
    return case.office == agency.kind and _near(case, agency)


def _near(place: Scope, agency: Agency) -> bool:
    province = _level(agency.kind) == "central" or place.province is None or place.province == agency.province
    commune = place.commune is None or agency.commune is None or place.commune == agency.commune
    return province and commune


def _level(kind: str | None) -> str:
    return shipped().rules[kind].level if kind is not None else "any"


def _placed(agency: Agency) -> bool:
    if agency.kind is None:
        return False
    level = _level(agency.kind)
    return level == "central" or (agency.commune if level == "commune" else agency.province) is not None


def _taking_part(agency: Agency) -> bool:
    return _placed(agency) and (agency.valid_from is None or agency.valid_from <= TODAY)


def _today(agencies: Sequence[Agency], agency: Agency) -> int:
    while agency.valid_to is not None and agency.valid_to < TODAY and agency.successor is not None:
        agency = agencies[agency.successor - 1]
    return agency.id


def _up(agencies: Sequence[Agency], start: int) -> set[int]:
    """Step by step, until nothing is added."""
    found: set[int] = set()
    while True:
        here = found | {start}
        more = {
            _today(agencies, agencies[each.superior - 1])
            for each in agencies
            if each.superior is not None and _taking_part(each) and _today(agencies, each) in here
            and _today(agencies, agencies[each.superior - 1]) != _today(agencies, each)
        }  # fmt: skip
        if more <= found:
            return found
        found |= more


def _kin(agencies: Sequence[Agency], commune: str) -> set[str]:
    found = {commune}
    while True:
        more = set()
        for each in agencies:
            pair = {each.commune, agencies[_today(agencies, each) - 1].commune}
            if None not in pair and pair & found:
                more |= {one for one in pair if one is not None}
        if more <= found:
            return found
        found |= more
