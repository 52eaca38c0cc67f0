"""Questions without a right answer, and who waits for one"""

from __future__ import annotations

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Filled by the room that needs it."""


def downgrade() -> None:
    """Undoes :func:`upgrade`."""
