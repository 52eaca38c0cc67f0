"""The papers in full: every row of the portal's table word for word, put under the titles a citizen needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bot.guidance.blocks import Block
from knowledge.cases import CaseOption, HeadedPapers, PaperItem, Papers


def papers_blocks(papers: Papers, chosen: tuple[CaseOption, ...], language: str) -> list[Block]:
    """Kinds: case (text, values.label); title_hand_in; title_if; title_show; title_one_of (text);
    title_addon (text, values.label, one_of); title_other (text, values.label); title_case (text, values.label);
    title_forms_elsewhere; portal_heading (text); remark (text);
    paper (text, values.number, originals, copies, forms); papers_none."""
    cases = [option for option in chosen if option.heading]
    blocks = [Block("case", option.heading or "", {"label": option.label.text(language)}) for option in cases]
    blocks += _listed(papers, language)
    if papers.forms_elsewhere:
        blocks.append(Block("title_forms_elsewhere"))
        blocks += _rows(papers.forms_elsewhere)
    for case in papers.cases:
        label = case.heading.label.text(language) if case.heading.label else ""
        blocks.append(Block("title_case", case.heading.text, {"label": label}))
        blocks += _listed(case.papers, language)
    return blocks or [Block("papers_none")]


def notes_blocks(papers: Papers) -> list[Block]:
    """Kinds: note (text), portal_heading (text), title_case (text, values.label), notes_none."""
    blocks = _with_headings(papers.notes, lambda item: Block("note", item.evidence.name))
    for case in papers.cases:
        if case.papers.notes:
            blocks.append(Block("title_notes_of_case", case.heading.text))
            blocks += _with_headings(case.papers.notes, lambda item: Block("note", item.evidence.name))
    return blocks or [Block("notes_none")]


def _listed(papers: Papers, language: str) -> list[Block]:
    blocks = [Block("remark", heading.text) for heading in papers.headings if heading.kind == "remark"]
    for title, items in (
        ("title_hand_in", papers.hand_in),
        ("title_if", papers.conditional),
        ("title_show", papers.show),
    ):
        if items:
            blocks += [Block(title), *_rows(items)]
    for kind, groups in (
        ("title_one_of", papers.one_of),
        ("title_addon", papers.addons),
        ("title_other", papers.others),
    ):
        for group in groups:
            blocks += [_title(kind, group, language), *_rows(group.items, under_title=True)]
    return blocks


def _title(kind: str, group: HeadedPapers, language: str) -> Block:
    label = group.heading.label.text(language) if group.heading.label else ""
    return Block(kind, group.heading.text, {"label": label, "one_of": group.heading.one_of})


def _rows(items: Sequence[PaperItem], under_title: bool = False) -> list[Block]:
    numbers = {item.number: place for place, item in enumerate((item for item in items if not item.caption), start=1)}
    if under_title:
        return [_paper(item, numbers) for item in items]
    return _with_headings(items, lambda item: _paper(item, numbers))


def _paper(item: PaperItem, numbers: dict[int, int]) -> Block:
    row = item.evidence
    values = {
        "number": numbers.get(item.number),
        "originals": row.originals,
        "copies": row.copies,
        "forms": row.forms,
    }
    return Block("paper", row.name, values)


def _with_headings(items: Iterable[PaperItem], block: Callable[[PaperItem], Block]) -> list[Block]:
    """The items, with the portal's heading wherever it changes and says something."""
    blocks: list[Block] = []
    last = None
    for item in items:
        if item.section and item.section != last:
            blocks.append(Block("portal_heading", item.section.text))
        last = item.section
        blocks.append(block(item))
    return blocks
