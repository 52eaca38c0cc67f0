"""/suathutuc: common changes of a procedure from an administrator's own chat, and the second person's decision.

To everybody else the command is an unknown one, its buttons are out of date, and what they type is a question.
"""

from __future__ import annotations

from handlers.changes import deciding, writing
from handlers.listing import Handlers


def handlers() -> Handlers:
    """Before every other room but the report: while a change is being written, words belong to it."""
    return [*writing.handlers(), *deciding.handlers()]
