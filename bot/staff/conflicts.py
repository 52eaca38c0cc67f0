"""Conflict of interest: whether a member sits in the office that a case is about, above it or below it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from bot.errors import KnowledgeRejected
from bot.reports.offices import offices
from bot.staff.member import CaseFacts, Member, Scope

FILE = Path(__file__).with_name("conflicts.yaml")


def in_conflict(member: Member, case: CaseFacts) -> bool:
    return member.id in case.excluded or any(_closed_by(post, case) for post in member.posts)


def _closed_by(post: Scope, case: CaseFacts) -> bool:
    """A post without an office is one in a body that answers to nobody named in ``offices.tsv``, e.g. the province's
    own inspectorate; one in a commune closes the whole commune."""
    if post.province is not None and case.province is not None and post.province != case.province:
        return False
    if post.commune is not None:
        return post.commune == case.commune if case.commune is not None else _of_a_commune(post, case)
    return post.office is not None and _on_one_chain(post.office, case.office)


def _of_a_commune(post: Scope, case: CaseFacts) -> bool:
    """The citizen named no commune: whoever may be meant stays out."""
    if case.office is None:
        return True
    return offices()[case.office].level in {"commune", "any"} if case.office in offices() else True


def _on_one_chain(one: str, other: str | None) -> bool:
    return other is not None and (one == other or one in _all_above(other) or other in _all_above(one))


def _all_above(office: str) -> list[str]:
    found: list[str] = []
    while (higher := above().get(office)) is not None:
        found.append(higher)
        office = higher
    return found


@cache
def above() -> dict[str, str]:
    """:raises KnowledgeRejected: an office that is not in the table, or a chain without an end."""
    rows: dict[str, str] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["above"]
    problems = [f"conflicts.yaml: {name} is no office" for name in {*rows, *rows.values()} if name not in offices()]
    for start in rows:
        seen, at = {start}, rows.get(start)
        while at is not None and at not in seen:
            seen.add(at)
            at = rows.get(at)
        if at is not None:
            problems.append(f"conflicts.yaml: {start} stands above itself")
    if problems:
        raise KnowledgeRejected(problems)
    return rows
