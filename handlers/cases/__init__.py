"""/theodoi: one's own reports from this chat, any report with number and secret, and the talk with who works on it."""

from __future__ import annotations

from handlers.cases.attaching import handlers as attaching
from handlers.cases.pressing import handlers as pressing
from handlers.cases.typing import handlers as typing
from handlers.cases.ways_in import handlers as ways_in
from handlers.listing import Handlers


def handlers() -> Handlers:
    """Before the dossiers, which take any photo for a receipt; after the report that is being written."""
    return [*typing(), *attaching(), *ways_in(), *pressing()]
