"""Staff: accounts, what they hold and may see, approvals, the audit chain; digests and counts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

#: Reports filed before the counts were kept.
_FILL_COUNTS = """
INSERT INTO case_count (province, commune, office, category, state, restricted, count)
SELECT COALESCE(province, ''), COALESCE(commune, ''), COALESCE(office, ''), category, state, restricted, count(*)
FROM report_case
GROUP BY COALESCE(province, ''), COALESCE(commune, ''), COALESCE(office, ''), category, state, restricted
"""
_FILL_PROVINCES = """
INSERT INTO case_total (province, office, category, state, restricted, count)
SELECT province, office, category, state, restricted, sum(count) FROM case_count
GROUP BY province, office, category, state, restricted
"""
_FILL_COUNTRY = """
INSERT INTO case_total (province, office, category, state, restricted, count)
SELECT '*', office, category, state, restricted, sum(count) FROM case_count
GROUP BY office, category, state, restricted
"""
_LISTED = ["province", "commune", "office", "category", "state", "restricted"]
_DEMANDED = ["verdict", "province", "commune", "office", "paper", "reporter", "state", "restricted"]
#: Indexes of the work list and the dashboard.
_LISTS = (
    ("ix_report_case_clock", ["due_day", "id", "paused_at", *_LISTED], sa.text("due_day IS NOT NULL")),
    ("ix_report_case_newest", ["received_at", "id", *_LISTED], None),
    ("ix_report_case_kind", ["category", "received_at"], None),
    ("ix_report_case_office", ["office", "category", "received_at"], None),
    ("ix_report_case_demand", ["received_at", *_DEMANDED], sa.text("verdict IS NOT NULL")),
)
_UNREAD = sa.text("author = 'citizen' AND seen_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=22), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", sa.String(length=22), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_approval_open",
        "approval",
        ["kind", "subject"],
        unique=False,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(length=22), nullable=True),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_subject", "audit", ["subject"], unique=False)
    op.create_table(
        "case_count",
        sa.Column("province", sa.String(length=4), nullable=False),
        sa.Column("commune", sa.String(length=8), nullable=False),
        sa.Column("office", sa.String(length=24), nullable=False),
        sa.Column("category", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "province", "commune", "office", "category", "state", "restricted", name=op.f("pk_case_count")
        ),
    )
    op.create_table(
        "case_total",
        sa.Column("province", sa.String(length=4), nullable=False),
        sa.Column("office", sa.String(length=24), nullable=False),
        sa.Column("category", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("province", "office", "category", "state", "restricted", name=op.f("pk_case_total")),
    )
    for statement in (_FILL_COUNTS, _FILL_PROVINCES, _FILL_COUNTRY):
        op.execute(statement)
    op.create_table(
        "case_tally",
        sa.Column("week", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("province", sa.String(length=4), nullable=False),
        sa.Column("office", sa.String(length=24), nullable=False),
        sa.Column("measure", sa.String(length=12), nullable=False),
        sa.Column("value", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("week", "province", "office", "measure", "value", name=op.f("pk_case_tally")),
    )
    op.create_table(
        "case_promise",
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["report_case.id"], name=op.f("fk_case_promise_case_id")),
        sa.PrimaryKeyConstraint("case_id", "at", name=op.f("pk_case_promise")),
    )
    for name, columns, where in _LISTS:
        op.create_index(name, "report_case", columns, unique=False, sqlite_where=where, postgresql_where=where)
    op.create_index("ix_case_event_at", "case_event", ["at", "state"], unique=False)
    op.create_index(
        "ix_case_item_unread", "case_item", ["at"], unique=False, sqlite_where=_UNREAD, postgresql_where=_UNREAD
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("passphrase", sa.String(length=160), nullable=True),
        sa.Column("totp", sa.LargeBinary(), nullable=True),
        sa.Column("key_salt", sa.LargeBinary(), nullable=True),
        sa.Column("key_public", sa.LargeBinary(), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=True),
        sa.Column("failures", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("locked_until", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("language", sa.String(length=2), server_default="vi", nullable=False),
        sa.Column("invited_by", sa.String(length=22), nullable=True),
        sa.Column("confirmed_by", sa.String(length=22), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("activated_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_name")),
    )
    op.create_table(
        "case_assignment",
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("staff_id", sa.String(length=22), nullable=False),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["report_case.id"], name=op.f("fk_case_assignment_case_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_case_assignment_staff_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_assignment")),
    )
    op.create_index("ix_case_assignment_staff", "case_assignment", ["staff_id"], unique=False)
    op.create_table(
        "case_exclusion",
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("staff_id", sa.String(length=22), nullable=False),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["report_case.id"], name=op.f("fk_case_exclusion_case_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_case_exclusion_staff_id")),
        sa.PrimaryKeyConstraint("case_id", "staff_id", name=op.f("pk_case_exclusion")),
    )
    op.create_table(
        "digest_item",
        sa.Column("staff_id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["report_case.id"], name=op.f("fk_digest_item_case_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_digest_item_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "case_id", "reason", "version", name=op.f("pk_digest_item")),
    )
    op.create_index("ix_digest_item_sent", "digest_item", ["sent_at"], unique=False)
    op.create_table(
        "digest_setting",
        sa.Column("staff_id", sa.String(length=22), nullable=False),
        sa.Column("schedule", sa.String(length=64), nullable=False),
        sa.Column("quiet_from", sa.SmallInteger(), nullable=True),
        sa.Column("quiet_to", sa.SmallInteger(), nullable=True),
        sa.Column("last_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_digest_setting_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_digest_setting")),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("staff_id", sa.String(length=22), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_saved_view_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("staff_id", "name", name=op.f("uq_saved_view_staff_id_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "staff_chat",
        sa.Column("staff_id", sa.String(length=22), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("bot", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=22), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("bound_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_chat_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_staff_chat")),
        sa.UniqueConstraint("person", name=op.f("uq_staff_chat_person")),
    )
    op.create_table(
        "staff_delegation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("absent", sa.String(length=22), nullable=False),
        sa.Column("deputy", sa.String(length=22), nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["absent"], ["staff.id"], name=op.f("fk_staff_delegation_absent")),
        sa.ForeignKeyConstraint(["deputy"], ["staff.id"], name=op.f("fk_staff_delegation_deputy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_delegation")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_staff_delegation_absent", "staff_delegation", ["absent"], unique=False)
    op.create_table(
        "staff_invitation",
        sa.Column("token", sa.String(length=22), nullable=False),
        sa.Column("staff_id", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_invitation_staff_id")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_staff_invitation")),
    )
    op.create_index("ix_staff_invitation_staff", "staff_invitation", ["staff_id"], unique=False)
    op.create_table(
        "staff_key",
        sa.Column("staff_id", sa.String(length=22), nullable=False),
        sa.Column("key_id", sa.String(length=22), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("granted_by", sa.String(length=22), nullable=True),
        sa.Column("granted_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["inspectorate_key.id"], name=op.f("fk_staff_key_key_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_key_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "key_id", name=op.f("pk_staff_key")),
    )
    op.create_table(
        "staff_post",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("staff_id", sa.String(length=22), nullable=False),
        sa.Column("province", sa.String(length=4), nullable=True),
        sa.Column("commune", sa.String(length=8), nullable=True),
        sa.Column("office", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_post_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_post")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_staff_post_staff", "staff_post", ["staff_id"], unique=False)
    op.create_table(
        "staff_scope",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("staff_id", sa.String(length=22), nullable=False),
        sa.Column("province", sa.String(length=4), nullable=True),
        sa.Column("commune", sa.String(length=8), nullable=True),
        sa.Column("office", sa.String(length=24), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_scope_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_scope")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_staff_scope_staff", "staff_scope", ["staff_id"], unique=False)
    op.create_table(
        "staff_session",
        sa.Column("token", sa.String(length=22), nullable=False),
        sa.Column("staff_id", sa.String(length=22), nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_session_staff_id")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_staff_session")),
    )
    op.create_index("ix_staff_session_expires", "staff_session", ["expires_at"], unique=False)
    op.create_index("ix_staff_session_staff", "staff_session", ["staff_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_staff_session_staff", table_name="staff_session")
    op.drop_index("ix_staff_session_expires", table_name="staff_session")
    op.drop_table("staff_session")
    op.drop_index("ix_staff_scope_staff", table_name="staff_scope")
    op.drop_table("staff_scope")
    op.drop_index("ix_staff_post_staff", table_name="staff_post")
    op.drop_table("staff_post")
    op.drop_table("staff_key")
    op.drop_index("ix_staff_invitation_staff", table_name="staff_invitation")
    op.drop_table("staff_invitation")
    op.drop_index("ix_staff_delegation_absent", table_name="staff_delegation")
    op.drop_table("staff_delegation")
    op.drop_table("staff_chat")
    op.drop_table("saved_view")
    op.drop_table("digest_setting")
    op.drop_index("ix_digest_item_sent", table_name="digest_item")
    op.drop_table("digest_item")
    op.drop_table("case_exclusion")
    op.drop_index("ix_case_assignment_staff", table_name="case_assignment")
    op.drop_table("case_assignment")
    op.drop_table("staff")
    op.drop_index("ix_case_item_unread", table_name="case_item")
    op.drop_index("ix_case_event_at", table_name="case_event")
    for name, _, _ in _LISTS:
        op.drop_index(name, table_name="report_case")
    op.drop_table("case_promise")
    op.drop_table("case_total")
    op.drop_table("case_tally")
    op.drop_table("case_count")
    op.drop_index("ix_audit_subject", table_name="audit")
    op.drop_table("audit")
    op.drop_index(
        "ix_approval_open",
        table_name="approval",
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.drop_table("approval")
