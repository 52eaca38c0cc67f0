-- add_member: an account that has not been opened yet
INSERT INTO staff (id, name, role, state, language, invited_by, created_at)
VALUES (:id, :name, :role, 'invited', :language, :by, :now)

-- end_links: an older link of the same kind
UPDATE staff_invitation SET used_at = :now WHERE staff_id = :id AND kind = :kind AND used_at IS NULL

-- end_all_links: every open link of a member
UPDATE staff_invitation SET used_at = :now WHERE staff_id = :id AND used_at IS NULL

-- add_link_row: a one-time link or code
INSERT INTO staff_invitation (token, staff_id, kind, expires_at) VALUES (:token, :id, :kind, :expires_at)

-- waiting_member: who has enrolled and is not let in yet
SELECT invited_by FROM staff WHERE id = :id AND state = 'waiting'

-- confirm_member: a second administrator has looked
UPDATE staff SET state = 'active', confirmed_by = :by, activated_at = :now WHERE id = :id AND state = 'waiting'

-- is_last_administrator: whether nobody else could let anybody in; sample accounts, without passphrase, are nobody
SELECT CASE WHEN
  EXISTS (
    SELECT 1 FROM staff
    WHERE id = :id AND role = 'administrator' AND state = 'active' AND passphrase IS NOT NULL
  )
  AND NOT EXISTS (
    SELECT 1 FROM staff
    WHERE id <> :id AND role = 'administrator' AND state = 'active' AND passphrase IS NOT NULL
  )
THEN 1 ELSE 0 END

-- revoke_member: for good
UPDATE staff SET state = 'revoked', revoked_at = :now, passphrase = NULL, totp = NULL, key_salt = NULL, key_public = NULL
WHERE id = :id AND state <> 'revoked'

-- unbind_chat: nothing goes there any more
DELETE FROM staff_chat WHERE staff_id = :id

-- drop_keys: what the member held, colleagues still hold
DELETE FROM staff_key WHERE staff_id = :id

-- drop_digest: no digest any more
DELETE FROM digest_setting WHERE staff_id = :id

-- drop_delegations: nobody stands in for them, they stand in for nobody
DELETE FROM staff_delegation WHERE absent = :id OR deputy = :id

-- drop_scopes: before new ones are put in
DELETE FROM staff_scope WHERE staff_id = :id

-- add_scope: one
INSERT INTO staff_scope (staff_id, province, commune, office) VALUES (:id, :province, :commune, :office)

-- drop_posts: before new ones are put in
DELETE FROM staff_post WHERE staff_id = :id

-- add_post: one
INSERT INTO staff_post (staff_id, province, commune, office) VALUES (:id, :province, :commune, :office)

-- can_stand_in: whether the deputy can do an inspector's work
SELECT count(*) FROM staff WHERE id = :deputy AND state = 'active' AND role IN ('inspector', 'lead')

-- add_delegation: first and last day of a leave
INSERT INTO staff_delegation (absent, deputy, first_day, last_day) VALUES (:absent, :deputy, :first, :last)

-- delegations_of: leaves of a member that are not over, and who stands in
SELECT staff_delegation.id, staff.name, staff_delegation.first_day, staff_delegation.last_day
FROM staff_delegation JOIN staff ON staff.id = staff_delegation.deputy
WHERE staff_delegation.absent = :absent AND staff_delegation.last_day >= :day AND staff.state = 'active'
ORDER BY staff_delegation.first_day, staff_delegation.id LIMIT 50

-- drop_delegation: one of a member's own
DELETE FROM staff_delegation WHERE id = :id AND absent = :absent
