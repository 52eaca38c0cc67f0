"""Keeps the published figures current: `python -m bot.benchmarks.search_figures` writes them into docs/search.md.

The table is read back by the regression test, so that what is published and what is measured cannot drift apart.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.benchmarks.search import run

PAGE = Path(__file__).resolve().parents[2] / "docs" / "search.md"
OPENING, CLOSING = "<!-- figures -->", "<!-- end of figures -->"
COLUMNS = ("questions", "recall@1", "recall@3", "mrr")


def written(page: str) -> dict[str, dict[str, list[float]]]:
    """The published table: figures by row and column, each with the ends of its interval (questions: the number)."""
    found = {}
    for line in _between(page).splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if len(cells) == 1 + len(COLUMNS) and cells[1].isdigit():
            found[cells[0]] = {
                column: [float(number) for number in cell.replace("–", " ").replace("(", "").replace(")", "").split()]
                for column, cell in zip(COLUMNS, cells[1:], strict=True)
            }
    return found


def update(page: str, figures: Mapping[str, Any]) -> str:
    """The page with the measured figures in place of the old ones."""
    before, after = page.index(OPENING) + len(OPENING), page.index(CLOSING)
    return page[:before] + "\n" + "\n".join(_lines(figures)) + "\n" + page[after:]


def _between(page: str) -> str:
    return page[page.index(OPENING) + len(OPENING) : page.index(CLOSING)]


def _lines(figures: Mapping[str, Any]) -> Iterator[str]:
    yield "| questions | number | recall@1 (95 %) | recall@3 (95 %) | MRR (95 %) |"
    yield "|---|---|---|---|---|"
    rows = {
        "unseen: labelled without their nearest example": figures["unseen"]["labelled"],
        "unseen: curated examples without themselves": figures["unseen"]["examples"],
        **{f"as shipped: {name}": row for name, row in figures["ranking"].items()},
        "as shipped, among 10,000 procedures": figures["ranking_10000"],
    }
    for name, row in rows.items():
        cells = [f"{row[c][0]:.3f} ({row[c][1]:.3f}–{row[c][2]:.3f})" for c in COLUMNS[1:]]
        yield f"| {name} | {row['questions']} | {' | '.join(cells)} |"
    yield ""
    yield (
        f"False answers on questions out of scope, at 95 % of those in scope answered or offered: "
        f"{figures['false_answers_at_95']['all']:.3f} as shipped, {figures['false_answers_at_95_unseen']:.3f} unseen."
    )
    yield ""
    yield "| unseen, cross-fitted: confidence said | true | questions |"
    yield "|---|---|---|"
    for row in figures["reliability_unseen"]:
        yield f"| {row['said']:.2f} | {row['true']:.2f} | {row['questions']} |"


if __name__ == "__main__":
    measured = run(lambda line: sys.stderr.write(line + "\n"))
    PAGE.write_text(update(PAGE.read_text(encoding="utf-8"), measured), encoding="utf-8")
