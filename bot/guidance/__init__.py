"""What a citizen is told about a procedure: content without words of our own, which the templates add."""

from __future__ import annotations

from bot.guidance.blocks import Block, Page, Section
from bot.guidance.card import FACETS, Card, CardPart, Facet, card
from bot.guidance.paging import paginate
from bot.guidance.sections import SECTION_KEYS, section, sections

__all__ = [
    "FACETS",
    "SECTION_KEYS",
    "Block",
    "Card",
    "CardPart",
    "Facet",
    "Page",
    "Section",
    "card",
    "paginate",
    "section",
    "sections",
]
