"""What a citizen has to bring, as lines to be ticked off; and what changed since they were written down."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.cases import HeadedPapers, PaperItem, Papers, papers
from knowledge.cases.choices import chosen_options
from knowledge.model import PublicService

#: Characters of a line's name: a button carries it beside the procedure's code.
KEY = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to bring. ``key``: the same as long as the portal's words are; ``paper``: its short name.

    ``when``: the portal's condition, or None: always. ``of``: how many papers of which one is enough, or 0.
    ``show``: it is only shown, not handed in.
    """

    key: str
    paper: str
    when: str | None = None
    of: int = 0
    show: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What a kept list says, to be held against what is in force later.

    ``papers``: short names by key, in order. ``fee``, ``time``: the portal's words, None where it says nothing.
    """

    papers: dict[str, str]
    fee: str | None
    time: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Since a list was written down. ``added``, ``removed``: short names."""

    added: Sequence[str] = field(default=())
    removed: Sequence[str] = field(default=())
    fee: bool = False
    time: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.fee or self.time)


def lines_of(service: PublicService, choice: tuple[str, ...]) -> list[Line]:
    """What this case needs, in the order of the card; the papers others prepare and the portal's notes are not the
    citizen's to bring.

    :raises UnknownCase: the procedure has no such case (any more).
    """
    whole = papers(service, choice)
    lines = list(_lines(whole))
    for case in whole.cases:
        lines += _lines(case.papers)
    return list({line.key: line for line in lines}.values())


def facts_of(service: PublicService, choice: tuple[str, ...]) -> Facts:
    """:raises UnknownCase: see :func:`lines_of`."""
    return Facts({line.key: line.paper for line in lines_of(service, choice)}, service.cost, service.processing_time)


def case_names(service: PublicService, choice: tuple[str, ...], language: str) -> list[str]:
    """Short names of the chosen branch and case. :raises UnknownCase: see :func:`lines_of`."""
    return [option.label.text(language) for option in chosen_options(service, choice)]


def changes(before: Facts, now: Facts) -> Changes:
    return Changes(
        added=[paper for key, paper in now.papers.items() if key not in before.papers],
        removed=[paper for key, paper in before.papers.items() if key not in now.papers],
        fee=before.fee != now.fee,
        time=before.time != now.time,
    )


def _lines(found: Papers) -> Iterator[Line]:
    for item in (*found.hand_in, *found.forms_elsewhere, *found.conditional, *found.show):
        if not item.caption:
            yield _line(item)
    for group in (*found.one_of, *found.addons):
        yield from _group(group)


def _line(item: PaperItem, when: str | None = None) -> Line:
    condition = item.condition if item.conditional else None
    words = f"{item.heading.text if item.heading else ''}|{item.evidence.name}"
    return Line(_key(words), item.label, when or condition, show=item.role == "show")


def _group(group: HeadedPapers) -> Iterator[Line]:
    """One line where one of them is enough; else each paper, with the heading's condition."""
    items = [item for item in group.items if not item.caption]
    when = group.heading.text if group.condition else None
    if group.heading.one_of and len(items) > 1:
        words = "|".join([group.heading.text, *(item.evidence.name for item in items)])
        yield Line(_key(words), " / ".join(item.label for item in items), when, of=len(items))
    else:
        yield from (_line(item, when) for item in items)


def _key(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:KEY]
