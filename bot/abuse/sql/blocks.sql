-- blocks_in_force: every process keeps these in memory
SELECT id, lane, channel, until FROM person_block WHERE until > :now AND lifted_at IS NULL

-- blocks: what administrators see, the newest first
SELECT b.id, b.lane, b.channel, b.reason, b.by, b.at, b.until, b.wanted_until, b.confirmed_by, b.lifted_by, b.lifted_at
FROM person_block AS b ORDER BY b.id DESC LIMIT :most

-- block: one of them
SELECT id, lane, channel, reason, by, at, until, wanted_until, confirmed_by, lifted_by, lifted_at
FROM person_block WHERE id = :id

-- add_block: unless one of this person is in force; the caller holds the lock of the audit chain
INSERT INTO person_block (lane, channel, reason, by, at, until, wanted_until)
SELECT CAST(:lane AS VARCHAR(22)), CAST(:channel AS VARCHAR(16)), CAST(:reason AS TEXT), CAST(:by AS VARCHAR(22)),
  CAST(:now AS BIGINT), CAST(:until AS BIGINT), CAST(:wanted_until AS BIGINT)
WHERE NOT EXISTS (SELECT 1 FROM person_block WHERE lane = :lane AND until > :now AND lifted_at IS NULL)
RETURNING id

-- confirm_block: a second person agrees to the longer time
UPDATE person_block SET until = wanted_until, confirmed_by = :by
WHERE id = :id AND wanted_until IS NOT NULL AND confirmed_by IS NULL AND by <> :by AND lifted_at IS NULL
  AND until > :now

-- lift_block: over before its time
UPDATE person_block SET lifted_by = :by, lifted_at = :now WHERE id = :id AND lifted_at IS NULL AND until > :now
