"""What people's taps teach: candidate and accepted examples, procedures wanted and not held."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "candidate_example",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("digest", sa.String(length=22), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_example")),
        sa.UniqueConstraint("digest", "code", "verdict", name=op.f("uq_candidate_example_digest_code_verdict")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "accepted_example",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("phrase", sa.String(length=200), nullable=False),
        sa.Column("accepted_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["public_service.code"], name=op.f("fk_accepted_example_code")),
        sa.PrimaryKeyConstraint("code", "phrase", name=op.f("pk_accepted_example")),
    )
    op.create_table(
        "not_held_count",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_not_held_count")),
    )


def downgrade() -> None:
    op.drop_table("not_held_count")
    op.drop_table("accepted_example")
    op.drop_table("candidate_example")
