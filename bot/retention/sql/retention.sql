-- blank_dead_updates: what could not be answered is not kept longer than operators need to look at it
SELECT seq FROM inbox WHERE state = 'dead' AND payload IS NOT NULL AND finished_at < :before

-- forget_updates: the keys that keep a redelivered update from being answered twice
SELECT seq FROM inbox WHERE state <> 'new' AND finished_at < :before

-- forget_messages: the keys of what was said
SELECT id FROM outbox WHERE state IN ('sent', 'uncertain', 'dead', 'dropped') AND finished_at < :before

-- forget_history: what a web chat shows of earlier days
SELECT id FROM web_history WHERE created_at < :before

-- forget_drafts: where an idle conversation stood
SELECT lane FROM session WHERE updated_at < :before

-- forget_tries: tries at dossiers that are no longer counted
SELECT subject FROM dossier_attempt WHERE first_at < :before AND locked_until < :before

-- forget_access: who has shown that a dossier is theirs, once that has ended
SELECT chat, code FROM dossier_access WHERE until < :before

-- forget_due: the keys of what was done
SELECT key FROM due WHERE state IN ('done', 'dead') AND finished_at < :before

-- forget_candidates: words whose taps no administrator took up, since they were last said
SELECT id FROM candidate_example WHERE last_at < :before

-- forget_draft_files: evidence whose draft is gone with its conversation
SELECT id FROM draft_file
WHERE created_at < :before AND NOT EXISTS (SELECT 1 FROM session WHERE session.lane = draft_file.owner)

-- forget_stray_files: evidence of a conversation that goes on, for a report that does not
SELECT id FROM draft_file WHERE created_at < :before

-- forget_outgoing_files: files that went out with a message
SELECT id FROM outgoing_file WHERE created_at < :before

-- forget_checklists: lists of papers that nobody opens any more
SELECT chat, code FROM checklist WHERE opened_at < :before

-- forget_recipients: which chats a broadcast went to, once its messages are forgotten too
SELECT broadcast_id, chat FROM broadcast_recipient JOIN broadcast ON broadcast.id = broadcast_id
WHERE ends_at < :before

-- forget_gaps: questions that nobody asked again, with who waits for an answer
SELECT id FROM gap WHERE last_at < :before

-- forget_preflights: what drafts of long ago would have changed
SELECT draft_id, revision, base FROM preflight WHERE made_at < :before

-- forget_replies: readable copies of what was read some days ago; sealed to the case it stays
SELECT item_id FROM case_reply WHERE delivered_at < :before

-- forget_case_access: who has shown number and secret, once that has ended
SELECT chat, case_id FROM case_access WHERE until < :before

-- forget_sketches: of reports that nothing is compared with any more
SELECT id FROM report_case WHERE received_at < :before AND sketch IS NOT NULL

-- forget_cluster_sketches: and of clusters
SELECT id FROM case_cluster WHERE last_at < :before AND length(sketch) > 0

-- blank_dead_messages: what could not be delivered is not kept longer than operators need to try again
SELECT id FROM outbox WHERE state = 'dead' AND payload IS NOT NULL AND finished_at < :before

-- forget_unsent: of a bot that nobody serves any more; whoever has it in hand finds at the fence that it is gone
SELECT id FROM outbox WHERE state IN ('new', 'sending') AND created_at < :before AND not_before < :before

-- forget_floods: who wrote too fast, once that is long over
SELECT lane FROM flood_mark WHERE last_at < :before

-- forget_appeals: what was said against a block that is over, before the block itself
SELECT block_appeal.id FROM block_appeal JOIN person_block ON person_block.id = block_id
WHERE coalesce(lifted_at, until) < :before

-- forget_blocks: blocks that are over, once nothing that was said against them is left
SELECT id FROM person_block WHERE coalesce(lifted_at, until) < :before
  AND NOT EXISTS (SELECT 1 FROM block_appeal WHERE block_id = person_block.id)

-- forget_forms: files of forms that nothing names any more
SELECT id FROM form_file WHERE added_at < :before AND NOT EXISTS (
  SELECT 1 FROM form_use LEFT JOIN service_draft ON service_draft.id = form_use.draft_id
  WHERE form_use.form_id = form_file.id
    AND (form_use.draft_id = 0 OR service_draft.state IN ('draft', 'review', 'scheduled')))
