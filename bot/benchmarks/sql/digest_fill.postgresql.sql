-- fill_filed: each case was filed
INSERT INTO case_event (case_id, number, at, state, actor, reason, due_day)
SELECT id, 1, received_at, 'received', 'citizen', 'filed', COALESCE(due_day, CAST(:today AS integer)) FROM report_case

-- fill_answered: those that are over were answered ten days later
INSERT INTO case_event (case_id, number, at, state, actor, reason, due_day)
SELECT id, 2, received_at + 864000000, 'resolved', 'inspector', 'resolved', NULL FROM report_case
WHERE closed_at IS NOT NULL
