"""What papers are called, by the name they have in the table of demands."""

from __future__ import annotations

from functools import cache

from bot.reports.demands.papers import DATA
from knowledge.search.files import read_table


@cache
def paper_names() -> dict[str, str]:
    """The first phrase of each row of demands/data/papers.tsv."""
    rows = read_table(DATA / "papers.tsv", ("paper", "phrases", "also"), ("paper", "phrases"))
    return {row["paper"]: row["phrases"].partition(";")[0].strip() for row in rows}
