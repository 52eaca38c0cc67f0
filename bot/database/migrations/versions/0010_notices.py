"""Notices, broadcasts and channels that are off"""

from __future__ import annotations

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Filled by the room that needs it."""


def downgrade() -> None:
    """Undoes :func:`upgrade`."""
