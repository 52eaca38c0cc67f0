"""What fits a telephone's screen: lines are counted as a narrow screen breaks them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.guidance.blocks import Block

LETTERS_A_LINE = 36
LONGEST_TEXT = 2 * LETTERS_A_LINE
LONGEST_JOINED = 4 * LETTERS_A_LINE
IF = "nếu "
# What goes first when there is no room, least needed first.
EXPENDABLE = (
    "other_line",
    "if_line",
    "ifs_line",
    "addon_line",
    "elsewhere_line",
    "one_of_line",
    "show_line",
    "paper_line",
)


def lines_of(text: str) -> int:
    """Lines on a narrow screen, at least one."""
    return sum(max(1, -(-len(line) // LETTERS_A_LINE)) for line in (text or " ").split("\n"))


def cut(text: str, letters: int) -> str:
    """The text in one paragraph, at most so many letters, cut after a word; an ellipsis tells that it goes on."""
    flat = " ".join(text.split())
    if len(flat) <= letters:
        return flat
    head = flat[: letters - 1]
    whole = head if flat[letters - 1] == " " else head.rsplit(" ", 1)[0]
    return whole.rstrip(" ,;:.") + "…"


def fitted(blocks: Iterable[Block], room: int) -> list[Block]:
    """The first blocks, each at most two lines; if any had to go, a last block "more" (values.count)."""
    given = [replace(block, text=cut(block.text, LONGEST_TEXT)) for block in blocks]
    kept: list[Block] = []
    used = 0
    for block in given:
        used += lines_of(block.text)
        if kept and used > room:
            break
        kept.append(block)
    left = len(given) - len(kept)
    while kept and kept[-1].kind.startswith("title_"):
        kept.pop()
        left += 1
    return [*kept, Block("more", values={"count": left})] if left else kept


def trimmed(lines: Sequence[Block], room: int) -> list[Block]:
    """The lines in their order, the least needed left out until they fit; "more" (values.count) tells how many."""
    kept = list(lines)
    if sum(map(_paper_lines, kept)) > room:
        kept = _conditions_joined(kept)
    while sum(_paper_lines(line) for line in kept) > room:
        last = next((kind for kind in EXPENDABLE if any(line.kind == kind for line in kept)), None)
        if last is None or len(kept) == 1:
            break
        kept.pop(max(place for place, line in enumerate(kept) if line.kind == last))
    left = len(lines) - sum(line.values.get("joined", 1) for line in kept)
    return [*kept, Block("more", values={"count": left})] if left else kept


def _conditions_joined(lines: list[Block]) -> list[Block]:
    """Several papers that are due only under a condition, told by their conditions alone, on one line.

    Kind ifs_line: text: the conditions, without the word that leads them in; values.joined: how many papers.
    """
    several = [line for line in lines if line.kind == "if_line" and line.values["condition"].startswith(IF)]
    if len(several) < 2:
        return lines
    conditions = dict.fromkeys(line.values["condition"].removeprefix(IF) for line in several)
    joined = Block("ifs_line", cut("; ".join(conditions), LONGEST_JOINED), {"joined": len(several)})
    at = lines.index(several[0])
    return [*lines[:at], joined, *(line for line in lines[at:] if line not in several)]


def _paper_lines(line: Block) -> int:
    said = f"{line.values.get('condition', '')} {line.text}".strip()
    return lines_of(f"1. {said} · 1 chính" if line.kind == "paper_line" else f"- {said}")
