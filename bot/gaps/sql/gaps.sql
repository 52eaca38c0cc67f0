-- add_gap: words that were not answered rightly; once more, they are open again unless they were told to be none of ours
INSERT INTO gap (digest, payload, kind, code, state, first_at, last_at)
VALUES (:digest, :payload, :kind, :code, 'open', :now, :now)
ON CONFLICT (digest) DO UPDATE SET last_at = excluded.last_at, kind = excluded.kind, code = excluded.code,
    state = CASE WHEN gap.state = 'not_ours' THEN gap.state ELSE 'open' END

-- add_asker: one person more who asked it
INSERT INTO gap_asker (gap_id, person) SELECT id, :person FROM gap WHERE digest = :digest
ON CONFLICT (gap_id, person) DO NOTHING

-- add_waiting: this chat wants to be told
INSERT INTO gap_waiting (gap_id, chat, channel, bot, address, language, since)
SELECT id, :chat, :channel, :bot, :address, :language, :now FROM gap WHERE digest = :digest
ON CONFLICT (gap_id, chat) DO UPDATE SET language = excluded.language

-- known: whether these words are kept
SELECT 1 FROM gap WHERE digest = :digest

-- open_gaps: with how many people asked and how many wait; those most asked first
SELECT gap.id, digest, payload, kind, code, last_at,
    (SELECT count(*) FROM gap_asker WHERE gap_id = gap.id) AS people,
    (SELECT count(*) FROM gap_waiting WHERE gap_id = gap.id) AS waiting
FROM gap WHERE state = 'open' ORDER BY people DESC, last_at DESC, gap.id LIMIT :most

-- settle: answered, or none of ours
UPDATE gap SET state = :state, answered = :code, settled_by = :by, last_at = :now
WHERE id IN :id_list AND state = 'open'

-- settled: what was settled in this act
SELECT id, digest, payload FROM gap WHERE id IN :id_list AND state = :state

-- add_example: the words lead to the procedure from now on
INSERT INTO accepted_example (code, phrase, accepted_at) VALUES (:code, :phrase, :now)
ON CONFLICT (code, phrase) DO NOTHING

-- bump_revision: every process builds its index anew
INSERT INTO publication (published_at, source, added, changed, unchanged) VALUES (:now, 'examples', 0, 1, 0)

-- waiting: who is to be told
SELECT gap_id, chat, channel, bot, address, language FROM gap_waiting WHERE gap_id = :gap_id ORDER BY chat

-- gap: how it was settled
SELECT state, answered FROM gap WHERE id = :gap_id

-- drop_waiting: told
DELETE FROM gap_waiting WHERE gap_id = :gap_id
