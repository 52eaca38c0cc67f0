-- blank_dead_updates: what could not be answered is not kept longer than operators need to look at it
UPDATE inbox SET payload = NULL WHERE seq IN (
    SELECT seq FROM inbox WHERE state = 'dead' AND payload IS NOT NULL AND finished_at < :before LIMIT :chunk)

-- forget_updates: the keys that keep a redelivered update from being answered twice
DELETE FROM inbox WHERE seq IN (
    SELECT seq FROM inbox WHERE state <> 'new' AND finished_at < :before LIMIT :chunk)

-- forget_messages: the keys of what was said
DELETE FROM outbox WHERE id IN (
    SELECT id FROM outbox WHERE state IN ('sent', 'uncertain', 'dead') AND finished_at < :before LIMIT :chunk)

-- forget_history: what a web chat shows of earlier days
DELETE FROM web_history WHERE id IN (SELECT id FROM web_history WHERE created_at < :before LIMIT :chunk)

-- forget_drafts: where an idle conversation stood
DELETE FROM session WHERE lane IN (SELECT lane FROM session WHERE updated_at < :before LIMIT :chunk)

-- forget_tries: tries at dossiers that are no longer counted
DELETE FROM dossier_attempt WHERE subject IN (
    SELECT subject FROM dossier_attempt WHERE first_at < :before AND locked_until < :before LIMIT :chunk)

-- forget_access: who has shown that a dossier is theirs, once that has ended
DELETE FROM dossier_access WHERE (chat, code) IN (
    SELECT chat, code FROM dossier_access WHERE until < :before LIMIT :chunk)

-- forget_due: the keys of what was done
DELETE FROM due WHERE key IN (
    SELECT key FROM due WHERE state IN ('done', 'dead') AND finished_at < :before LIMIT :chunk)

-- forget_candidates: words whose taps no administrator took up, since they were last said
DELETE FROM candidate_example WHERE id IN (SELECT id FROM candidate_example WHERE last_at < :before LIMIT :chunk)

-- forget_draft_files: evidence whose draft is gone with its conversation
DELETE FROM draft_file WHERE id IN (
    SELECT id FROM draft_file
    WHERE created_at < :before AND NOT EXISTS (SELECT 1 FROM session WHERE session.lane = draft_file.owner)
    LIMIT :chunk)

-- forget_stray_files: evidence of a conversation that goes on, for a report that does not
DELETE FROM draft_file WHERE id IN (SELECT id FROM draft_file WHERE created_at < :before LIMIT :chunk)

-- forget_outgoing_files: files that went out with a message
DELETE FROM outgoing_file WHERE id IN (SELECT id FROM outgoing_file WHERE created_at < :before LIMIT :chunk)

-- forget_checklists: lists of papers that nobody opens any more
DELETE FROM checklist WHERE (chat, code) IN (
    SELECT chat, code FROM checklist WHERE opened_at < :before LIMIT :chunk)

-- forget_recipients: which chats a broadcast went to, once its messages are forgotten too
DELETE FROM broadcast_recipient WHERE (broadcast_id, chat) IN (
    SELECT broadcast_id, chat FROM broadcast_recipient JOIN broadcast ON broadcast.id = broadcast_id
    WHERE ends_at < :before LIMIT :chunk)

-- forget_gaps: questions that nobody asked again, with who waits for an answer
DELETE FROM gap WHERE id IN (SELECT id FROM gap WHERE last_at < :before LIMIT :chunk)

-- forget_preflights: what drafts of long ago would have changed
DELETE FROM preflight WHERE (draft_id, revision, base) IN (
    SELECT draft_id, revision, base FROM preflight WHERE made_at < :before LIMIT :chunk)
