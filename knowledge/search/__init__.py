"""Finding the procedure that a question means."""

from knowledge.search.concepts import Concepts, load_concepts
from knowledge.search.engine import SearchEngine
from knowledge.search.entry import CatalogueName, SearchEntry
from knowledge.search.result import Facet, Hit, NearMiss, NearMissOption, SearchResult

__all__ = [
    "CatalogueName",
    "Concepts",
    "Facet",
    "Hit",
    "NearMiss",
    "NearMissOption",
    "SearchEngine",
    "SearchEntry",
    "SearchResult",
    "load_concepts",
]
