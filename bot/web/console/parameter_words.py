"""What the console calls legal parameters, their units, and what is wrong with a field."""

from __future__ import annotations

from bot.texts import N_

NAMES = {
    "office_hours": N_("Office hours"),
    "on_time_most_supplements": N_("Requests for papers after which a dossier no longer counts as on time"),
    "pakn_screen": N_("Reports: to be looked through within"),
    "pakn_supplement": N_("Reports: time to add what is missing"),
    "pakn_answer": N_("Reports: to be answered within"),
    "pakn_publish": N_("Reports: answer to be published within"),
    "data_request_answer": N_("Personal data: a request to be answered within"),
    "data_request_done": N_("Personal data: a request to be carried out within"),
    "report_draft_days": N_("Reports: drafts are kept for"),
    "report_hourly": N_("Reports of one person in an hour, at most"),
    "report_daily": N_("Reports of one person in a day, at most"),
    "report_global_hourly": N_("Reports of everybody in an hour, at most"),
    "case_dispute_days": N_("Reports: an answer may be disputed for"),
    "case_link_days": N_("Reports: the link to who wrote is kept for"),
    "case_text_days": N_("Reports: words and files are kept for"),
    "case_reply_days": N_("Reports: a reply stays readable for"),
    "receipt_mask_hours": N_("Photos of receipts are kept for"),
    "ladder_untaken_hours": N_("Reports nobody takes up: the next level is told after"),
    "ladder_step_hours": N_("Reports past their time: one level higher every"),
    "ladder_depth": N_("Reports past their time: levels that are told, at most"),
    "keep_dead_update_days": N_("Kept: words of messages that could not be answered"),
    "keep_update_key_days": N_("Kept: bare keys of messages that came"),
    "keep_message_key_days": N_("Kept: bare keys of messages that went out"),
    "keep_due_key_days": N_("Kept: bare keys of what was done by the clock"),
    "keep_history_days": N_("Kept: what the chat page shows of earlier days"),
    "keep_sent_file_days": N_("Kept: files that went out with a message"),
    "keep_stray_file_days": N_("Kept: files sent for a report that was not filed"),
    "keep_candidate_days": N_("Kept: questions that taps suggest as examples"),
    "keep_gap_days": N_("Kept: questions nobody could answer"),
    "keep_checklist_days": N_("Kept: lists of papers that nobody opens"),
    "keep_recipient_days": N_("Kept: which chats a broadcast went to"),
    "keep_preflight_days": N_("Kept: what a draft would have changed"),
    "case_warning_days": N_("Reports: who wrote is told before the link goes, days ahead"),
    "audit_days": N_("Kept: who looked at or changed what"),
    "knowledge_review_days": N_("Procedures: to be held against the portal again after"),
}
UNITS = {
    "working_day": N_("working days"),
    "calendar_day": N_("calendar days"),
    "day": N_("days"),
    "hour": N_("hours"),
    "count": N_("times"),
    "step": N_("levels"),
    "local_time": N_("hours of the day"),
}
WRONG = {
    "number": N_("Write a whole number that can be true, from 1 on."),
    "bounds": N_("Too short for the program to stay right, or longer than people were promised."),
    "hours": N_("Write hours like 07:00-11:30,13:30-17:00."),
    "day": N_("Write a date."),
    "order": N_("It has to begin after the value that is the newest now."),
    "missing": N_("Write where this stands: number and date of the document."),
    "long": N_("This is too long."),
    "year": N_("Write a year from 2025 on."),
}
