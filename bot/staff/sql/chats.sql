-- fits: whether a code of an active member can still be used
SELECT 1 FROM staff_invitation
WHERE token = :token AND used_at IS NULL AND expires_at > :now
  AND staff_id IN (SELECT id FROM staff WHERE state = 'active')

-- take_link: use a code of an active member
UPDATE staff_invitation SET used_at = :now
WHERE token = :token AND used_at IS NULL AND expires_at > :now
  AND staff_id IN (SELECT id FROM staff WHERE state = 'active')
RETURNING staff_id

-- free_chat: a chat that was bound to another account is so no more
DELETE FROM staff_chat WHERE person = :person AND staff_id <> :id
RETURNING staff_id

-- bind_chat: where this member is written to
INSERT INTO staff_chat (staff_id, channel, bot, person, address, bound_at)
VALUES (:id, :channel, :bot, :person, :address, :now)
ON CONFLICT (staff_id) DO UPDATE SET channel = excluded.channel, bot = excluded.bot, person = excluded.person,
  address = excluded.address, bound_at = excluded.bound_at
