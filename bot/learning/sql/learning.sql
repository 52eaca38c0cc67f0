-- add_candidate: one more person whose tap said this of these words
INSERT INTO candidate_example (digest, code, verdict, payload, count, first_at, last_at)
VALUES (:digest, :code, :verdict, :payload, 1, :now, :now)
ON CONFLICT (digest, code, verdict) DO UPDATE SET count = candidate_example.count + 1, last_at = excluded.last_at

-- candidates: what waits for an administrator, the most frequent first
SELECT id, digest, code, verdict, payload, count AS times FROM candidate_example ORDER BY count DESC, last_at DESC LIMIT :most

-- candidate: one of them
SELECT id, digest, code, verdict, payload, count AS times FROM candidate_example WHERE id = :id

-- drop_candidate: it was accepted or discarded
DELETE FROM candidate_example WHERE id = :id

-- add_example: an administrator found it right; it takes part in ranking
INSERT INTO accepted_example (code, phrase, accepted_at) VALUES (:code, :phrase, :now)
ON CONFLICT (code, phrase) DO NOTHING

-- bump_revision: every process builds its index anew
INSERT INTO publication (published_at, source, added, changed, unchanged) VALUES (:now, 'examples', 0, 1, 0)

-- count_not_held: somebody asked for a procedure of the catalogue that we do not hold
INSERT INTO not_held_count (code, name, count, last_at) VALUES (:code, :name, 1, :now)
ON CONFLICT (code) DO UPDATE SET count = not_held_count.count + 1, last_at = excluded.last_at

-- not_held: the most wanted first
SELECT code, name, count AS times FROM not_held_count ORDER BY count DESC, last_at DESC LIMIT :most

