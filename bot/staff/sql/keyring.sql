-- grantee: a member's public half, and whether the key is for leads
SELECT staff.key_public, inspectorate_key.for_leads
FROM staff JOIN inspectorate_key ON inspectorate_key.id = :key_id
WHERE staff.id = :id AND staff.state IN ('invited', 'waiting', 'active')

-- grant_key: the member holds it from now on
INSERT INTO staff_key (staff_id, key_id, wrapped, granted_by, granted_at) VALUES (:id, :key_id, :wrapped, :by, :now)
ON CONFLICT (staff_id, key_id) DO UPDATE
SET wrapped = excluded.wrapped, granted_by = excluded.granted_by, granted_at = excluded.granted_at

-- keys_of: what a member holds
SELECT key_id, wrapped FROM staff_key WHERE staff_id = :id ORDER BY granted_at, key_id

-- rewrap_key: the same key, sealed to another pair of the same member
UPDATE staff_key SET wrapped = :wrapped WHERE staff_id = :id AND key_id = :key_id

-- key_holders: who holds what
SELECT staff_key.key_id, staff_key.staff_id, staff.name, staff_key.granted_at
FROM staff_key JOIN staff ON staff.id = staff_key.staff_id
WHERE staff.state = 'active' ORDER BY staff_key.key_id, staff.name

-- without_key: who waits for one
SELECT staff.id, staff.name, staff.role FROM staff
WHERE staff.state = 'active' AND staff.role IN ('inspector', 'lead') AND staff.key_public IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM staff_key WHERE staff_key.staff_id = staff.id)
ORDER BY staff.name
