"""The errors of the house, sorted by who must act.

MotCuaError
├── OperatorError       whoever runs the program must act: settings, keys, database, token
│   ├── SettingsError
│   ├── KeyFolderError
│   └── DatabaseUnusable
│       └── DatabaseTooNew
├── Unreadable          nobody can: one stored value is lost; whoever meets it goes on without it
├── KnowledgeRejected   an administrator must mend the file that was offered
└── TurnConflict        nobody must act: the turn lost its claim, somebody else does it

The docstring of a class is its default message.
"""

from __future__ import annotations


class MotCuaError(Exception):
    """Something went wrong."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


class OperatorError(MotCuaError):
    """The program cannot work as it is set up."""


class SettingsError(OperatorError):
    """A setting has a value that cannot be used."""


class KeyFolderError(OperatorError):
    """The server key is missing, unreadable or not the one that sealed this database."""


class DatabaseUnusable(OperatorError):
    """The database cannot be opened."""


class DatabaseTooNew(DatabaseUnusable):
    """The database was written by a newer version of this program. Update the program, or restore an older backup."""


class Unreadable(MotCuaError, ValueError):
    """A stored value does not open: altered, moved from another place, or sealed under another key."""


class KnowledgeRejected(MotCuaError):
    """The file has errors; nothing was imported."""

    def __init__(self, problems: list[str]) -> None:
        """:param problems: one line an error, each naming file, line and field."""
        super().__init__("\n".join(problems))
        self.problems = problems


class TurnConflict(MotCuaError):
    """The claim on this turn was lost to another worker; its writes were dropped."""
