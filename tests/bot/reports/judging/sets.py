"""The labelled texts, set by set: each set is one voice, written at one sitting."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.reports.taxonomy import PRAISE_OR_IDEA

HERE = Path(__file__).parent
VOICES = HERE / "voices"
QUESTIONS = HERE.parents[2] / "knowledge" / "search" / "data"
#: Sets in the older form, one line of tabs a text.
TABLES = ("examples", "real", "second", "third", "fourth")
#: Never learned from: they tell whether learning helps with texts that were not seen.
KEPT_APART = ("fourth", "apart", "named", "named_again")
#: Among the search's questions these tell of a delay rather than ask; whether they are grievances is anybody's guess.
DOUBTFUL = ("đã nạp giấy tờ cho công ty đên này", "nhận được mail là sẽ được trả kết quả", "Tôi cần tố cáo hành vi")


@dataclass(frozen=True)
class Example:
    """:ivar categories: best first; none for questions, thanks and the like
    :ivar denunciation: money and somebody who can be told from others, or retaliation
    """

    categories: tuple[str, ...]
    denunciation: bool
    text: str

    @property
    def grievance(self) -> bool:
        return bool(self.categories) and self.categories[0] != PRAISE_OR_IDEA

    @property
    def held(self) -> bool:
        """Half of the examples, by the text alone, so that nobody chooses them."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1


def labelled() -> dict[str, list[Example]]:
    """Every set with labels, by name."""
    tables = {name: list(_of_table(HERE / f"{name}.tsv")) for name in TABLES}
    return tables | {path.stem: list(_of_lines(path)) for path in sorted(VOICES.glob("*.jsonl"))}


def questions() -> dict[str, list[Example]]:
    """The search's questions, by file: none is a grievance."""
    return {path.stem: list(_of_questions(path)) for path in sorted(QUESTIONS.glob("*.jsonl"))}


def _of_table(path: Path) -> Iterator[Example]:
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith(("#", "categories\t")):
            labels, denunciation, text = line.split("\t")
            codes = tuple(f"cat-{label}" for label in labels.split() if label != "-")
            yield Example(codes, denunciation == "yes", text)


def _of_lines(path: Path) -> Iterator[Example]:
    for line in path.read_text("utf-8").splitlines():
        told = json.loads(line)
        yield Example(tuple(told["categories"]), told["denunciation_like"], told["text"])


def _of_questions(path: Path) -> Iterator[Example]:
    for line in path.read_text("utf-8").splitlines():
        text = json.loads(line)["question"]
        if not any(doubtful in text for doubtful in DOUBTFUL):
            yield Example((), False, text)
