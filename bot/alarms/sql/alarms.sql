-- leave_signal: seen just now
INSERT INTO noticed (kind, at, detail) VALUES (:kind, :now, :detail)
ON CONFLICT (kind) DO UPDATE SET at = excluded.at, detail = excluded.detail

-- fresh_signals: seen lately
SELECT kind, detail FROM noticed WHERE at >= :since

-- oldest_waiting: the update that has waited longest, of those that may be worked on
SELECT min(received_at) FROM inbox WHERE state = 'new' AND not_before <= :now AND channel NOT IN (
    SELECT channel FROM channel_switch WHERE off)

-- dead_letters: what was set aside and still has its words, or was to be done by the clock; not chats that are shut to us,
-- whose messages keep none
SELECT (SELECT count(*) FROM inbox WHERE state = 'dead' AND payload IS NOT NULL)
     + (SELECT count(*) FROM outbox WHERE state = 'dead' AND payload IS NOT NULL)
     + (SELECT count(*) FROM due WHERE state = 'dead' AND finished_at > :since) AS many

-- paused_senders: that do not send, and since when
SELECT channel, why, since FROM sender_state WHERE why IS NOT NULL AND since < :before

-- heard_last: when a channel last answered
SELECT channel, at FROM channel_heard WHERE bot = :bot

-- last_backup: the end of the last one that is whole
SELECT max(ended_at) FROM backup_run WHERE ok

-- holiday_notices: years whose holidays nobody has entered
SELECT subject FROM staff_notice WHERE kind = 'calendar-notice' AND settled_at IS NULL ORDER BY subject LIMIT 1

-- alarms: all that ever stood, those that stand first
SELECT kind, since, seen_at, told_at, over_at, detail, quiet_until FROM alarm
ORDER BY CASE WHEN over_at IS NULL THEN 0 ELSE 1 END, since DESC

-- raise_alarm: it stands, perhaps again
INSERT INTO alarm (kind, since, seen_at, detail) VALUES (:kind, :now, :now, :detail)
ON CONFLICT (kind) DO UPDATE SET
  since = CASE WHEN alarm.over_at IS NULL THEN alarm.since ELSE excluded.since END,
  told_at = CASE WHEN alarm.over_at IS NULL THEN alarm.told_at ELSE NULL END,
  quiet_until = CASE WHEN alarm.over_at IS NULL THEN alarm.quiet_until ELSE NULL END,
  over_at = NULL, seen_at = excluded.seen_at, detail = excluded.detail
RETURNING kind, since, seen_at, told_at, over_at, detail, quiet_until

-- end_alarm: it stands no more
UPDATE alarm SET over_at = :now, quiet_until = NULL WHERE kind = :kind AND over_at IS NULL

-- told_alarm: administrators were told
UPDATE alarm SET told_at = :now WHERE kind = :kind

-- hush_alarm: somebody knows; nobody is told again until then
UPDATE alarm SET quiet_until = :until WHERE kind = :kind AND over_at IS NULL
