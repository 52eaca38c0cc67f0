-- drop_draft_files: evidence of a report that will not be sent
DELETE FROM draft_file WHERE owner = :lane

-- drop_sent_files: files that went out; while a message still waits for this chat, they may be on their way
DELETE FROM outgoing_file WHERE lane = :chat
  AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.lane = :chat AND state IN ('new', 'sending'))

-- drop_questions: that this person asked, and that this chat waits
DELETE FROM gap_asker WHERE person = :person

-- drop_waiting: nobody is to be told here
DELETE FROM gap_waiting WHERE chat = :chat

-- drop_notices: no notices for everybody here any more; that none are wanted stays known
DELETE FROM notice_choice WHERE chat = :chat AND address IS NOT NULL

-- blank_dead_updates: words that could not be answered, kept for operators to try again
UPDATE inbox SET payload = NULL WHERE lane = :lane AND state = 'dead' AND payload IS NOT NULL

-- blank_dead_messages: and answers that could not be delivered
UPDATE outbox SET payload = NULL, address = NULL WHERE lane = :chat AND state = 'dead' AND payload IS NOT NULL

-- drop_follows: no dossier is followed from here any more
DELETE FROM dossier_follow WHERE chat = :chat

-- drop_lists: the papers that were written down here
DELETE FROM checklist WHERE chat = :chat

-- drop_access: nor can one be opened without being asked again
DELETE FROM dossier_access WHERE chat = :chat

-- drop_addresses: no more pushes about the reports of a chat
DELETE FROM case_address WHERE case_id IN (SELECT id FROM report_case WHERE owner = :chat)

-- drop_case_access: what this chat has opened with number and secret is shut again
DELETE FROM case_access WHERE chat = :chat

-- linked: the reports of a chat
SELECT id, received_at FROM report_case WHERE owner = :chat ORDER BY id

-- cut_links: these reports lead to no chat any more; who reported younger ones still counts for the limits of a day
UPDATE report_case SET owner = NULL, reporter = CASE WHEN received_at > :since THEN reporter ELSE NULL END
WHERE owner = :chat

-- forget_reporter: the limits need it no more
UPDATE report_case SET reporter = NULL WHERE id = :case_id AND owner IS NULL

-- recent_of_bot: what the bot said here lately and still knows the number of. By the index on finished_at
SELECT message_id FROM outbox
WHERE finished_at > :since AND lane = :chat AND state = 'sent' AND kind = 'say' AND message_id IS NOT NULL

-- recent_of_person: what the person wrote here lately. It was answered later than it came: by the index on finished_at
SELECT message_id FROM inbox
WHERE finished_at > :since AND received_at > :since AND lane = :lane AND message_id IS NOT NULL

-- history_rows: everything that the page of a web chat is made of
SELECT id FROM web_history WHERE lane = :chat ORDER BY id

-- drop_pictures: proofs of filing that have not left yet; a sender finds them gone when it is about to send
UPDATE outbox SET state = 'dead', error = 'withdrawn', finished_at = :now, address = NULL, payload = NULL, claim = NULL
WHERE state = 'new' AND lane = :chat AND substr(dedup, 1, :length) = :picture

-- pictures_leaving: proofs that are on their way since, or came; only what came has a number
SELECT state, message_id FROM outbox
WHERE lane = :chat AND substr(dedup, 1, :length) = :picture
  AND (state = 'sending' OR (state = 'sent' AND finished_at >= :now))
