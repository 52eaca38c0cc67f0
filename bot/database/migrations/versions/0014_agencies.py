"""Agencies: kind, place, superior, from when to when, and who took over"""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_SEED = Path(__file__).parents[1] / "seed" / "0014.json"


def upgrade() -> None:
    op.create_table(
        "agency_detail",
        sa.Column("agency_id", sa.BigInteger, sa.ForeignKey("agency.id"), primary_key=True, autoincrement=False),
        sa.Column("name_en", sa.Text, nullable=False, server_default=""),
        sa.Column("kind", sa.String(32)),
        sa.Column("province", sa.String(4)),
        sa.Column("commune", sa.String(8)),
        sa.Column("superior", sa.BigInteger, sa.ForeignKey("agency.id")),
        sa.Column("valid_from", sa.Integer),
        sa.Column("valid_to", sa.Integer),
        sa.Column("successor", sa.BigInteger, sa.ForeignKey("agency.id")),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
    )
    _fill(json.loads(_SEED.read_text(encoding="utf-8")))


def _fill(seed: dict[str, list[dict[str, Any]]]) -> None:
    """What an administrator has renamed or removed meanwhile is left alone."""
    agency = sa.table("agency", sa.column("id"), sa.column("name"))
    detail = sa.table(
        "agency_detail",
        *map(sa.column, ("agency_id", "kind", "province", "valid_from", "valid_to", "successor", "changed_at")),
    )
    connection = op.get_bind()
    ids = _ids(connection, agency)
    former = [row for row in seed["former"] if row["successor"] in ids and row["name"] not in ids]
    if former:
        op.bulk_insert(agency, [{"name": row["name"]} for row in former])
        ids = _ids(connection, agency)
    now = int(time.time() * 1000)
    rows: list[tuple[dict[str, Any], int | None]] = [(row, None) for row in seed["standing"] if row["name"] in ids]
    rows += [(row, ids[row["successor"]]) for row in former]
    if rows:
        op.bulk_insert(detail, [_detail(row, ids[row["name"]], successor, now) for row, successor in rows])


def _detail(row: dict[str, Any], agency_id: int, successor: int | None, now: int) -> dict[str, Any]:
    ends = row.get("valid_to")
    return {
        "agency_id": agency_id,
        "kind": row["kind"],
        "province": row.get("province"),
        "valid_from": None,
        "valid_to": date.fromisoformat(ends).toordinal() if ends else None,
        "successor": successor,
        "changed_at": now,
    }


def _ids(connection: sa.Connection, agency: sa.TableClause) -> dict[str, int]:
    return {row.name: row.id for row in connection.execute(sa.select(agency.c.name, agency.c.id))}


def downgrade() -> None:
    op.drop_table("agency_detail")
