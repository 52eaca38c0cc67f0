-- ask: one person's wish; another one decides
INSERT INTO broadcast (text_vi, text_en, audience, which, starts_at, ends_at, state, author, asked_at, expected, queued, withdrawn)
VALUES (:text_vi, :text_en, :audience, :which, :starts_at, :ends_at, 'waiting', :author, :now, :expected, 0, 0)
RETURNING id

-- one: a broadcast
SELECT id, text_vi, text_en, audience, which, starts_at, ends_at, state, author, asked_at, decided_by, stopped_by, expected,
  queued, withdrawn FROM broadcast WHERE id = :id

-- recent: the newest first
SELECT id, text_vi, text_en, audience, which, starts_at, ends_at, state, author, asked_at, decided_by, stopped_by, expected,
  queued, withdrawn FROM broadcast ORDER BY id DESC LIMIT :most

-- decide: another person than who asked
UPDATE broadcast SET state = :state, decided_by = :by
WHERE id = :id AND state = 'waiting' AND author <> :by AND ends_at > :now

-- stop: whatever has been done of it
UPDATE broadcast SET state = 'stopped', stopped_by = :by WHERE id = :id AND state IN ('waiting', 'approved', 'done')

-- withdraw: what has not left yet never will; nothing readable stays
UPDATE outbox SET state = 'dead', error = 'withdrawn', finished_at = :now, address = NULL, payload = NULL
WHERE state = 'new' AND dedup IN (SELECT dedup FROM broadcast_recipient WHERE broadcast_id = :id)

-- count_withdrawn: so many were held back
UPDATE broadcast SET withdrawn = withdrawn + :count WHERE id = :id

-- count_queued: one batch more; no row when it was stopped meanwhile
UPDATE broadcast SET queued = queued + :count WHERE id = :id AND state = 'approved'

-- finish: everybody has it, or its time is over
UPDATE broadcast SET state = 'done' WHERE id = :id AND state = 'approved'

-- add_recipient: a chat, once
INSERT INTO broadcast_recipient (broadcast_id, chat, dedup) VALUES (:id, :chat, :dedup)
ON CONFLICT (broadcast_id, chat) DO NOTHING

-- results: what became of its messages
SELECT outbox.state AS state, count(*) AS count FROM broadcast_recipient
JOIN outbox ON outbox.dedup = broadcast_recipient.dedup WHERE broadcast_id = :id GROUP BY outbox.state
