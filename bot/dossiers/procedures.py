"""Procedures as dossiers name them: published here, or only in the national catalogue, or a local variant of either."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from functools import cache

from knowledge.search.shipped import shipped_catalogue

#: A province's own variant carries the national code first: 1.011442.000.00.00.H38.
_NATIONAL = re.compile(r"\d\.\d{6}")


@cache
def catalogue_names() -> dict[str, str]:
    """Name by code, of the whole national catalogue as it ships."""
    return {entry.code: entry.name for entry in shipped_catalogue()}


def national_code(code: str) -> str:
    match = _NATIONAL.match(code)
    return match[0] if match else code


def known_in(published: Container[str]) -> Callable[[str], bool]:
    """Whether a code is known, given those that are published here."""

    def is_known(code: str) -> bool:
        national = national_code(code)
        return national in published or national in catalogue_names()

    return is_known
