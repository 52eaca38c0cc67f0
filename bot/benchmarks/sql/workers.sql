-- hold: an update that nobody may take yet
INSERT INTO inbox (channel, bot, update_id, lane, received_at, payload, message_id, not_before)
VALUES (:channel, :bot, :update_id, :lane, :received_at, :payload, :message_id, :never)

-- let_go: all of them at once
UPDATE inbox SET not_before = 0 WHERE state = 'new'

-- any_waiting: whether one was not answered yet
SELECT 1 FROM inbox WHERE state = 'new' LIMIT 1
