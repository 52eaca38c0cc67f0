"""Chains: what is closed to whom, held against the rule written a second time; who took over; circles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.agencies import Agency
from bot.chains import shipped
from bot.chains.picture import OfficeRule, in_force, with_agency, with_rule
from bot.staff import CaseFacts, Member, Relation, Role, Scope, Standing, Verdict, allowed, relation
from bot.staff.authority import matrix
from tests.bot.chains.forests import PLACES, POSTS, TODAY, chains, closed, forests

HUE, DA_NANG = "46", "48"
WARD, OTHER_WARD = "19753", "19774"
COMMITTEE = Agency(1, "UBND TP Huế", kind="ubnd_tinh", province=HUE)
BELOW = Agency(2, "UBND phường", kind="ubnd_xa", province=HUE, commune=WARD, superior=1)
ENDED = TODAY - timedelta(days=1)


@settings(max_examples=60, deadline=None)
@given(forests(), st.sampled_from(POSTS))
def test_what_is_closed_is_what_the_rule_says(agencies: list[Agency], post: Scope) -> None:
    picture = chains(agencies)
    assert [picture.closed(post, place) for place in PLACES] == [closed(agencies, post, place) for place in PLACES]


@settings(max_examples=40, deadline=None)
@given(forests(), st.sampled_from(POSTS), st.sampled_from(PLACES), st.sampled_from(list(Role)))
def test_nobody_of_the_chain_does_anything_with_the_case(
    agencies: list[Agency], post: Scope, place: Scope, role: Role
) -> None:
    """Not even with a case of their own, or one that a lead lets them read."""
    member = Member("m", "m", role, Standing.ACTIVE, "vi", (Scope(),), (post,), chains(agencies))
    case = CaseFacts("c", place.province, place.commune, place.office, False, "m", shared=frozenset({"m"}))
    if closed(agencies, post, place):
        assert relation(member, case) is Relation.CONFLICTED
        about_cases = {action for action in matrix().rows if (role, Relation.ANY) not in matrix().rows[action]}
        assert {allowed(role, Relation.CONFLICTED, action) for action in about_cases} <= {Verdict.REFUSE}


@settings(max_examples=40, deadline=None)
@given(forests(), st.sampled_from(PLACES))
def test_the_inspectorate_of_the_province_is_never_closed_out(agencies: list[Agency], place: Scope) -> None:
    assert not chains(agencies).closed(Scope(place.province or HUE), place)


def test_a_superior_that_is_entered_closes_upwards_and_downwards_and_nowhere_else() -> None:
    apart = chains([COMMITTEE, replace(BELOW, superior=None)])
    picture = chains([COMMITTEE, BELOW])
    committee, ward = Scope(HUE, None, "ubnd_tinh"), Scope(HUE, WARD, "ubnd_xa")
    assert not apart.closed(committee, ward)
    assert picture.closed(committee, ward)
    assert picture.closed(ward, committee)
    assert not picture.closed(committee, Scope(HUE, OTHER_WARD, "ubnd_xa"))
    assert not picture.closed(Scope(DA_NANG, None, "ubnd_tinh"), ward)


def test_a_successor_takes_over_the_place_and_the_chain_from_its_day() -> None:
    heir = Agency(3, "UBND phường mới", kind="ubnd_xa", province=HUE, commune=OTHER_WARD)
    last_day = [COMMITTEE, replace(BELOW, valid_to=TODAY, successor=3), heir]
    after = [COMMITTEE, replace(BELOW, valid_to=ENDED, successor=3), heir]
    new = Scope(HUE, OTHER_WARD, "ubnd_xa")
    assert chains(last_day).heir((HUE, WARD, "ubnd_xa")) == (HUE, WARD, "ubnd_xa")
    assert chains(after).heir((HUE, WARD, "ubnd_xa")) == (HUE, OTHER_WARD, "ubnd_xa")
    assert not chains(last_day).closed(Scope(HUE, None, "ubnd_tinh"), new)
    assert chains(after).closed(Scope(HUE, None, "ubnd_tinh"), new)
    assert chains(after).closed(Scope(HUE, WARD), new)


def test_nobody_inherits_a_place_where_somebody_still_stands() -> None:
    former = Agency(2, "UBND tỉnh cũ", kind="ubnd_tinh", province=HUE, valid_to=ENDED, successor=3)
    elsewhere = Agency(3, "UBND TP Đà Nẵng", kind="ubnd_tinh", province=DA_NANG)
    assert chains([COMMITTEE, former, elsewhere]).heir((HUE, None, "ubnd_tinh")) == (HUE, None, "ubnd_tinh")


@settings(max_examples=60, deadline=None)
@given(forests())
def test_a_circle_by_succession_is_seen(agencies: list[Agency]) -> None:
    """Nobody is above themselves, unless it is said so."""
    picture = chains(agencies)
    for each in agencies:
        assert (each.id in picture._above.get(each.id, ())) == (each.name in picture.circles())


def test_who_takes_over_from_its_superiors_superior_stands_above_itself() -> None:
    top = Agency(1, "Trên", kind="ubnd_tinh", province=HUE, valid_to=ENDED, successor=3)
    middle = Agency(2, "Giữa", kind="so_nganh", province=HUE, superior=1)
    low = Agency(3, "Dưới", kind="viec_lam", province=HUE, superior=2)
    assert set(chains([top, middle, low]).circles()) == {"Giữa", "Dưới"}
    assert chains([replace(top, valid_to=TODAY), middle, low]).circles() == []
    assert chains([replace(top, successor=2), middle, low]).circles() == []


def test_a_kind_of_office_has_the_latest_rule_that_has_begun() -> None:
    first = OfficeRule("thue", None, "any", (), date.min)
    second = replace(first, above="ubnd_tinh", valid_from=TODAY + timedelta(days=1))
    assert in_force([second, first], TODAY)["thue"] == first
    assert in_force([second, first], TODAY + timedelta(days=1))["thue"] == second


def test_a_rule_for_a_kind_holds_everywhere_and_a_circle_of_kinds_is_seen() -> None:
    picture = chains([])
    tax, committee = Scope(HUE, None, "thue"), Scope(HUE, None, "ubnd_tinh")
    assert not picture.closed(tax, committee)
    assert with_rule(picture, replace(picture.rules["thue"], above="ubnd_tinh")).closed(tax, committee)
    assert with_rule(picture, replace(picture.rules["ubnd_tinh"], above="viec_lam")).circles()


def test_what_was_worked_out_is_not_kept_for_another_picture() -> None:
    post, ward = Scope(HUE, None, "ubnd_tinh"), Scope(HUE, WARD, "ubnd_xa")
    before = chains([COMMITTEE, replace(BELOW, superior=None)])
    assert not before.closed(post, ward)
    assert with_agency(before, BELOW).closed(post, ward)


@pytest.mark.parametrize("office", list(shipped().rules))
def test_what_ships_has_no_circle_and_levels_that_are_known(office: str) -> None:
    assert shipped().level(office) in {"commune", "province", "central", "any"}
    assert shipped().circles() == []
