"""The papers of a procedure as one citizen needs them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.cases.choices import case_headings, chosen_headings, chosen_options
from knowledge.cases.headings import Heading
from knowledge.cases.items import PaperItem, items_of
from knowledge.cases.ordering import in_order, is_sequence, without_repeats
from knowledge.model import PublicService


@dataclass(frozen=True)
class HeadedPapers:
    """Rows under one heading that says something of its own: one of these, in addition if, prepared by somebody else.

    `condition` tells whether the citizen needs them only under the heading's condition (an addon).
    """

    heading: Heading
    items: tuple[PaperItem, ...]

    @property
    def condition(self) -> bool:
        return self.heading.kind == "addon"


@dataclass(frozen=True)
class Papers:
    """Every row of the table stands in one of the fields, except those of cases that were not chosen.

    A row that repeats another under the same heading, up to the closing mark, is shown once (the portal's editors
    merged tables). The fields:

    hand_in      for everybody, forms first
    conditional  only if; `item.condition` says when
    show         only to show; those with a condition last
    one_of       one paper of each group is enough
    addons       groups that apply in addition under the heading's condition; may be `one_of` too
    others       prepared by the agency or somebody else
    notes        guidance, and lines that only introduce others
    headings     section headings and remarks of the portal that stand over the rows
    cases        when no case was chosen (or all are asked for): the papers of each, besides those above
    forms_elsewhere  forms that the portal lists only under other cases, when the chosen one names none
    """

    hand_in: tuple[PaperItem, ...] = ()
    conditional: tuple[PaperItem, ...] = ()
    show: tuple[PaperItem, ...] = ()
    one_of: tuple[HeadedPapers, ...] = ()
    addons: tuple[HeadedPapers, ...] = ()
    others: tuple[HeadedPapers, ...] = ()
    notes: tuple[PaperItem, ...] = ()
    headings: tuple[Heading, ...] = ()
    cases: tuple[CasePapers, ...] = ()
    forms_elsewhere: tuple[PaperItem, ...] = ()

    def all_items(self) -> list[PaperItem]:
        """Every row shown, in order of showing; forms_elsewhere, which belongs to other cases, is left out."""
        items = [*self.hand_in, *self.conditional, *self.show]
        for group in (*self.one_of, *self.addons, *self.others):
            items += group.items
        items += self.notes
        for case in self.cases:
            items += case.papers.all_items()
        return items


@dataclass(frozen=True)
class CasePapers:
    heading: Heading
    papers: Papers


@dataclass
class _Sorting:
    hand_in: list[PaperItem] = field(default_factory=list)
    show: list[PaperItem] = field(default_factory=list)
    notes: list[PaperItem] = field(default_factory=list)
    groups: dict[str, list[PaperItem]] = field(default_factory=dict)


def papers(service: PublicService, choice: tuple[str, ...] = ()) -> Papers:
    """The papers of the chosen case together with those of all cases. :raises UnknownCase: see `choices`."""
    items = items_of(service)
    open_cases = chosen_headings(service, choice)
    of_case: dict[str, list[PaperItem]] = {case.text: [] for case in case_headings(service)}
    common: list[PaperItem] = []
    for item in items:
        of_case.get(item.heading.text if item.heading else "", common).append(item)
    if len(open_cases) == 1 and chosen_options(service, choice):
        mine = of_case.pop(open_cases[0].text) + common
        others = [item for rows in of_case.values() for item in rows]
        return _sorted(mine, forms_elsewhere=_missing_forms(mine, others))
    within = [CasePapers(case, _sorted(of_case[case.text])) for case in open_cases]
    return _sorted(common, cases=tuple(within))


def _sorted(
    items: list[PaperItem], cases: tuple[CasePapers, ...] = (), forms_elsewhere: tuple[PaperItem, ...] = ()
) -> Papers:
    sorting = _Sorting()
    headings = {item.heading.text: item.heading for item in items if item.heading}
    sequence = is_sequence(items)
    for item in without_repeats(items):
        _place(item, sorting, sequence)
    hand_in, conditional = (sorting.hand_in, []) if sequence else _by_condition(sorting.hand_in)
    groups = [HeadedPapers(headings[text], tuple(in_order(rows))) for text, rows in sorting.groups.items()]
    return Papers(
        hand_in=tuple(hand_in if sequence else in_order(hand_in)),
        conditional=tuple(in_order(conditional)),
        show=tuple(sorted(sorting.show, key=lambda item: item.conditional)),
        one_of=tuple(group for group in groups if group.heading.one_of and not group.condition),
        addons=tuple(group for group in groups if group.condition),
        others=tuple(group for group in groups if group.heading.kind == "other"),
        notes=tuple(sorting.notes),
        headings=tuple(heading for heading in headings.values() if heading.kind in ("section", "show", "remark")),
        cases=cases,
        forms_elsewhere=forms_elsewhere,
    )


def _place(item: PaperItem, sorting: _Sorting, sequence: bool) -> None:
    heading = item.heading
    if heading and (heading.one_of or heading.kind in ("addon", "other")) and item.role != "note":
        sorting.groups.setdefault(heading.text, []).append(item)
    elif item.role == "show":
        sorting.show.append(item)
    elif item.role == "note" and not (sequence and item.evidence.kind == "note" and heading and heading.kind == "case"):
        sorting.notes.append(item)
    else:
        sorting.hand_in.append(item)


def _by_condition(items: Iterable[PaperItem]) -> tuple[list[PaperItem], list[PaperItem]]:
    always: list[PaperItem] = []
    only_if: list[PaperItem] = []
    for item in items:
        (only_if if item.conditional else always).append(item)
    return always, only_if


def _missing_forms(mine: list[PaperItem], others: list[PaperItem]) -> tuple[PaperItem, ...]:
    """The portal often prints the form under the first case only; whoever chose another must still hear of it."""
    if any(item.form for item in mine):
        return ()
    return tuple({item.label: item for item in others if item.form and not item.conditional}.values())
