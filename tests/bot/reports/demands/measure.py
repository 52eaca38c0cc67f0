"""How well demands are judged: `python -m tests.bot.reports.demands.measure [developed|held|all] [--show]`."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.dossiers.interval import share_of
from bot.reports.demands import examine
from knowledge.model import PublicService
from knowledge.records import read_records
from knowledge.shipped import SHIPPED

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Example:
    procedure: str
    case: str | None
    demanded: str
    verdict: str

    @property
    def held(self) -> bool:
        """Half of the examples, by their own words."""
        return hashlib.sha256(f"{self.procedure}{self.case}{self.demanded}".encode()).digest()[0] % 2 == 1


def examples(path: Path = HERE / "examples.tsv") -> Iterator[Example]:
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith(("#", "procedure\t")):
            procedure, case, demanded, verdict = line.split("\t")
            yield Example(procedure, None if case == "-" else case, demanded, verdict)


@cache
def services() -> dict[str, PublicService]:
    """By code and by title."""
    wanted = {example.procedure for example in examples()}
    found = [row.service for row in read_records(SHIPPED) if row.service is not None]
    return {key: s for s in found for key in (s.identifier, s.title) if key in wanted}


def measure(chosen: list[Example], show: bool = False) -> dict[str, tuple[int, int]]:
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    for example in chosen:
        told = examine(services()[example.procedure], example.case, example.demanded)
        right = told.verdict == example.verdict
        counts["all verdicts"][right] += 1
        counts[example.verdict][right] += 1
        if show and not right:
            rows = [row.label for row in told.rows][:3]
            print(
                example.procedure, example.case, example.demanded, example.verdict, "->", told.verdict, rows, told.fee
            )
    return {name: (count[True], count.total()) for name, count in counts.items()}


def main() -> None:
    half = sys.argv[1] if len(sys.argv) > 1 else "held"
    chosen = [e for e in examples() if half == "all" or e.held == (half == "held")]
    for name, (right, of) in sorted(measure(chosen, "--show" in sys.argv).items()):
        share = share_of(right, of)
        print(f"{name:14} {right:4}/{of:<4} {share.share:6.1%}  [{share.low:.1%}, {share.high:.1%}]")


if __name__ == "__main__":
    main()
