"""One-stop offices, their hours and points"""

from __future__ import annotations

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Filled by the room that needs it."""


def downgrade() -> None:
    """Undoes :func:`upgrade`."""
