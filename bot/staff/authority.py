"""The authorization matrix: what a role may do with a case that stands in some relation to its member."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from bot.errors import KnowledgeRejected
from bot.staff.conflicts import in_conflict
from bot.staff.member import CaseFacts, Member, Role

FILE = Path(__file__).with_name("authority.yaml")


class Relation(StrEnum):
    OWN = "own"
    IN_SCOPE = "in_scope"
    SHARED = "shared"  #: out of scope, and a lead lets them read it; never a restricted one
    OUT_OF_SCOPE = "out_of_scope"
    CONFLICTED = "conflicted"
    RESTRICTED = "restricted"
    ANY = "any"  #: the action concerns no case


class Verdict(StrEnum):
    ALLOW = "allow"
    SECOND_PERSON = "second_person"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Matrix:
    """``open``: actions that need no account."""

    open: frozenset[str]
    rows: dict[str, dict[tuple[Role, Relation], Verdict]]

    @property
    def actions(self) -> frozenset[str]:
        return self.open | self.rows.keys()


def relation(member: Member, case: CaseFacts, acting_for: Iterable[Member] = ()) -> Relation:
    """How ``member`` stands to ``case``; a conflict comes before everything, a place out of reach before the rest.

    :param acting_for: absent colleagues whose cases ``member`` works on today; their conflicts do not count, theirs do.
    """
    if in_conflict(member, case):
        return Relation.CONFLICTED
    reach = [member, *acting_for]
    own = any(case.assigned == each.id for each in reach)
    place = (case.province, case.commune, case.office)
    if not own and not any(scope.covers(*place) for each in reach for scope in each.scopes):
        return Relation.SHARED if member.id in case.shared and not case.restricted else Relation.OUT_OF_SCOPE
    if case.restricted:
        return Relation.RESTRICTED
    return Relation.OWN if own else Relation.IN_SCOPE


def allowed(role: Role, how: Relation, action: str) -> Verdict:
    """:raises KeyError: the matrix has no such action: a fault of the program, not of the member."""
    return matrix().rows[action].get((role, how), Verdict.REFUSE)


def ever_allowed(role: Role, action: str) -> bool:
    """Whether there is any case at all with which ``role`` may do ``action``. :raises KeyError: see ``allowed``."""
    return any(whose is role for whose, _ in matrix().rows[action])


@cache
def matrix() -> Matrix:
    """:raises KnowledgeRejected: naming what is wrong."""
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> Matrix:
    """:raises KnowledgeRejected: a role, relation or verdict that there is not."""
    whole = yaml.safe_load(text)
    rows: dict[str, dict[tuple[Role, Relation], Verdict]] = {}
    problems = []
    for action, roles in whole["actions"].items():
        try:
            rows[action] = {
                (Role(role), Relation(how)): Verdict(verdict)
                for role, relations in roles.items()
                for how, verdict in relations.items()
            }
        except (ValueError, AttributeError) as error:
            problems.append(f"authority.yaml: {action}: {error}")
    problems += [f"authority.yaml: {action}: nobody may do it" for action, row in rows.items() if not row]
    if problems:
        raise KnowledgeRejected(problems)
    return Matrix(frozenset(whole["open"]), rows)
