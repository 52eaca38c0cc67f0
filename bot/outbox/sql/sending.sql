-- any_new: whether a look into the outbox is worth a write transaction
SELECT 1 FROM outbox
WHERE channel = :channel AND bot = :bot AND state IN ('new', 'sending') AND state = 'new' AND priority <= :ceiling
  AND (claim IS NULL OR claim <> :claim) AND (not_before <= :now OR attempts > 0)
LIMIT 1

-- resume_interrupted: a dead sender was at it; these may go out a second time
UPDATE outbox SET state = 'new', claim = NULL
WHERE channel = :channel AND bot = :bot AND state IN ('new', 'sending') AND state = 'sending'
  AND (must_arrive OR kind IN ('edit', 'delete'))

-- drop_interrupted: a dead sender was at it; these must not go out twice
UPDATE outbox SET state = 'dead', error = 'interrupted', finished_at = :now, address = NULL, payload = NULL
WHERE channel = :channel AND bot = :bot AND state IN ('new', 'sending') AND state = 'sending'

-- take: the most urgent that are due. What was tried before is taken whenever it is due: it holds the later ones of its chat
UPDATE outbox SET claim = :claim
WHERE id IN (
  SELECT id FROM outbox
  WHERE channel = :channel AND bot = :bot AND state IN ('new', 'sending') AND state = 'new' AND priority <= :ceiling
    AND (claim IS NULL OR claim <> :claim) AND (not_before <= :now OR attempts > 0)
    AND (kind = 'answer' OR lane NOT IN :lane_list)
  ORDER BY priority, id
  LIMIT :most
)
RETURNING id, dedup, lane, address, payload, kind, priority, must_arrive, not_before, expires_at, error

-- begin_sending: the fence: only what is still ours may be sent
UPDATE outbox SET state = 'sending', attempts = attempts + 1
WHERE id IN :id_list AND claim = :claim AND state IN ('new', 'sending')
RETURNING id

-- give_back: the sender has forgotten them
UPDATE outbox SET state = 'new', claim = NULL
WHERE id IN :id_list AND claim = :claim AND state IN ('new', 'sending')

-- finish: over; nothing readable stays
UPDATE outbox SET state = :state, message_id = :message_id, error = :error, finished_at = :now, address = NULL,
  payload = NULL, claim = NULL
WHERE id = :id AND claim = :claim

-- set_aside: over, and an operator may try once more; blanked after some days (bot.retention)
UPDATE outbox SET state = 'dead', error = :error, finished_at = :now, claim = NULL
WHERE id = :id AND claim = :claim

-- send_again: back in the queue
UPDATE outbox SET state = 'new', kind = :kind, lane = :lane, address = :address, not_before = :not_before, error = :error
WHERE id = :id AND claim = :claim

-- add_unreachable: the person has shut the chat
INSERT INTO unreachable_chat (lane, since) VALUES (:lane, :now)
ON CONFLICT (lane) DO NOTHING

-- drop_unreachable: messages arrive again
DELETE FROM unreachable_chat WHERE lane IN :lane_list
