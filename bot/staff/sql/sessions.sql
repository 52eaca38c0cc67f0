-- forget_sessions: those whose time is over
DELETE FROM staff_session WHERE expires_at <= :now

-- open_session: a new one
INSERT INTO staff_session (token, staff_id, keys, created_at, seen_at, expires_at)
VALUES (:token, :staff_id, :keys, :now, :now, :expires_at)

-- live_session: a session of an active member
SELECT staff_session.staff_id, staff_session.keys, staff_session.seen_at
FROM staff_session JOIN staff ON staff.id = staff_session.staff_id
WHERE staff_session.token = :token AND staff_session.expires_at > :now AND staff_session.created_at > :oldest
  AND staff.state = 'active'

-- see_session: it was used
UPDATE staff_session SET seen_at = :now, expires_at = :expires_at WHERE token = :token

-- end_session: one
DELETE FROM staff_session WHERE token = :token

-- end_other_sessions: all of a member but the one they work in
DELETE FROM staff_session WHERE staff_id = :staff_id AND token <> :token

-- end_sessions: all of a member
DELETE FROM staff_session WHERE staff_id = :staff_id
