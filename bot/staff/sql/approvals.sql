-- open_approval: the same question, still open
SELECT id FROM approval WHERE kind = :kind AND subject = :subject AND decided_at IS NULL AND asked_at > :oldest

-- ask_approval: wait for a second person
INSERT INTO approval (kind, subject, reason, asked_by, asked_at) VALUES (:kind, :subject, :reason, :by, :now)
RETURNING id

-- open_approvals: what waits
SELECT approval.id, approval.kind, approval.subject, approval.reason, approval.asked_by, approval.asked_at, staff.name
FROM approval LEFT JOIN staff ON staff.id = approval.asked_by
WHERE approval.decided_at IS NULL AND approval.asked_at > :oldest AND approval.kind IN :kind_list
ORDER BY approval.asked_at, approval.id

-- approval_by_id: one that waits
SELECT kind, subject, asked_by FROM approval WHERE id = :id AND decided_at IS NULL AND asked_at > :oldest

-- decide_approval: by a second person, once
UPDATE approval SET decided_by = :by, granted = :granted, decided_at = :now WHERE id = :id AND decided_at IS NULL
