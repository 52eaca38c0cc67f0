"""The papers as short lines for the card."""

from __future__ import annotations

from dataclasses import replace

from bot.guidance.blocks import Block
from bot.guidance.fitting import cut
from knowledge.cases import HeadedPapers, PaperItem, Papers

CONDITION_LETTERS = 60
GROUP_LETTERS = 60
FORMS_LETTERS = 90


def paper_lines(papers: Papers, language: str) -> list[Block]:
    """Kinds, in this order:

    cases_line       values.count: papers of so many cases, none of which was chosen, are not on the card
    paper_line       text: short name; values.number, originals, copies, way (online, paper, either: the paper form,
                     or online the electronic one; None: any); values.form: an application form
    elsewhere_line   text: forms that the portal lists only under other cases
    one_of_line      text: short name of the group; values.count: one of so many
    if_line          text; values.condition: begins with "nếu", "đối với" or "khi"
    addon_line       text: the paper when there is only one; values.label: condition without "nếu"; values.count, one_of
    show_line        text; values.condition, or "" when always
    other_line       values.label: who makes them; values.count
    papers_none_line when there is nothing of all this
    """
    main = [item for item in papers.hand_in if not _nested(item, papers)]
    lines = [Block("cases_line", values={"count": len(papers.cases)})] if papers.cases else []
    lines += _numbered(main)
    if papers.forms_elsewhere:
        forms = "; ".join(item.label for item in papers.forms_elsewhere)
        lines.append(Block("elsewhere_line", cut(forms, FORMS_LETTERS)))
    lines += [Block("one_of_line", _name(group), {"count": len(group.items)}) for group in papers.one_of]
    lines += [_if_line(item) for item in papers.conditional]
    lines += [_addon_line(group, language) for group in papers.addons]
    lines += [Block("show_line", item.label, {"condition": _condition(item)}) for item in papers.show]
    lines += [_other_line(group, language) for group in papers.others]
    return lines or [Block("papers_none_line")]


def _nested(item: PaperItem, papers: Papers) -> bool:
    """In a list that the portal numbered, rows without a number of their own belong to the numbered one before."""
    numbered = [row for row in papers.hand_in if row.enumerator.isdigit()]
    is_list = papers.hand_in and papers.hand_in[0].enumerator == "1" and len(numbered) > 1
    return bool(is_list) and not item.enumerator.isdigit()


def _numbered(items: list[PaperItem]) -> list[Block]:
    """One line a paper; a form on paper and the same form online are one, for nobody hands in both."""
    lines: list[Block] = []
    for item in items:
        row = item.evidence
        counts = {"originals": row.originals, "copies": row.copies}
        before = lines[-1].values if lines else {}
        if item.form and item.way == "online" and before.get("way") in ("paper", "either") and before.get("form"):
            lines[-1] = replace(lines[-1], values={**before, "way": "either"})
            continue
        values = {"number": len(lines) + 1, **counts, "way": item.way, "form": item.form}
        lines.append(Block("paper_line", item.label, values))
    return lines


def _if_line(item: PaperItem) -> Block:
    return Block("if_line", item.label, {"condition": _condition(item)})


def _addon_line(group: HeadedPapers, language: str) -> Block:
    label = group.heading.label.text(language) if group.heading.label else cut(group.heading.text, GROUP_LETTERS)
    only = group.items[0].label if len(group.items) == 1 else ""
    return Block("addon_line", only, {"label": label, "count": len(group.items), "one_of": group.heading.one_of})


def _other_line(group: HeadedPapers, language: str) -> Block:
    label = group.heading.label.text(language) if group.heading.label else cut(group.heading.text, GROUP_LETTERS)
    return Block("other_line", values={"label": label, "count": len(group.items)})


def _name(group: HeadedPapers) -> str:
    """Groups of a case bear the case's name, which the card already shows; then the portal's heading says more."""
    return cut(group.heading.text, GROUP_LETTERS)


def _condition(item: PaperItem) -> str:
    return cut(item.condition, CONDITION_LETTERS) if item.condition and item.conditional else ""
