-- coming: emergency notices that stand or will
SELECT id, text_vi, text_en, starts_at, ends_at, reason, author, written_at, ended_by FROM emergency_notice
WHERE ended_by IS NULL AND ends_at > :now ORDER BY starts_at, id

-- past: those that are over, the newest first
SELECT id, text_vi, text_en, starts_at, ends_at, reason, author, written_at, ended_by FROM emergency_notice
WHERE ended_by IS NOT NULL OR ends_at <= :now ORDER BY id DESC LIMIT :most

-- write: a notice, unless another one stands at some time of it
INSERT INTO emergency_notice (text_vi, text_en, starts_at, ends_at, reason, author, written_at)
SELECT CAST(:text_vi AS TEXT), CAST(:text_en AS TEXT), CAST(:starts_at AS BIGINT), CAST(:ends_at AS BIGINT),
  CAST(:reason AS TEXT), CAST(:author AS TEXT), CAST(:now AS BIGINT)
WHERE NOT EXISTS (
  SELECT 1 FROM emergency_notice WHERE ended_by IS NULL AND starts_at < :ends_at AND ends_at > :starts_at)

-- end: taken down, whatever time it had left
UPDATE emergency_notice SET ended_by = :by WHERE id = :id AND ended_by IS NULL AND ends_at > :now

-- switches: every channel that was ever off
SELECT channel, off, text_vi, text_en, reason, by, at, confirmed_by, version FROM channel_switch ORDER BY channel

-- switch: off or on, if it is still as it was seen
INSERT INTO channel_switch (channel, off, text_vi, text_en, reason, by, at, version)
VALUES (:channel, :off, :text_vi, :text_en, :reason, :by, :now, 1)
ON CONFLICT (channel) DO UPDATE SET off = excluded.off, text_vi = excluded.text_vi, text_en = excluded.text_en,
  reason = excluded.reason, by = excluded.by, at = excluded.at, confirmed_by = NULL, version = channel_switch.version + 1
WHERE channel_switch.version = :seen

-- confirm: a second person has looked at it and agrees
UPDATE channel_switch SET confirmed_by = :by
WHERE channel = :channel AND version = :seen AND off AND confirmed_by IS NULL AND by <> :by AND at > :oldest

-- end_by: whatever stands or will of one author is taken down by the same
UPDATE emergency_notice SET ended_by = :by WHERE author = :by AND ended_by IS NULL AND ends_at > :now
