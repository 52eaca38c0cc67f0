"""Files of forms: which drafts and versions name them; for how long one person alone switches a channel off"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

SEED = Path(__file__).parents[1] / "seed" / "0015.json"


def upgrade() -> None:
    op.create_table(
        "form_use",
        sa.Column("form_id", sa.String(22), primary_key=True),
        sa.Column("draft_id", sa.BigInteger, primary_key=True, autoincrement=False),
    )
    uses = sa.table("form_use", sa.column("form_id"), sa.column("draft_id"))
    connection = op.get_bind()
    found = {(form, 0) for (body,) in connection.execute(_bodies("public_service_version")) for form in _named(body)}
    drafts = connection.execute(_bodies("service_draft").add_columns(sa.column("id")))
    found |= {(form, draft_id) for body, draft_id in drafts for form in _named(body)}
    rows = json.loads(SEED.read_text(encoding="utf-8"))["legal_parameter"]
    for row in rows:
        row["effective_from"] = date.fromisoformat(row["effective_from"]).toordinal()
    op.bulk_insert(sa.table("legal_parameter", *(sa.column(column) for column in rows[0])), rows)
    if found:
        op.bulk_insert(uses, [{"form_id": form, "draft_id": draft} for form, draft in sorted(found)])


def _bodies(table: str) -> sa.Select[Any]:
    return sa.select(sa.column("body", sa.LargeBinary)).select_from(sa.table(table))


def _named(body: bytes) -> Iterator[str]:
    """Ids of the files that a stored record names."""
    plain = zlib.decompress(body)
    if b'"form_files":[{' in plain:
        yield from (file["file"] for file in json.loads(plain)["local"]["form_files"])


def downgrade() -> None:
    table = sa.table("legal_parameter", sa.column("name"))
    op.execute(table.delete().where(table.c.name == "channel_off_hours"))
    op.drop_table("form_use")
