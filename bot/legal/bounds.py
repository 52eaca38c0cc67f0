"""Terms of keeping: which parameters let data go, and within what they can be set at all."""

from __future__ import annotations

#: (least, most) days by parameter. The least keeps the program right, the most keeps what citizens were promised.
KEEPING: dict[str, tuple[int, int]] = {
    # Payloads of updates that failed: a week for operators.
    "keep_dead_update_days": (1, 7),
    # The Bot API delivers again for 24 hours; ids restart at random after a week of silence. /dulieu
    # promises that marks without words go after 14 days at the latest.
    "keep_update_key_days": (2, 14),
    "keep_message_key_days": (2, 14),
    # A job planned again within a week must be known as done.
    "keep_due_key_days": (7, 14),
    # The chat page and /dulieu promise these to everybody who writes: shorter is allowed, longer is not.
    "keep_history_days": (1, 7),
    "keep_sent_file_days": (1, 7),
    "keep_stray_file_days": (1, 30),
    "keep_candidate_days": (1, 90),
    "keep_gap_days": (7, 90),
    "keep_checklist_days": (7, 180),
    "keep_recipient_days": (1, 14),
    "keep_preflight_days": (1, 365),
    "report_draft_days": (1, 30),
    "case_reply_days": (1, 30),
    "case_link_days": (14, 365),
    "case_text_days": (90, 3650),
    "case_warning_days": (1, 13),
    # Sealed words of messages that failed on the way out: as those of updates that failed on the way in.
    "keep_dead_message_days": (1, 7),
    # Longer than any outage; shorter than anybody would still want to read it.
    "keep_unsent_days": (7, 90),
    # Who objects late, and whoever counts blocks, still find them.
    "keep_block_days": (30, 365),
    # Who looked at what can be asked for five years.
    "audit_days": (1825, 3650),
}
