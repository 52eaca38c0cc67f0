-- claim: take the oldest waiting update of up to :most lanes of a channel; later ones of a lane wait for the earlier
UPDATE inbox SET claim = :claim, lease_until = :until, attempts = attempts + 1
WHERE seq IN (
    SELECT head.seq FROM inbox AS head
    WHERE head.state = 'new' AND head.not_before <= :now
      AND (head.lease_until IS NULL OR head.lease_until < :now)
      AND head.channel = :channel
      AND NOT EXISTS (
          SELECT 1 FROM inbox AS older WHERE older.lane = head.lane AND older.state = 'new' AND older.seq < head.seq)
    ORDER BY head.seq LIMIT :most)
RETURNING seq, channel, bot, update_id, lane, received_at, payload, attempts
