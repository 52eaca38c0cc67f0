-- assignment: who has a case
SELECT case_assignment.staff_id, case_assignment.at, staff.name FROM case_assignment
LEFT JOIN staff ON staff.id = case_assignment.staff_id WHERE case_assignment.case_id = :case_id

-- assign: to one member; who had it before has it no more
INSERT INTO case_assignment (case_id, staff_id, "by", at) VALUES (:case_id, :staff_id, :by, :now)
ON CONFLICT (case_id) DO UPDATE SET staff_id = excluded.staff_id, "by" = excluded."by", at = excluded.at

-- take: nobody has it yet
INSERT INTO case_assignment (case_id, staff_id, "by", at) VALUES (:case_id, :staff_id, :staff_id, :now)
ON CONFLICT (case_id) DO NOTHING

-- unassign: nobody has it any more
DELETE FROM case_assignment WHERE case_id = :case_id

-- exclude: a member neither sees nor closes it
INSERT INTO case_exclusion (case_id, staff_id, "by", at) VALUES (:case_id, :staff_id, :by, :now)
ON CONFLICT (case_id, staff_id) DO NOTHING

-- unassign_from: from one who must not have it
DELETE FROM case_assignment WHERE case_id = :case_id AND staff_id = :staff_id

-- promised: the last day that the citizen was told
SELECT max(day) FROM case_promise WHERE case_id = :case_id

-- promise: the citizen was told of another day
INSERT INTO case_promise (case_id, at, day, "by") VALUES (:case_id, :now, :day, :by)

-- asked_for: what waits for a second person, or was decided lately, of one case
SELECT approval.id, approval.kind, approval.reason, approval.asked_by, approval.asked_at, approval.decided_at,
    approval.granted, staff.name AS asker
FROM approval LEFT JOIN staff ON staff.id = approval.asked_by
WHERE approval.subject = :case_id AND approval.kind IN ('reject', 'delete', 'unmask')
ORDER BY approval.id DESC LIMIT 20
