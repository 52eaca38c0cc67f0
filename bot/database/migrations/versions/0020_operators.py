"""Dead letters, channels, who is blocked"""

from __future__ import annotations

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
