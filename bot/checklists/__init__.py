"""Lists of papers that citizens keep for their case: ticked off, resumed, shared, told when the procedure changes."""

from bot.checklists.desk import ChecklistDesk
from bot.checklists.lines import Changes, Facts, Line, case_names, changes, facts_of, lines_of
from bot.checklists.model import Checklist, Kept, Mark

__all__ = [
    "Changes",
    "Checklist",
    "ChecklistDesk",
    "Facts",
    "Kept",
    "Line",
    "Mark",
    "case_names",
    "changes",
    "facts_of",
    "lines_of",
]
