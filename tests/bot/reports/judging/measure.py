"""How well texts are judged.

`python -m tests.bot.reports.judging.measure
[developed|held|all|real|second|third|fourth] [--show]`
"""

from __future__ import annotations

import hashlib
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.dossiers.interval import share_of
from bot.reports.judging import Judge, shipped_judge
from bot.reports.judging.identified import load_people
from bot.reports.judging.tables import tables
from bot.reports.taxonomy import PRAISE_OR_IDEA, categories

HERE = Path(__file__).parent
#: Sets of their own: 26 real texts, and texts written after the rules and judged before they were looked at.
SETS = ("real", "second", "third", "fourth")


@dataclass(frozen=True)
class Example:
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


def examples(path: Path = HERE / "examples.tsv") -> Iterator[Example]:
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith(("#", "categories\t")):
            labels, denunciation, text = line.split("\t")
            codes = tuple(f"cat-{label}" for label in labels.split() if label != "-")
            yield Example(codes, denunciation == "yes", text)


def by_rules() -> Judge:
    """Without the counts of words, which were learned from all sets but the fourth."""
    return Judge(tables(), load_people())


def measure(chosen: list[Example], show: bool = False, judge: Judge | None = None) -> dict[str, tuple[int, int]]:
    """Right and all, by what is measured."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    judge = judge or by_rules()

    def count(name: str, right: bool) -> None:
        counts[name][0] += right
        counts[name][1] += 1

    for example in chosen:
        told = judge.judge(example.text)
        count("grievance or not", told.grievance == example.grievance)
        count("denunciation or not", told.denunciation_like == example.denunciation)
        if example.denunciation:
            count("denunciations found", told.denunciation_like)
        if not example.categories:
            count("(no grievance)", not told.grievance and not told.categories)
            right = not told.grievance
        else:
            first = told.categories[:1] == example.categories[:1]
            right = first and told.grievance == example.grievance
            count(example.categories[0], first)
            count("primary category", first)
            count("primary among the named", example.categories[0] in told.categories)
        if show and (not right or told.denunciation_like != example.denunciation):
            print(
                example.categories, example.denunciation, "->", told.grievance, told.categories, told.denunciation_like
            )
            print("   ", example.text, "  ", dict(told.strengths))
    return {name: (right, of) for name, (right, of) in counts.items()}


def main() -> None:
    half = sys.argv[1] if len(sys.argv) > 1 else "held"
    if half in SETS:
        chosen = list(examples(HERE / f"{half}.tsv"))
    else:
        chosen = [e for e in examples() if half == "all" or e.held == (half == "held")]
    judge = shipped_judge() if half == "fourth" else by_rules()
    counts = measure(chosen, "--show" in sys.argv, judge)
    order = {code: at for at, code in enumerate(categories())}
    for name, (right, of) in sorted(counts.items(), key=lambda item: (order.get(item[0], -1), item[0])):
        share = share_of(right, of)
        print(f"{name:28} {right:4}/{of:<4} {share.share:6.1%}  [{share.low:.1%}, {share.high:.1%}]")


if __name__ == "__main__":
    main()
