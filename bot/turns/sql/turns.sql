-- any_waiting: whether a claim is worth a transaction
SELECT 1 FROM inbox
WHERE state = 'new' AND channel IN :channel_list AND not_before <= :now AND (lease_until IS NULL OR lease_until < :now)
LIMIT 1

-- load_sessions: where the conversations of these lanes stand
SELECT lane, state, version FROM session WHERE lane IN :lane_list

-- finish: the fence; as many rows as turns must change, or somebody else has them. Payloads are not kept
UPDATE inbox SET state = 'done', payload = NULL, claim = NULL, lease_until = NULL, error = NULL, finished_at = :now
WHERE claim = :claim AND state = 'new' AND seq IN :seq_list

-- save_session: keep the newer version
INSERT INTO session (lane, state, version, updated_at) VALUES (:lane, :state, :version, :updated_at)
ON CONFLICT (lane) DO UPDATE SET state = excluded.state, version = excluded.version, updated_at = excluded.updated_at
WHERE session.version < excluded.version

-- put_back: a turn failed and is tried again later; its lane waits for it
UPDATE inbox SET claim = NULL, lease_until = NULL, not_before = :not_before, error = :error
WHERE claim = :claim AND state = 'new' AND seq = :seq

-- set_aside: a turn failed for good; kept for operators, its lane goes on
UPDATE inbox SET state = 'dead', claim = NULL, lease_until = NULL, error = :error, finished_at = :now
WHERE claim = :claim AND state = 'new' AND seq = :seq

