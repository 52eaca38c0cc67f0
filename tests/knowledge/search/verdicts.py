"""The verdicts on every third labelled question, one a line: run in processes of their own by the test beside it."""

from __future__ import annotations

import sys
from pathlib import Path

from knowledge.search import SearchEngine, load_concepts
from knowledge.search.labelled import load_labelled
from knowledge.search.shipped import shipped_catalogue, shipped_entries

DATA = Path(__file__).resolve().parent / "data"
#: Of the labelled questions; enough of every set, and three processes ask them side by side.
EVERY = 3


def main() -> None:
    """Print what the engine says, with every digit of it."""
    engine = SearchEngine.build(shipped_entries(), load_concepts(), shipped_catalogue())
    for one in load_labelled(DATA)[::EVERY]:
        result = engine.search(one.question)
        read = " ".join(syllable.folded for syllable in engine.read(one.question).syllables)
        sys.stdout.write(f"{result.action} {result.confidence!r} {result.hits!r} {result.not_held!r} {read}\n")


if __name__ == "__main__":
    main()
