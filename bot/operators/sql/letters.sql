-- dead_in: updates that were set aside, put together by why. By the index of dead rows
SELECT channel, coalesce(error, '') AS why, count(*) AS many,
  sum(CASE WHEN payload IS NULL THEN 0 ELSE 1 END) AS can_retry,
  min(finished_at) AS first_at, max(finished_at) AS last_at, max(attempts) AS tries
FROM inbox WHERE state = 'dead' GROUP BY channel, coalesce(error, '') ORDER BY last_at DESC LIMIT :most

-- dead_out: messages that could not be delivered, put together by why
SELECT channel, coalesce(error, '') AS why, count(*) AS many,
  sum(CASE WHEN payload IS NULL OR expires_at <= :now THEN 0 ELSE 1 END) AS can_retry,
  min(finished_at) AS first_at, max(finished_at) AS last_at, max(attempts) AS tries
FROM outbox WHERE state = 'dead' GROUP BY channel, coalesce(error, '') ORDER BY last_at DESC LIMIT :most

-- letters_in: one group, the oldest first. No content: only what it was and how it went
SELECT seq AS number, lane, 'update' AS kind, received_at AS at, finished_at, attempts AS tries,
  CASE WHEN payload IS NULL THEN 0 ELSE 1 END AS can_retry
FROM inbox WHERE state = 'dead' AND channel = :channel AND coalesce(error, '') = :why ORDER BY seq LIMIT :most

-- letters_out: one group, the oldest first
SELECT id AS number, lane, kind, created_at AS at, finished_at, attempts AS tries,
  CASE WHEN payload IS NULL OR expires_at <= :now THEN 0 ELSE 1 END AS can_retry
FROM outbox WHERE state = 'dead' AND channel = :channel AND coalesce(error, '') = :why ORDER BY id LIMIT :most

-- retry_in: back into the queue under its old number, so in its old place. Not before every claim of the lane that
-- may be under way has ended: it holds the later ones of the lane until then, and nothing overtakes
UPDATE inbox SET state = 'new', attempts = 0, not_before = :later, error = NULL, finished_at = NULL, claim = NULL,
  lease_until = NULL
WHERE state = 'dead' AND payload IS NOT NULL AND channel = :channel AND coalesce(error, '') = :why
  AND finished_at <= :seen AND (CAST(:number AS BIGINT) = 0 OR seq = :number)

-- retry_out: back into the queue under its old number; what may not go out any more stays
UPDATE outbox SET state = 'new', not_before = 0, error = NULL, finished_at = NULL, claim = NULL
WHERE state = 'dead' AND payload IS NOT NULL AND (expires_at IS NULL OR expires_at > :now)
  AND channel = :channel AND coalesce(error, '') = :why
  AND finished_at <= :seen AND (CAST(:number AS BIGINT) = 0 OR id = :number)

-- discard_in: nothing of it is left but its key, against redelivery
UPDATE inbox SET state = 'dropped', payload = NULL
WHERE state = 'dead' AND channel = :channel AND coalesce(error, '') = :why AND finished_at <= :seen
  AND (CAST(:number AS BIGINT) = 0 OR seq = :number)

-- discard_out: nothing of it is left but its key, so that it is not said again
UPDATE outbox SET state = 'dropped', payload = NULL, address = NULL
WHERE state = 'dead' AND channel = :channel AND coalesce(error, '') = :why AND finished_at <= :seen
  AND (CAST(:number AS BIGINT) = 0 OR id = :number)
