-- add: something to be done at a time; what was planned under the same key stays as it is
INSERT INTO due (key, kind, at, subject) VALUES (:key, :kind, :at, :subject) ON CONFLICT (key) DO NOTHING

-- ready: what is due now of these kinds, oldest first
SELECT key, kind, subject, attempts FROM due
WHERE state = 'new' AND at <= :now AND kind IN :kind_list ORDER BY at, key LIMIT :most

-- finish: done, in the transaction that did it; the subject is not kept. One row, or somebody else did it
UPDATE due SET state = 'done', subject = NULL, error = NULL, finished_at = :now WHERE key = :key AND state = 'new'

-- put_off: it failed and is tried again later
UPDATE due SET at = :at, attempts = attempts + 1, error = :error WHERE key = :key AND state = 'new'

-- give_up: it failed for good; kept for operators, without its subject
UPDATE due SET state = 'dead', subject = NULL, error = :error, finished_at = :now WHERE key = :key AND state = 'new'

-- waiting: what of a kind is still to be done, whenever
SELECT key, subject FROM due WHERE state = 'new' AND kind = :kind
