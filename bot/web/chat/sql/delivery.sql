-- any_new: whether there is anything to deliver. SQLite finds open rows by index only where the words of the index stand
SELECT 1 FROM outbox
WHERE channel = :channel AND bot = :bot AND state IN ('new', 'sending') AND state = 'new' AND not_before <= :now
  AND priority <= :ceiling
LIMIT 1

-- drop_late: what was held while the channel was off, and is over
UPDATE outbox SET state = 'dead', error = 'expired', finished_at = :now, address = NULL, payload = NULL
WHERE channel = :channel AND bot = :bot AND state IN ('new', 'sending') AND state = 'new' AND kind = 'say'
  AND expires_at <= :now

-- add_event: put an event into a visitor's history; the same one stays as it is
INSERT INTO web_history (lane, dedup, kind, payload, created_at)
VALUES (:lane, :dedup, :kind, :payload, :created_at)
ON CONFLICT (dedup) DO NOTHING

-- change_said: give a message of the bot its new state
UPDATE web_history SET payload = :payload WHERE id = :id

-- said_before: the messages that edits point at
SELECT id, lane, dedup, payload FROM web_history WHERE kind = 'say' AND id IN :id_list

-- remove_events: the visitor wants a row of their history gone
DELETE FROM web_history WHERE lane = :lane AND id = :id

-- mark_sent: done; what was said now lives in the history alone
UPDATE outbox SET state = 'sent', address = NULL, payload = NULL, finished_at = :now
WHERE id IN :id_list AND state = 'new'

-- mark_dead: set aside what cannot be read, so that it stops nobody else
UPDATE outbox SET state = 'dead', error = :error, finished_at = :now
WHERE id = :id AND state = 'new'
