"""What the console calls the things that go after their time, by rule."""

from __future__ import annotations

from bot.texts import N_

WORDS = {
    "blank_dead_updates": N_("Words of messages that could not be answered"),
    "forget_updates": N_("Bare keys of messages that came"),
    "blank_dead_messages": N_("Words of messages that could not be delivered"),
    "forget_unsent": N_("Messages that nothing has sent"),
    "forget_floods": N_("Who wrote too fast"),
    "forget_appeals": N_("Objections to blocks that are over"),
    "forget_blocks": N_("Blocks that are over"),
    "forget_messages": N_("Bare keys of messages that went out"),
    "forget_history": N_("What the chat page shows of earlier days"),
    "forget_drafts": N_("Conversations and drafts that stand idle"),
    "forget_draft_files": N_("Files of drafts that are gone"),
    "forget_stray_files": N_("Files sent for a report that was not filed"),
    "forget_outgoing_files": N_("Files that went out with a message"),
    "forget_candidates": N_("Questions that taps suggest as examples"),
    "forget_tries": N_("Tries at dossiers"),
    "forget_access": N_("Who has shown that a dossier is theirs"),
    "forget_due": N_("Bare keys of what was done by the clock"),
    "forget_checklists": N_("Lists of papers that nobody opens"),
    "forget_gaps": N_("Questions nobody could answer"),
    "forget_recipients": N_("Which chats a broadcast went to"),
    "forget_forms": N_("Files of forms that no version and no draft names"),
    "forget_preflights": N_("What drafts of procedures would have changed"),
    "forget_replies": N_("Readable copies of replies that were read"),
    "forget_case_access": N_("Who has shown number and secret of a report"),
    "forget_sketches": N_("What new reports are compared with"),
    "forget_cluster_sketches": N_("What new reports are compared with, of groups"),
    "links_to_cut": N_("Links from closed reports to who wrote"),
    "texts_to_erase": N_("Words and files of closed reports; number, states and counts stay"),
}
