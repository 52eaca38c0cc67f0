-- open_link: whose one-time link this is
SELECT staff_id FROM staff_invitation WHERE token = :token AND used_at IS NULL AND expires_at > :now

-- use_link: once
UPDATE staff_invitation SET used_at = :now WHERE token = :token AND used_at IS NULL AND expires_at > :now

-- has_administrator: whether there is somebody to confirm newcomers; a sample account, without passphrase, is nobody
SELECT count(*) FROM staff WHERE role = 'administrator' AND state = 'active' AND passphrase IS NOT NULL

-- enrol_member: what they chose
UPDATE staff SET state = :state, passphrase = :passphrase, totp = :totp, totp_step = :step, key_salt = :salt,
  key_public = :public, activated_at = :activated_at
WHERE id = :id AND state = 'invited'

-- new_totp: another app
UPDATE staff SET totp = :totp, totp_step = :step, failures = 0, locked_until = 0 WHERE id = :id AND state = 'active'

-- credentials: what a sign-in is held against
SELECT id, state, passphrase, totp, totp_step, failures, locked_until, key_salt FROM staff WHERE name = :name

-- passed: the code is used up; changes nothing when it was taken meanwhile, or the account is locked
UPDATE staff SET totp_step = :step, failures = 0
WHERE id = :id AND state IN ('active', 'waiting') AND locked_until <= :now AND (totp_step IS NULL OR totp_step < :step)

-- failed: one more; the last one locks the account for a time
UPDATE staff SET
  failures = CASE WHEN failures + 1 >= :most THEN 0 ELSE failures + 1 END,
  locked_until = CASE WHEN failures + 1 >= :most THEN :until ELSE locked_until END
WHERE id = :id AND locked_until <= :now

-- enrol_sample: let in by its link alone: it has neither passphrase nor app
UPDATE staff SET state = 'active', key_salt = :salt, key_public = :public, activated_at = :now
WHERE id = :id AND state <> 'revoked'
