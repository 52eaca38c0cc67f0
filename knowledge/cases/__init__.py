"""From the portal's table of papers to what one citizen needs: which case applies, and the papers of that case."""

from __future__ import annotations

from knowledge.cases.choices import (
    ALL,
    CaseOption,
    CaseQuestion,
    UnknownCase,
    chosen_options,
    next_question,
    questions,
)
from knowledge.cases.headings import Heading, Label, heading_of
from knowledge.cases.items import PaperItem
from knowledge.cases.papers import CasePapers, HeadedPapers, Papers, papers

__all__ = [
    "ALL",
    "CaseOption",
    "CasePapers",
    "CaseQuestion",
    "HeadedPapers",
    "Heading",
    "Label",
    "PaperItem",
    "Papers",
    "UnknownCase",
    "chosen_options",
    "heading_of",
    "next_question",
    "papers",
    "questions",
]
