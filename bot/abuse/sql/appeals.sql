-- may_appeal: nothing asked and not decided yet, and not asked too often
SELECT CASE WHEN sum(CASE WHEN state = 'open' THEN 1 ELSE 0 END) > 0 THEN 'waiting'
            WHEN count(*) >= :most THEN 'over' ELSE 'may' END
FROM block_appeal WHERE block_id = :block_id

-- add_appeal: one at a time
INSERT INTO block_appeal (block_id, channel, bot, address, language, payload, at, state)
VALUES (:block_id, :channel, :bot, :address, :language, :payload, :now, 'open')
ON CONFLICT DO NOTHING

-- appeals: those that wait first, the oldest of them on top, then the latest decided
SELECT a.id, a.block_id, a.channel, a.bot, a.address, a.language, a.payload, a.at, a.state, a.answer, a.decided_by,
  a.decided_at, b.lane, b.by, b.reason, b.until
FROM block_appeal AS a JOIN person_block AS b ON b.id = a.block_id
ORDER BY CASE WHEN a.state = 'open' THEN 0 ELSE 1 END, CASE WHEN a.state = 'open' THEN a.id ELSE -a.id END
LIMIT :most

-- appeal: one of them
SELECT a.id, a.block_id, a.channel, a.bot, a.address, a.language, a.payload, a.at, a.state, a.answer, a.decided_by,
  a.decided_at, b.lane, b.by, b.reason, b.until
FROM block_appeal AS a JOIN person_block AS b ON b.id = a.block_id WHERE a.id = :id

-- decide_appeal: once
UPDATE block_appeal SET state = :state, answer = :answer, decided_by = :by, decided_at = :now
WHERE id = :id AND state = 'open'
