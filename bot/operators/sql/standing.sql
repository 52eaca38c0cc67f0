-- senders: as their processes last said
SELECT channel, bot, why, until, since FROM sender_state ORDER BY channel, bot

-- leases: who does what alone, and until when
SELECT name, owner, until FROM lease ORDER BY name

-- queues: what waits, and since when the oldest does; by the indexes of open rows
SELECT 'in' AS way, channel, count(*) AS many, min(received_at) AS oldest FROM inbox WHERE state = 'new' GROUP BY channel
UNION ALL
SELECT 'out', channel, count(*), min(created_at) FROM outbox WHERE state IN ('new', 'sending') GROUP BY channel
ORDER BY 1, 2
