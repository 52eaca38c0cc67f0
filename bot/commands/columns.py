"""Columns of what is typed again into another command."""

from __future__ import annotations

from rich.table import Column


def whole_column(header: str) -> Column:
    """Never shortened, however narrow the terminal: the others give way."""
    return Column(header, no_wrap=True, overflow="fold")
