"""Conflict of interest: whether a member sits in the office that a case is about, above it or below it."""

from __future__ import annotations

from bot.staff.member import CaseFacts, Member


def in_conflict(member: Member, case: CaseFacts) -> bool:
    """By name, or by where they sit; chains are those of the moment the member was read."""
    return member.id in case.excluded or any(member.chains.closed(post, case) for post in member.posts)
