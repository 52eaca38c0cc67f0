-- latest_shown: the last bubbles of a lane, newest first
SELECT id, dedup, kind, payload, created_at FROM web_history
WHERE lane = :lane AND kind IN ('user', 'say')
ORDER BY id DESC LIMIT :most

-- last_id: the newest event of a lane, 0 for an empty one
SELECT COALESCE(MAX(id), 0) FROM web_history WHERE lane = :lane

-- events_after: what follows an event, oldest first
SELECT id, dedup, kind, payload, created_at FROM web_history
WHERE lane = :lane AND id > :after
ORDER BY id LIMIT :most

-- young_ids: events that may have become visible after a larger id did
SELECT id FROM web_history
WHERE lane = :lane AND id <= :after AND created_at > :recent
ORDER BY id DESC LIMIT :most

-- events: these events of this lane
SELECT id, dedup, kind, payload, created_at FROM web_history
WHERE lane = :lane AND id IN :id_list
ORDER BY id

-- said: messages of the bot by id, in this lane only
SELECT id, dedup, kind, payload, created_at FROM web_history
WHERE lane = :lane AND kind = 'say' AND id IN :id_list

-- marks: which lanes had news lately, and a mark that changes with each
SELECT lane, COUNT(*) AS amount, MAX(id) AS newest FROM web_history
WHERE created_at > :since
GROUP BY lane
