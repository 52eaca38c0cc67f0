"""Who stands on which rung of the ladder, for one case. Nobody in conflict of interest stands on any."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot.digests.items import Sight
from bot.staff import CaseFacts, Member, Role
from bot.staff.conflicts import in_conflict


class Rung(StrEnum):
    """From the lowest to the highest."""

    HANDLER = "handler"  #: who has the case; while nobody has, the inspectors of the place
    LEADS = "leads"  #: the leads of the place
    HEADS = "heads"  #: the heads of the province: they learn that there is one, not which
    ABOVE = "above"  #: leads and heads of the next level, whose places are not one province's


RUNGS = tuple(Rung)


def on_rung(rung: Rung, case: CaseFacts, sights: Sequence[Sight]) -> list[Member]:
    """:param sights: of all active members, as of now."""
    return [sight.member for sight in sights if _stands(rung, case, sight)]


def may_know_which(rung: Rung, member: Member) -> bool:
    """Heads see figures only."""
    return member.role is not Role.HEAD


def _stands(rung: Rung, case: CaseFacts, sight: Sight) -> bool:
    member = sight.member
    if rung is Rung.HANDLER:
        named = case.assigned in sight.hands if case.assigned is not None else member.role is Role.INSPECTOR
        return named and _may_list(case, sight)
    if rung is Rung.LEADS:
        return member.role is Role.LEAD and _of_the_place(member) and _may_list(case, sight)
    if rung is Rung.HEADS:
        return member.role is Role.HEAD and _of_the_place(member) and _head_may(case, sight)
    if _of_the_place(member):
        return False
    return (member.role is Role.LEAD and _may_list(case, sight)) or (
        member.role is Role.HEAD and _head_may(case, sight)
    )


def _of_the_place(member: Member) -> bool:
    return any(scope.province is not None for scope in member.scopes)


def _head_may(case: CaseFacts, sight: Sight) -> bool:
    """Restricted ones are for leads alone."""
    covered = sight.covers(case.province, case.commune, case.office)
    return covered and not case.restricted and not in_conflict(sight.member, case)


def _may_list(case: CaseFacts, sight: Sight) -> bool:
    row = {
        "id": case.id,
        "province": case.province,
        "commune": case.commune,
        "office": case.office,
        "restricted": case.restricted,
    }
    return sight.may_list(row, case.assigned)
