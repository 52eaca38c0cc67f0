"""Which rows of a published list speak of the paper that was demanded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.cases import PaperItem
from knowledge.search.concepts import load_concepts
from knowledge.search.files import read_table
from knowledge.search.lexicon import Lexicon, Syllable
from knowledge.search.text import fold, words

DATA = Path(__file__).parent / "data"
#: Share of the telling words of a demand that a row must hold when the paper has no everyday name of its own.
ENOUGH = 0.75
#: Beyond this a row explains, it no longer names.
HEAD = 420
_EXPLAINS = re.compile(r"(?<=[.;])\s*(?:Trường hợp|Nếu|Đối với|Lưu ý)\b|\btrừ trường hợp\b")
_FORM = re.compile(r"^\W*(?:to khai|don |phieu|mau |giay de nghi|giay khai(?! sinh)|ban khai|van ban de nghi)")
#: These forms are papers of their own ("bản khai lý lịch"); others only carry the name of what they apply for.
_FILLED_IN = re.compile(r"^\W*(?:Bản khai|Phiếu tự khai)", re.IGNORECASE)
_COPY = re.compile(
    r"\b(?:photo|pho to|phô tô|photocopy|công chứng|chứng thực|bản sao|sao y|cong chung|sao y|chung thuc)\b"
)


@dataclass(frozen=True, slots=True)
class Demanded:
    """A demand read: the papers named, its telling words, whether it wants an application form or a copy."""

    papers: frozenset[str]
    telling: frozenset[str]
    form: bool
    copy: bool

    @property
    def names_itself(self) -> bool:
        """Whether its own words may be looked for in the rows: no everyday name says it better."""
        return not self.papers or (self.form and len(self.telling) > 1)


@dataclass(frozen=True)
class PaperNames:
    """Everyday and official names; `also` widens a paper to those whose row covers it."""

    lexicon: Lexicon
    also: dict[str, tuple[str, ...]]
    fillers: frozenset[str]
    abbreviations: dict[str, str]

    def read(self, demanded: str) -> Demanded:
        """Read what somebody says was demanded."""
        typed = [w for word in words(demanded) for w in words(self.abbreviations.get(word, word))]
        syllables = [Syllable(word, fold(word)) for word in typed]
        found = frozenset(match.meaning for match in self.lexicon.find(syllables))
        telling = frozenset(s.folded for s in syllables if s.folded not in self.fillers)
        return Demanded(found, telling, bool(_FORM.match(fold(demanded))), bool(_COPY.search(demanded.lower())))

    def in_row(self, item: PaperItem) -> frozenset[str]:
        """The papers that a row names."""
        if item.form and not _FILLED_IN.match(item.label):
            return frozenset()
        text = f"{item.label}. {head_of(item)}"
        return frozenset(match.meaning for match in self.lexicon.find([Syllable(w, fold(w)) for w in words(text)]))


def head_of(item: PaperItem) -> str:
    """The part of a row that names the paper; what follows explains when and how."""
    name = item.evidence.name
    stop = _EXPLAINS.search(name)
    return name[: min(stop.start() if stop and stop.start() else len(name), HEAD)]


def matching_rows(demanded: str, items: Iterable[PaperItem]) -> list[PaperItem]:
    """Rows that ask for the demanded paper, in the portal's order; empty when none does."""
    names = paper_names()
    wanted = names.read(demanded)
    rows = list(items)
    close = [item for item in rows if _overlap(wanted, item) >= ENOUGH] if wanted.names_itself else []
    named = [item for item in rows if item.role != "note"]
    papers = {item.number: names.in_row(item) for item in named}
    if wanted.form and not wanted.telling and not wanted.papers:
        return [item for item in named if item.form]  # "đơn đề nghị": whatever form the procedure has
    exact = [item for item in named if wanted.papers & papers[item.number]]
    if exact:
        return _in_order([*exact, *close])
    wider = {other for paper in wanted.papers for other in names.also.get(paper, ())}
    return _in_order([*close, *(item for item in named if wider & papers[item.number])])


def wants_copy(demanded: str) -> bool:
    """Whether a copy is asked for, certified or not."""
    return paper_names().read(demanded).copy


def _in_order(rows: Iterable[PaperItem]) -> list[PaperItem]:
    return sorted({item.number: item for item in rows}.values(), key=lambda item: item.number)


def _overlap(wanted: Demanded, item: PaperItem) -> float:
    if not wanted.telling:
        return 0.0
    text = head_of(item) if item.role == "note" else f"{item.label} {head_of(item)} {' '.join(item.evidence.forms)}"
    return len(wanted.telling & {fold(word) for word in words(text)}) / len(wanted.telling)


@cache
def paper_names() -> PaperNames:
    """The shipped names. :raises KnowledgeRejected: the table is malformed."""
    rows = list(read_table(DATA / "papers.tsv", ("paper", "phrases", "also"), ("paper", "phrases")))
    return PaperNames(
        Lexicon((phrase, row["paper"]) for row in rows for phrase in row.several("phrases")),
        {row["paper"]: row.several("also") for row in rows},
        frozenset((DATA / "fillers.txt").read_text("utf-8").split()),
        {k: v for k, v in load_concepts().abbreviations.items() if len(k) > 1},
    )
