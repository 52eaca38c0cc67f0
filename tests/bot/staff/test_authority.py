from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import KnowledgeRejected
from bot.staff import CaseFacts, Member, Relation, Role, Scope, Standing, Verdict, allowed, relation
from bot.staff.authority import ever_allowed, matrix, read

HANOI = Scope("01")
MEMBER = Member("m1", "An", Role.INSPECTOR, Standing.ACTIVE, "vi", (HANOI,))
CASE = CaseFacts("c1", "01", "00070", "ubnd_xa", False)


def posted(*posts: Scope) -> Member:
    return replace(MEMBER, posts=posts)


@pytest.mark.parametrize(
    ("member", "case", "expected"),
    [
        (MEMBER, CASE, Relation.IN_SCOPE),
        (MEMBER, replace(CASE, assigned="m1"), Relation.OWN),
        (MEMBER, replace(CASE, province="46"), Relation.OUT_OF_SCOPE),
        (replace(MEMBER, scopes=()), CASE, Relation.OUT_OF_SCOPE),
        (MEMBER, replace(CASE, restricted=True), Relation.RESTRICTED),
        (MEMBER, replace(CASE, restricted=True, assigned="m1"), Relation.RESTRICTED),
        (MEMBER, replace(CASE, province="46", restricted=True), Relation.OUT_OF_SCOPE),
        (MEMBER, replace(CASE, excluded=frozenset({"m1"}), assigned="m1"), Relation.CONFLICTED),
    ],
)
def test_how_a_member_stands_to_a_case(member: Member, case: CaseFacts, expected: Relation) -> None:
    assert relation(member, case) is expected


@pytest.mark.parametrize(
    ("post", "case", "conflicted"),
    [
        # Whoever sits in the commune stays out of every report against it, whatever the office.
        (Scope("01", "00070", "mot_cua_xa"), CASE, True),
        (Scope("01", "00070", None), replace(CASE, office="thue"), True),
        (Scope("01", "00073", "ubnd_xa"), CASE, False),
        (Scope("01", "00073", "ubnd_xa"), replace(CASE, commune=None), True),
        (Scope("01", "00073", "ubnd_xa"), replace(CASE, commune=None, office=None), True),
        (Scope("01", "00073", "ubnd_xa"), replace(CASE, commune=None, office="so_nganh"), False),
        # A report against a commune goes to the province.
        (Scope("01", None, "ubnd_tinh"), CASE, False),
        (Scope("01", None, None), CASE, False),
        # The office itself, what stands above it, what stands below it; not what stands beside it.
        (Scope("01", None, "so_nganh"), replace(CASE, commune=None, office="so_nganh"), True),
        (Scope("01", None, "ubnd_tinh"), replace(CASE, commune=None, office="viec_lam"), True),
        (Scope("01", None, "viec_lam"), replace(CASE, commune=None, office="ubnd_tinh"), True),
        (Scope("01", None, "mot_cua_tinh"), replace(CASE, commune=None, office="so_nganh"), False),
        (Scope("01", None, "cong_an_tinh"), replace(CASE, office="cong_an_xa"), True),
        (Scope("46", None, "so_nganh"), replace(CASE, commune=None, office="so_nganh"), False),
        (Scope(None, None, "so_nganh"), replace(CASE, commune=None, office="so_nganh"), True),
    ],
)
def test_staff_of_the_accused_office_and_its_chain_stay_out(post: Scope, case: CaseFacts, conflicted: bool) -> None:
    assert (relation(posted(post), replace(case, assigned="m1")) is Relation.CONFLICTED) is conflicted


def test_a_deputy_has_the_reach_of_the_absent_and_their_own_conflicts() -> None:
    absent = Member("m2", "Bình", Role.INSPECTOR, Standing.ACTIVE, "vi", (Scope("46"),))
    case = replace(CASE, province="46", commune=None, assigned="m2")
    assert relation(MEMBER, case) is Relation.OUT_OF_SCOPE
    assert relation(MEMBER, case, [absent]) is Relation.OWN
    assert relation(posted(Scope("46", None, "ubnd_xa")), case, [absent]) is Relation.CONFLICTED


def test_nobody_may_do_anything_with_a_case_of_their_own_office_or_out_of_reach() -> None:
    for action in matrix().rows:
        for role in Role:
            assert allowed(role, Relation.CONFLICTED, action) is Verdict.REFUSE
            assert allowed(role, Relation.OUT_OF_SCOPE, action) is Verdict.REFUSE


def test_administrators_heads_and_auditors_reach_no_case_and_no_key() -> None:
    for action in matrix().rows:
        if action.startswith(("case.", "key.")):
            assert not any(ever_allowed(role, action) for role in (Role.ADMINISTRATOR, Role.HEAD, Role.AUDITOR))


def test_restricted_cases_are_for_leads() -> None:
    for action in matrix().rows:
        assert allowed(Role.INSPECTOR, Relation.RESTRICTED, action) is Verdict.REFUSE
    assert allowed(Role.LEAD, Relation.RESTRICTED, "case.read") is Verdict.ALLOW


def test_rejecting_deleting_unmasking_and_confirming_need_a_second_person() -> None:
    for action in ("case.reject", "case.delete", "case.unmask", "staff.confirm", "staff.recover"):
        assert Verdict.ALLOW not in matrix().rows[action].values()
        assert Verdict.SECOND_PERSON in matrix().rows[action].values()


@pytest.mark.parametrize("row", ["{boss: {any: allow}}", "{lead: {near: allow}}", "{lead: {any: perhaps}}", "{}"])
def test_a_matrix_with_a_word_that_means_nothing_is_refused(row: str) -> None:
    with pytest.raises(KnowledgeRejected):
        read(f"open: []\nactions: {{case.read: {row}}}")
