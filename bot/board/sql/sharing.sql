-- shared_with: who else may read a case, the longest first
SELECT case_share.staff_id, staff.name, case_share.at FROM case_share
JOIN staff ON staff.id = case_share.staff_id WHERE case_share.case_id = :case_id AND staff.state = 'active'
ORDER BY case_share.at, staff.name

-- add_share: from now on
INSERT INTO case_share (case_id, staff_id, "by", at) VALUES (:case_id, :staff_id, :by, :now)
ON CONFLICT (case_id, staff_id) DO NOTHING

-- drop_share: no more
DELETE FROM case_share WHERE case_id = :case_id AND staff_id = :staff_id

-- keys_in_force: what a member holds, and whether the case is sealed to it already
SELECT staff_key.key_id, case_key.case_id IS NOT NULL AS sealed
FROM staff_key JOIN inspectorate_key ON inspectorate_key.id = staff_key.key_id
LEFT JOIN case_key ON case_key.key_id = staff_key.key_id AND case_key.case_id = :case_id
WHERE staff_key.staff_id = :staff_id AND inspectorate_key.retired_at IS NULL
ORDER BY staff_key.granted_at, staff_key.key_id
