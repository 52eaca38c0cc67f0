"""What the console keeps besides"""

from __future__ import annotations

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Filled by the room that needs it."""


def downgrade() -> None:
    """Undoes :func:`upgrade`."""
