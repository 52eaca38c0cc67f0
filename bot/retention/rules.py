"""What is not kept for ever. How long is a legal parameter each, seeded by migration 0022; its bounds stand in
bot/legal/bounds.py. Cases have their own terms: bot.reports.cases.keeping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table

from bot.database.checklist_tables import checklist
from bot.database.dossier_tables import dossier_access, dossier_attempt, due
from bot.database.gap_tables import gap, preflight
from bot.database.knowledge_tables import form_file
from bot.database.notice_tables import broadcast_recipient
from bot.database.operator_tables import block_appeal, flood_mark, person_block
from bot.database.report_tables import case_access, case_cluster, case_reply, draft_file, outgoing_file, report_case
from bot.database.tables import candidate_example, inbox, outbox, session, web_history
from bot.reports.cases.clusters import WINDOW


@dataclass(frozen=True, slots=True)
class Rule:
    """``name``: the query in sql/retention.sql that selects primary keys of ``table``, older than ``:before``.

    ``parameter``: the legal parameter with the days. None: ``days``, which nothing but the program itself sets.
    ``blank``: columns that are set anew instead of deleting the row.
    """

    name: str
    table: Table
    parameter: str | None = None
    days: int = 0
    blank: Mapping[str, Any] = field(default_factory=dict)


RULES = (
    Rule("blank_dead_updates", inbox, "keep_dead_update_days", blank={"payload": None}),
    Rule("forget_updates", inbox, "keep_update_key_days"),
    Rule("blank_dead_messages", outbox, "keep_dead_message_days", blank={"payload": None, "address": None}),
    Rule("forget_unsent", outbox, "keep_unsent_days"),
    Rule("forget_messages", outbox, "keep_message_key_days"),
    Rule("forget_history", web_history, "keep_history_days"),
    Rule("forget_drafts", session, "report_draft_days"),
    Rule("forget_draft_files", draft_file, "report_draft_days"),
    Rule("forget_stray_files", draft_file, "keep_stray_file_days"),
    Rule("forget_outgoing_files", outgoing_file, "keep_sent_file_days"),
    Rule("forget_candidates", candidate_example, "keep_candidate_days"),
    # A lock lasts minutes; two days hold every count of tries that is still looked at.
    Rule("forget_tries", dossier_attempt, days=2),
    # The rows carry the moment of their own end.
    Rule("forget_access", dossier_access),
    Rule("forget_due", due, "keep_due_key_days"),
    Rule("forget_checklists", checklist, "keep_checklist_days"),
    Rule("forget_gaps", gap, "keep_gap_days"),
    Rule("forget_recipients", broadcast_recipient, "keep_recipient_days"),
    Rule("forget_floods", flood_mark, days=2),
    Rule("forget_appeals", block_appeal, "keep_block_days"),
    Rule("forget_blocks", person_block, "keep_block_days"),
    Rule("forget_preflights", preflight, "keep_preflight_days"),
    # A file that no version and no undecided draft names: somebody may still want it for another one.
    Rule("forget_forms", form_file, days=30),
    Rule("forget_replies", case_reply, "case_reply_days"),
    Rule("forget_case_access", case_access),
    # What no new report is compared with any more.
    Rule("forget_sketches", report_case, days=WINDOW.days, blank={"sketch": None}),
    Rule("forget_cluster_sketches", case_cluster, days=WINDOW.days, blank={"sketch": b""}),
)
