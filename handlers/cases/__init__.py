"""/theodoi: one's own reports from this chat, any report with number and secret, and the talk with who works on it."""

from __future__ import annotations

from handlers.cases import attaching, pressing, typing, ways_in
from handlers.listing import Handlers


def handlers() -> Handlers:
    """Before the dossiers, which take any photo for a receipt; after the report that is being written."""
    return [*typing.handlers(), *attaching.handlers(), *ways_in.handlers(), *pressing.handlers()]
