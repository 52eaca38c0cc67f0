-- mark_flood: somebody was told to slow down; who came back after a quiet hour begins anew
INSERT INTO flood_mark (lane, channel, first_at, last_at, minutes) VALUES (:lane, :channel, :now, :now, 1)
ON CONFLICT (lane) DO UPDATE SET
  first_at = CASE WHEN flood_mark.last_at < :stale THEN excluded.first_at ELSE flood_mark.first_at END,
  minutes = CASE WHEN flood_mark.last_at < :stale THEN 1 ELSE flood_mark.minutes + 1 END,
  last_at = excluded.last_at

-- floods: who wrote too fast lately, the latest first
SELECT lane, channel, first_at, last_at, minutes FROM flood_mark WHERE last_at >= :since
ORDER BY last_at DESC, lane LIMIT :most
