-- holds: every channel and part that was ever held
SELECT channel, part, held, reason, by, at, version FROM channel_hold

-- hold: hold or let go; nothing when it is not as it was seen
INSERT INTO channel_hold (channel, part, held, reason, by, at, version)
SELECT CAST(:channel AS VARCHAR(16)), CAST(:part AS VARCHAR(8)), CAST(:held AS BOOLEAN), CAST(:reason AS TEXT),
  CAST(:by AS VARCHAR(22)), CAST(:now AS BIGINT), 1
WHERE CAST(:seen AS INTEGER) = 0 OR EXISTS (SELECT 1 FROM channel_hold WHERE channel = :channel AND part = :part)
ON CONFLICT (channel, part) DO UPDATE SET held = excluded.held, reason = excluded.reason, by = excluded.by,
  at = excluded.at, version = channel_hold.version + 1
WHERE channel_hold.version = :seen
