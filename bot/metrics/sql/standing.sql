-- dead: what failed for good, by the indexes of dead rows
SELECT 'in' AS way, channel, count(*) AS many FROM inbox WHERE state = 'dead' GROUP BY channel
UNION ALL
SELECT 'out', channel, count(*) FROM outbox WHERE state = 'dead' GROUP BY channel

-- due_late: what should have been done by now, by the index of waiting rows
SELECT count(*) AS many, min(at) AS oldest FROM due WHERE state = 'new' AND at <= :now

-- last_backup: the end of the last one that is whole
SELECT max(ended_at) FROM backup_run WHERE ok

-- alarms_standing: kinds of what is wrong now
SELECT kind FROM alarm WHERE over_at IS NULL
