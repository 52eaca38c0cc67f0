"""What fits a telephone's screen: lines are counted as a narrow screen breaks them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.guidance.blocks import Block

LETTERS_A_LINE = 36
LONGEST_TEXT = 2 * LETTERS_A_LINE
# Part of a line that the title of the part takes, on average over its lines.
TITLE_BEFORE = 8
LONGEST_JOINED = 4 * LETTERS_A_LINE
IF = "nếu "
IF_ANY = "nếu có"
# Letters that the template adds to a line of the papers, about.
TEMPLATE_LETTERS = {
    "paper_line": 18,
    "cases_line": 70,
    "one_of_line": 24,
    "ifs_line": 20,
    "addon_line": 24,
    "show_line": 16,
    "elsewhere_line": 66,
    "other_line": 14,
}
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


def said_lines(block: Block) -> int:
    """Lines of a block of time, fee or place with the words that the template puts before it."""
    named = [*block.values.get("channels", ()), *([block.values["channel"]] if "channel" in block.values else [])]
    said = ["Trực tuyến," for _ in named] + list(block.values.get("times", ()))
    said += ["(Cổng không nói rõ có phải ngày làm việc)"] if block.values.get("unit_open") else []
    said += ["100.000 đồng" for _ in block.values.get("amounts", ())]
    return lines_of(" / ".join([*said, block.text]) + " " * TITLE_BEFORE)


def cut(text: str, letters: int) -> str:
    """The text in one paragraph, at most so many letters, cut after a word; an ellipsis tells that it goes on."""
    flat = " ".join(text.split())
    if len(flat) <= letters:
        return flat
    head = flat[: letters - 1]
    whole = head if flat[letters - 1] == " " else head.rsplit(" ", 1)[0]
    return whole.rstrip(" ,;:.-–(") + "…"


def fitted(blocks: Iterable[Block], room: int, letters: int = LONGEST_TEXT) -> list[Block]:
    """The first blocks, each cut to so many letters; if any had to go, a last block "more" (values.count)."""
    given = [replace(block, text=cut(block.text, letters)) for block in blocks]
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
    telling = [line for line in lines if line.kind == "if_line" and line.values["condition"] != IF_ANY]
    several = [line for line in telling if line.values["condition"].startswith(IF)]
    if len(several) < 2:
        return lines
    conditions = dict.fromkeys(line.values["condition"].removeprefix(IF) for line in several)
    joined = Block("ifs_line", cut("; ".join(conditions), LONGEST_JOINED), {"joined": len(several)})
    at = lines.index(several[0])
    return [*lines[:at], joined, *(line for line in lines[at:] if line not in several)]


def _paper_lines(line: Block) -> int:
    said = f"{line.values.get('condition', '')}{line.values.get('label', '')} {line.text}".strip()
    return lines_of(said + " " * TEMPLATE_LETTERS.get(line.kind, 3))
