"""What staff read of codes, from words.yaml and words.en.yaml; and replies that stand ready, one file a state."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.reports.demands.papers import DATA
from bot.texts import Language
from knowledge.search.files import read_table

HERE = Path(__file__).parent
REPLIES = HERE / "replies"
PAPERS = DATA / "papers.tsv"


@dataclass(frozen=True, slots=True)
class ReadyReply:
    title: str
    text: str


@cache
def words(language: Language = "vi") -> dict[str, dict[str, str]]:
    file = HERE / ("words.yaml" if language == "vi" else f"words.{language}.yaml")
    found: dict[str, dict[str, str]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def word(kind: str, code: str | None, language: Language = "vi") -> str:
    """A code that has no words stands for itself: nothing is hidden from staff."""
    return words(language)[kind].get(code or "", code or "")


def paper_name(code: str | None, language: Language = "vi") -> str:
    """The everyday name of a paper, the first of its row in papers.tsv: papers are called what they are called."""
    return words(language)["papers"].get(code or "") or _papers().get(code or "", code or "")


@cache
def _papers() -> dict[str, str]:
    rows = read_table(PAPERS, ("paper", "phrases", "also"), ("paper", "phrases"))
    return {row["paper"]: row["phrases"].split(";")[0].strip() for row in rows}


@cache
def ready_replies(state: str, language: Language = "vi") -> tuple[ReadyReply, ...]:
    """Files ``<state>-*.txt``, in order of their names: the first line is the title, Vietnamese | English.

    The text is for the citizen and stays Vietnamese.
    """
    found = []
    for path in sorted(REPLIES.glob(f"{state}-*.txt")):
        titles, _, text = path.read_text(encoding="utf-8").partition("\n")
        vietnamese, _, english = titles.partition("|")
        title = vietnamese if language == "vi" else english
        found.append(ReadyReply(title.strip(), text.strip()))
    return tuple(found)


def rendered(name: str, **values: str) -> str:
    """The words of ``replies/<name>.txt``, with ``{values}`` in their places. :raises KeyError: one is missing."""
    return (REPLIES / f"{name}.txt").read_text(encoding="utf-8").strip().format_map(values)
