"""What to ask before the papers can be told, and what the answers mean.

A choice is the tuple of keys of the buttons pressed, in order: () nothing asked or answered yet, ("3fa9c1",) a case,
("b01d22", "3fa9c1") a branch and a case in it; ALL in the last place shows every case.
"""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.cases.headings import Heading, Label, heading_in
from knowledge.model import PublicService

ALL = "all"


class UnknownCase(LookupError):
    """A button names a case that the procedure does not have (any more): ask again."""


@dataclass(frozen=True)
class CaseOption:
    """A button. `heading` is the portal's full wording; None for a branch, which several headings share."""

    key: str
    label: Label
    heading: str | None


@dataclass(frozen=True)
class CaseQuestion:
    """`after`: the key of the branch in which it is asked, None for the first question."""

    after: str | None
    options: tuple[CaseOption, ...]
    branch: Label | None = None


def case_headings(service: PublicService) -> list[Heading]:
    """The true alternatives of a procedure in the order of asking. A single one is no alternative: none."""
    texts = dict.fromkeys(row.heading for row in service.evidences if row.heading is not None)
    headings = [heading_in(service, text) for text in texts]
    cases = sorted((heading for heading in headings if heading.kind == "case"), key=lambda heading: heading.rank)
    return cases if len(cases) > 1 else []


def questions(service: PublicService) -> list[CaseQuestion]:
    """All questions that can come up: the first, then one for each branch. Empty when there is nothing to ask."""
    cases = case_headings(service)
    if not cases:
        return []
    first: dict[str, CaseOption] = {}
    inner: dict[str, list[Heading]] = {}
    for case in cases:
        if case.branch_key and case.branch:
            first.setdefault(case.branch_key, CaseOption(case.branch_key, case.branch, None))
            inner.setdefault(case.branch_key, []).append(case)
        else:
            first[case.key] = _option(case)
    return [CaseQuestion(None, tuple(first.values()))] + [
        CaseQuestion(branch, tuple(_option(case) for case in within), within[0].branch)
        for branch, within in inner.items()
    ]


def next_question(service: PublicService, choice: tuple[str, ...]) -> CaseQuestion | None:
    """The question that is still open after these answers; None when the papers can be told.

    :raises UnknownCase: an answer fits no question.
    """
    asked = questions(service)
    if not asked or ALL in choice:
        return None
    if not choice:
        return asked[0]
    chosen_options(service, choice)
    return next((question for question in asked if question.after == choice[-1]), None)


def chosen_options(service: PublicService, choice: tuple[str, ...]) -> tuple[CaseOption, ...]:
    """The options behind the keys, ALL left out. :raises UnknownCase: a key is not among them."""
    found: list[CaseOption] = []
    after: str | None = None
    for key in choice:
        if key == ALL:
            break
        option = next(
            (option for ask in questions(service) if ask.after == after for option in ask.options if option.key == key),
            None,
        )
        if option is None:
            raise UnknownCase(key)
        found.append(option)
        after = key
    return tuple(found)


def chosen_headings(service: PublicService, choice: tuple[str, ...]) -> list[Heading]:
    """The case headings that the choice leaves open: one when all is answered, several for ALL or no answer."""
    keys = {option.key for option in chosen_options(service, choice)}
    left = case_headings(service)
    for key in keys:
        left = [heading for heading in left if key in (heading.key, heading.branch_key)]
    return left


def _option(case: Heading) -> CaseOption:
    return CaseOption(case.key, case.label or Label(case.text, case.text), case.text)
