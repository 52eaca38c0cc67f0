"""The escalation ladder; agencies, chains and successors"""

from __future__ import annotations

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Filled by the room that needs it."""


def downgrade() -> None:
    """Undoes :func:`upgrade`."""
