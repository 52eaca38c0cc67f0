"""Dead letters, channels, who is blocked"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

SEED = Path(__file__).parents[1] / "seed" / "0020.json"
_SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "channel_hold",
        sa.Column("channel", sa.String(16), primary_key=True),
        sa.Column("part", sa.String(8), primary_key=True),
        sa.Column("held", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.String(22), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "sender_state",
        sa.Column("channel", sa.String(16), primary_key=True),
        sa.Column("bot", sa.String(32), primary_key=True),
        sa.Column("why", sa.String(16)),
        sa.Column("until", sa.BigInteger),
        sa.Column("since", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "flood_mark",
        sa.Column("lane", sa.String(22), primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("first_at", sa.BigInteger, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
    )
    op.create_index("ix_flood_mark_last", "flood_mark", ["last_at"])
    is_dead = sa.text("state = 'dead'")
    for table in ("inbox", "outbox"):
        op.create_index(f"ix_{table}_dead", table, ["finished_at"], sqlite_where=is_dead, postgresql_where=is_dead)
    _create_blocks()
    _seed()


def _create_blocks() -> None:
    op.create_table(
        "person_block",
        sa.Column("id", _SERIAL, primary_key=True, autoincrement=True),
        sa.Column("lane", sa.String(22), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.String(22), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("wanted_until", sa.BigInteger),
        sa.Column("confirmed_by", sa.String(22)),
        sa.Column("lifted_by", sa.String(22)),
        sa.Column("lifted_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_person_block_lane", "person_block", ["lane"])
    op.create_index("ix_person_block_until", "person_block", ["until"])
    op.create_table(
        "block_appeal",
        sa.Column("id", _SERIAL, primary_key=True, autoincrement=True),
        sa.Column("block_id", sa.BigInteger, sa.ForeignKey("person_block.id"), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("bot", sa.String(32), nullable=False),
        sa.Column("address", sa.LargeBinary, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("decided_by", sa.String(22)),
        sa.Column("decided_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    is_open = sa.text("state = 'open'")
    op.create_index(
        "ux_block_appeal_open",
        "block_appeal",
        ["block_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _seed() -> None:
    rows = json.loads(SEED.read_text(encoding="utf-8"))["legal_parameter"]
    for row in rows:
        row["effective_from"] = date.fromisoformat(row["effective_from"]).toordinal()
    op.bulk_insert(sa.table("legal_parameter", *(sa.column(column) for column in rows[0])), rows)


def downgrade() -> None:
    table = sa.table("legal_parameter", sa.column("name"))
    names = [row["name"] for row in json.loads(SEED.read_text(encoding="utf-8"))["legal_parameter"]]
    op.execute(table.delete().where(table.c.name.in_(names)))
    for name in ("inbox", "outbox"):
        op.drop_index(f"ix_{name}_dead", name)
    for name in ("block_appeal", "person_block", "flood_mark", "sender_state", "channel_hold"):
        op.drop_table(name)
