-- add_outgoing: queue a message; one that was queued before stays as it is
INSERT INTO outbox (dedup, channel, bot, lane, address, payload, kind, priority, must_arrive, not_before, expires_at, created_at)
VALUES (:dedup, :channel, :bot, :lane, :address, :payload, :kind, :priority, :must_arrive, :not_before, :expires_at, :created_at)
ON CONFLICT (dedup) DO NOTHING
