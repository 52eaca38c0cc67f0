-- climbing: a case as it stands now, with who has it and until which day its citizen was promised an answer
SELECT report_case.id, report_case.number, report_case.category, report_case.office, report_case.province,
    report_case.commune, report_case.restricted, report_case.received_at, report_case.due_day, report_case.state,
    report_case.paused_at, report_case.closed_at, report_case.erased_at, report_case.version,
    case_assignment.staff_id AS assigned,
    (SELECT max(day) FROM case_promise WHERE case_promise.case_id = report_case.id) AS promised
FROM report_case LEFT JOIN case_assignment ON case_assignment.case_id = report_case.id
WHERE report_case.id = :case_id

-- climbed: a rung was reached
INSERT INTO case_escalation (case_id, occasion, rung, at, people) VALUES (:case_id, :occasion, :rung, :now, :people)
ON CONFLICT (case_id, occasion, rung) DO NOTHING

-- rungs_of: how far a case has climbed, oldest first
SELECT occasion, rung, at, people FROM case_escalation WHERE case_id = :case_id ORDER BY at, occasion, rung
