-- add_update: keep an update as it came; one that is there already is the same
INSERT INTO inbox (channel, bot, update_id, lane, received_at, payload, message_id)
VALUES (:channel, :bot, :update_id, :lane, :received_at, :payload, :message_id)
ON CONFLICT (channel, bot, update_id) DO NOTHING

-- add_echo: show what a citizen typed in their own web chat
INSERT INTO web_history (lane, dedup, kind, payload, created_at)
VALUES (:lane, :dedup, :kind, :payload, :created_at)
ON CONFLICT (dedup) DO NOTHING
