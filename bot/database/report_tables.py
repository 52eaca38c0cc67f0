"""Reports (PAKN). Times are UTC epoch milliseconds; days are ``date.toordinal()``.

What a citizen wrote, sent or told stands only in ``case_item``, sealed to the key of its case; ``report_case`` holds
structured facts that a digest may show and count. ``owner``, ``reporter``, ``person``, ``chat`` and ``dossier`` are
keyed look-up values. Addresses, drafts and undelivered replies are sealed under the server key.
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
    text,
)

from bot.database.base import Serial, metadata

_OPEN_REQUEST = text("done_at IS NULL")
_UNREAD = text("author = 'citizen' AND seen_at IS NULL")
_RUNNING = text("due_day IS NOT NULL")
_DEMAND = text("verdict IS NOT NULL")
_LISTED = ("province", "commune", "office", "category", "state", "restricted")
_RANKED = ("office", "province", "received_at", "commune", "reporter", "state", "restricted", "id")
_DEMANDED = ("verdict", "province", "commune", "office", "paper", "reporter", "state", "restricted")

#: Public halves; the private ones never stand in the database. ``scope``: a province's code, or "VN" for all.
inspectorate_key = Table(
    "inspectorate_key",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("scope", String(8), nullable=False),
    Column("for_leads", Boolean, nullable=False),  # holders also read the restricted queue
    Column("public", LargeBinary, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("retired_at", BigInteger),
)

report_case = Table(
    "report_case",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("number", String(12), nullable=False, unique=True),
    Column("secret", String(160), nullable=False),  # Argon2id over a keyed HMAC
    Column("draft", String(22), nullable=False, unique=True),  # look-up of the draft it was: one tap twice files once
    Column("owner", String(22)),  # the chat it came from; null once that link is cut
    Column("reporter", String(22)),  # the person, for counting distinct reporters and for limits
    Column("received_at", BigInteger, nullable=False),
    Column("state", String(20), nullable=False),  # bot/reports/cases/states.yaml
    Column("state_at", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),  # how many events; what writers check
    Column("level", String(2), nullable=False),  # HV | QD | HT
    Column("category", String(8), nullable=False),  # the primary one, as the citizen confirmed it
    Column("categories", String(32), nullable=False),  # all confirmed, by comma
    Column("judged", String(32), nullable=False),  # what the classifier said, by comma
    Column("severity", SmallInteger, nullable=False),  # 1 to 4
    Column("restricted", Boolean, nullable=False),  # reads like a denunciation: leads only, listed nowhere else
    Column("province", String(4)),
    Column("commune", String(8)),
    Column("office", String(24)),  # kind of office, bot/reports/offices.tsv
    Column("procedure_code", String(40)),
    Column("procedure_version", Integer),
    Column("dossier", String(22)),
    Column("days_late", Integer),  # working days, when a dossier showed it
    Column("money", String(8)),  # asked | paid | refused
    Column("verdict", String(16)),  # of the demand against the published list
    Column("paper", String(64)),  # the paper demanded: its name in demands/data/papers.tsv, or "other"
    Column("for_other", Boolean, nullable=False),
    Column("wants_person", Boolean, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("language", String(2), nullable=False),
    Column("clock", String(24)),  # which legal clock runs: name of the legal parameter
    Column("due_day", Integer),
    Column("paused_at", BigInteger),
    Column("finding", String(24)),
    Column("rating", SmallInteger),
    Column("closed_at", BigInteger),
    Column("erased_at", BigInteger),
    Column("public", LargeBinary, nullable=False),  # public half of the case's key
    Column("proof_salt", LargeBinary, nullable=False),
    Column("proof", String(64), nullable=False),  # SHA-256, see bot/reports/cases/proof.py
    Column("sketch", LargeBinary),  # 64 values of 4 bits, keyed; lossy on purpose
    Column("cluster", String(22)),
    Index("ix_report_case_owner", "owner", "received_at"),
    Index("ix_report_case_reporter", "reporter", "received_at"),
    Index("ix_report_case_received", "received_at"),
    Index("ix_report_case_state", "state", "due_day"),
    Index("ix_report_case_place", "province", "commune", "received_at"),
    Index("ix_report_case_cluster", "cluster"),
    # The work list reads these alone: the one of open cases by their clock, the others by age.
    Index(
        "ix_report_case_clock", "due_day", "id", "paused_at", *_LISTED, sqlite_where=_RUNNING, postgresql_where=_RUNNING
    ),
    Index("ix_report_case_newest", "received_at", "id", *_LISTED),
    Index("ix_report_case_kind", "category", "received_at"),
    Index("ix_report_case_office", "office", "category", "received_at"),
    # Persons by office, for the ranking: in the order in which they are grouped.
    Index("ix_report_case_ranked", *_RANKED),
    Index("ix_report_case_demand", "received_at", *_DEMANDED, sqlite_where=_DEMAND, postgresql_where=_DEMAND),
)

#: The private half of a case's key, sealed to each inspectorate key of its chain. Destroying these rows erases it.
case_key = Table(
    "case_key",
    metadata,
    Column("case_id", String(22), ForeignKey("report_case.id"), primary_key=True),
    Column("key_id", String(22), ForeignKey("inspectorate_key.id"), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

case_item = Table(
    "case_item",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("case_id", String(22), ForeignKey("report_case.id"), nullable=False),
    Column("kind", String(12), nullable=False),  # narrative | facts | message | file | letter | note
    Column("author", String(10), nullable=False),  # citizen | inspector | program
    Column("at", BigInteger, nullable=False),
    Column("key", LargeBinary, nullable=False),  # the item's own key, sealed to the case
    Column("body", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),  # bytes of the plain body
    Column("media", String(40)),  # of a file
    Column("seen_at", BigInteger),  # by the other side
    Index("ix_case_item_case", "case_id", "at"),
    # What citizens wrote and nobody has read: the digest reads it by time.
    Index("ix_case_item_unread", "at", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
)

case_event = Table(
    "case_event",
    metadata,
    Column("case_id", String(22), ForeignKey("report_case.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("state", String(20), nullable=False),
    Column("actor", String(10), nullable=False),  # citizen | inspector | program
    Column("reason", String(32)),
    Column("due_day", Integer),
    Index("ix_case_event_at", "at", "state"),  # what came to pass in a window: digests, figures of a week
)

case_address = Table(
    "case_address",
    metadata,
    Column("case_id", String(22), ForeignKey("report_case.id"), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("bot", String(32), nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("language", String(2), nullable=False),
)

#: Another chat that has shown number and secret.
case_access = Table(
    "case_access",
    metadata,
    Column("chat", String(22), primary_key=True),
    Column("case_id", String(22), ForeignKey("report_case.id"), primary_key=True),
    Column("until", BigInteger, nullable=False),
    Index("ix_case_access_until", "until"),
)

#: A reply as the citizen will read it, under the server key, until it was delivered and 7 days more.
case_reply = Table(
    "case_reply",
    metadata,
    Column("item_id", String(22), ForeignKey("case_item.id"), primary_key=True),
    Column("case_id", String(22), ForeignKey("report_case.id"), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("delivered_at", BigInteger),
    Index("ix_case_reply_case", "case_id", "at"),
    Index("ix_case_reply_delivered", "delivered_at"),
)

case_cluster = Table(
    "case_cluster",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("sketch", LargeBinary, nullable=False),  # of its first report
    Column("category", String(8), nullable=False),
    Column("province", String(4)),
    Column("commune", String(8)),
    Column("first_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("reporters", Integer, nullable=False),
    Column("alerted_at", BigInteger),
    Index("ix_case_cluster_last", "last_at"),
)

consent = Table(
    "consent",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("person", String(22), nullable=False),
    Column("purpose", String(24), nullable=False),
    Column("text_version", String(16), nullable=False),  # beginning of the SHA-256 of the words agreed to
    Column("language", String(2), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("given_at", BigInteger, nullable=False),
    Column("withdrawn_at", BigInteger),
    Index("ix_consent_person", "person"),
    sqlite_autoincrement=True,
)

#: Evidence sent before the report was filed, under the server key; goes with the draft.
draft_file = Table(
    "draft_file",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("owner", String(22), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("facts", LargeBinary, nullable=False),  # media, size, SHA-256 of the original; sealed JSON
    Column("size", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Index("ix_draft_file_owner", "owner"),
    Index("ix_draft_file_created", "created_at"),
)

#: A file on its way to a chat (proof of filing, a letter), under the server key.
outgoing_file = Table(
    "outgoing_file",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("lane", String(22), nullable=False),  # of the chat it goes to; nobody else may fetch it
    Column("name", LargeBinary, nullable=False),
    Column("media", String(40), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Index("ix_outgoing_file_created", "created_at"),
)

#: What a data subject asked for and the program cannot do at once.
privacy_request = Table(
    "privacy_request",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("person", String(22), nullable=False),
    Column("kind", String(16), nullable=False),  # erase | correct | export | withdraw
    Column("case_id", String(22), ForeignKey("report_case.id")),
    Column("asked_at", BigInteger, nullable=False),
    Column("answer_due", Integer, nullable=False),
    Column("done_due", Integer, nullable=False),
    Column("done_at", BigInteger),
    Index("ix_privacy_request_open", "done_due", sqlite_where=_OPEN_REQUEST, postgresql_where=_OPEN_REQUEST),
    sqlite_autoincrement=True,
)
