"""Inspectors and administrators: accounts, what they may see, what they did. Times are UTC epoch milliseconds.

A staff member's name is kept in clear (it is shown to colleagues); chat addresses and TOTP seeds are sealed under the
server key, inspectorate keys to a pair from the member's own passphrase. ``token`` and ``person`` are keyed look-ups.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.database.base import Serial, metadata

_UNDECIDED = text("decided_at IS NULL")

staff = Table(
    "staff",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", String(16), nullable=False),  # inspector | lead | head | administrator | auditor
    Column("state", String(12), nullable=False),  # invited | waiting | active | revoked
    Column("passphrase", String(160)),  # Argon2id
    Column("totp", LargeBinary),
    Column("key_salt", LargeBinary),  # of the pair that comes from the passphrase: what is sealed to it, it opens
    Column("key_public", LargeBinary),
    Column("totp_step", BigInteger),  # of the last code taken: none is taken twice
    Column("failures", SmallInteger, nullable=False, server_default="0"),
    Column("locked_until", BigInteger, nullable=False, server_default="0"),
    Column("language", String(2), nullable=False, server_default="vi"),
    Column("invited_by", String(22)),
    Column("confirmed_by", String(22)),
    Column("created_at", BigInteger, nullable=False),
    Column("activated_at", BigInteger),
    Column("revoked_at", BigInteger),
)

staff_invitation = Table(
    "staff_invitation",
    metadata,
    Column("token", String(22), primary_key=True),
    Column("staff_id", String(22), ForeignKey("staff.id"), nullable=False),
    Column("kind", String(12), nullable=False),  # enrol | chat | recover
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Index("ix_staff_invitation_staff", "staff_id"),
)

staff_session = Table(
    "staff_session",
    metadata,
    Column("token", String(22), primary_key=True),
    Column("staff_id", String(22), ForeignKey("staff.id"), nullable=False),
    Column("keys", LargeBinary),  # unlocked inspectorate keys, wrapped by a secret that stands only in the cookie
    Column("created_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index("ix_staff_session_staff", "staff_id"),
    Index("ix_staff_session_expires", "expires_at"),
)

#: An inspectorate key as one member holds it: its private half sealed to the pair from the member's passphrase.
staff_key = Table(
    "staff_key",
    metadata,
    Column("staff_id", String(22), ForeignKey("staff.id"), primary_key=True),
    Column("key_id", String(22), ForeignKey("inspectorate_key.id"), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("granted_by", String(22)),
    Column("granted_at", BigInteger, nullable=False),
)

staff_chat = Table(
    "staff_chat",
    metadata,
    Column("staff_id", String(22), ForeignKey("staff.id"), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("bot", String(32), nullable=False),
    Column("person", String(22), nullable=False, unique=True),  # by numeric id: usernames change owners
    Column("address", LargeBinary, nullable=False),
    Column("bound_at", BigInteger, nullable=False),
)

#: What a member may see: all of a column that is null.
staff_scope = Table(
    "staff_scope",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("staff_id", String(22), ForeignKey("staff.id"), nullable=False),
    Column("province", String(4)),
    Column("commune", String(8)),
    Column("office", String(24)),
    Column("until", BigInteger),
    Index("ix_staff_scope_staff", "staff_id"),
    sqlite_autoincrement=True,
)

#: Where a member works: reports about it and what stands under it are closed to them.
staff_post = Table(
    "staff_post",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("staff_id", String(22), ForeignKey("staff.id"), nullable=False),
    Column("province", String(4)),
    Column("commune", String(8)),
    Column("office", String(24)),
    Index("ix_staff_post_staff", "staff_id"),
    sqlite_autoincrement=True,
)

#: A person named in a report, or with another conflict of interest: neither sees nor closes it.
case_exclusion = Table(
    "case_exclusion",
    metadata,
    Column("case_id", String(22), ForeignKey("report_case.id"), primary_key=True),
    Column("staff_id", String(22), ForeignKey("staff.id"), primary_key=True),
    Column("by", String(22), nullable=False),
    Column("at", BigInteger, nullable=False),
)

case_assignment = Table(
    "case_assignment",
    metadata,
    Column("case_id", String(22), ForeignKey("report_case.id"), primary_key=True),
    Column("staff_id", String(22), ForeignKey("staff.id"), nullable=False),
    Column("by", String(22), nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("ix_case_assignment_staff", "staff_id"),
)

#: A case that nobody acted upon in time climbed so far: who was told at each rung, as a number.
case_escalation = Table(
    "case_escalation",
    metadata,
    Column("case_id", String(22), ForeignKey("report_case.id", ondelete="CASCADE"), primary_key=True),
    Column("occasion", String(48), primary_key=True),  # why, and since which event or day
    Column("rung", SmallInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("people", Integer, nullable=False),
    Index("ix_case_escalation_at", "at"),
)

staff_delegation = Table(
    "staff_delegation",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("absent", String(22), ForeignKey("staff.id"), nullable=False),
    Column("deputy", String(22), ForeignKey("staff.id"), nullable=False),
    Column("first_day", Integer, nullable=False),
    Column("last_day", Integer, nullable=False),
    Index("ix_staff_delegation_absent", "absent"),
    sqlite_autoincrement=True,
)

#: What needs a second person.
approval = Table(
    "approval",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("kind", String(16), nullable=False),  # staff | reject | delete | unmask | totp
    Column("subject", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_by", String(22)),
    Column("asked_at", BigInteger, nullable=False),
    Column("decided_by", String(22)),
    Column("granted", Boolean),
    Column("decided_at", BigInteger),
    Index("ix_approval_open", "kind", "subject", sqlite_where=_UNDECIDED, postgresql_where=_UNDECIDED),
    sqlite_autoincrement=True,
)

#: Each row's ``hash`` is a keyed one over the row and the hash before: nothing can be changed, cut or reordered unseen.
audit = Table(
    "audit",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", String(22)),
    Column("action", String(32), nullable=False),
    Column("subject", String(64)),
    Column("detail", Text),  # structured, never content
    Column("hash", LargeBinary, nullable=False),
    Index("ix_audit_subject", "subject"),
)

#: After which row the chain begins, once its oldest rows are over their time. ``seal``: keyed, over the other columns.
audit_anchor = Table(
    "audit_anchor",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
    Column("cut_at", BigInteger, nullable=False),
    Column("seal", LargeBinary, nullable=False),
)

digest_setting = Table(
    "digest_setting",
    metadata,
    Column("staff_id", String(22), ForeignKey("staff.id"), primary_key=True),
    Column("schedule", String(64), nullable=False),  # a cron expression, in Vietnam's time
    Column("quiet_from", SmallInteger),  # hours of the day
    Column("quiet_to", SmallInteger),
    Column("last_to", BigInteger, nullable=False),  # end of the last half-open window
)

#: Every item once a reason.
digest_item = Table(
    "digest_item",
    metadata,
    Column("staff_id", String(22), ForeignKey("staff.id"), primary_key=True),
    Column("case_id", String(22), ForeignKey("report_case.id"), primary_key=True),
    Column("reason", String(16), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("sent_at", BigInteger, nullable=False),
    Index("ix_digest_item_sent", "sent_at"),
)

#: Counts kept in the transaction that changes a case: the console and the digest never count a million rows.
case_count = Table(
    "case_count",
    metadata,
    Column("province", String(4), primary_key=True),
    Column("commune", String(8), primary_key=True),
    Column("office", String(24), primary_key=True),
    Column("category", String(8), primary_key=True),
    Column("state", String(20), primary_key=True),
    Column("restricted", Boolean, primary_key=True),
    Column("count", Integer, nullable=False),
)

#: The same, all communes of a province together; and once more under the province "*", all of the country.
case_total = Table(
    "case_total",
    metadata,
    Column("province", String(4), primary_key=True),
    Column("office", String(24), primary_key=True),
    Column("category", String(8), primary_key=True),
    Column("state", String(20), primary_key=True),
    Column("restricted", Boolean, primary_key=True),
    Column("count", Integer, nullable=False),
)

#: What happened, by week of its day: the dashboard never reads a million rows. Restricted reports are not in it.
case_tally = Table(
    "case_tally",
    metadata,
    Column("week", Integer, primary_key=True, autoincrement=False),  # ordinal of its Monday, in Vietnam
    Column("province", String(4), primary_key=True),  # "" where none was named
    Column("office", String(24), primary_key=True),
    Column("measure", String(12), primary_key=True),  # bot/board/tally.py
    Column("value", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
    # The country's twelve weeks in one walk, in the order they are summed: an eighth of the time on SQLite.
    Index("ix_case_tally_sum", "week", "measure", "value", "province", "count"),
)

#: Days that citizens were told when an answer was late: the interim replies. The legal clock goes on as it was.
case_promise = Table(
    "case_promise",
    metadata,
    Column("case_id", String(22), ForeignKey("report_case.id"), primary_key=True),
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, nullable=False),
    Column("by", String(22), nullable=False),
)

saved_view = Table(
    "saved_view",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("staff_id", String(22), ForeignKey("staff.id"), nullable=False),
    Column("name", String(60), nullable=False),
    Column("query", Text, nullable=False),
    UniqueConstraint("staff_id", "name"),
    sqlite_autoincrement=True,
)
