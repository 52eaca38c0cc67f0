-- claim: take the oldest waiting update of up to :most lanes of a channel; later ones of a lane wait for the earlier
UPDATE inbox SET claim = :claim, lease_until = :until, attempts = attempts + 1
WHERE seq = ANY (ARRAY( -- an array is made once; a subquery the planner may repeat, and so take more than asked for
    SELECT head.seq FROM inbox AS head
    WHERE head.state = 'new' AND head.not_before <= :now
      AND (head.lease_until IS NULL OR head.lease_until < :now)
      AND head.channel = :channel
      AND head.seq = ( -- never a join: by statistics from before a backlog one held every row against every other
          SELECT min(older.seq) FROM inbox AS older WHERE older.lane = head.lane AND older.state = 'new')
    ORDER BY head.seq LIMIT :most
    FOR UPDATE SKIP LOCKED))
RETURNING seq, channel, bot, update_id, lane, received_at, payload, attempts
