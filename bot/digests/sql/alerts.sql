-- raised_alerts: reports that cannot wait, raised in a window and not settled
SELECT key FROM staff_notice
WHERE settled_at IS NULL AND kind = :kind AND raised_at >= :since AND raised_at < :before ORDER BY raised_at, key

-- alerted_case: one that nobody has looked at yet, by its facts
SELECT report_case.id, report_case.number, report_case.category, report_case.office, report_case.province,
    report_case.commune, report_case.restricted, report_case.received_at, report_case.due_day, report_case.state,
    case_assignment.staff_id AS assigned
FROM report_case LEFT JOIN case_assignment ON case_assignment.case_id = report_case.id
WHERE report_case.id = :case_id AND report_case.state IN ('received', 'transferred', 'disputed')
    AND report_case.erased_at IS NULL

-- case_by_number: one case, by its facts
SELECT report_case.id, report_case.number, report_case.category, report_case.office, report_case.province,
    report_case.commune, report_case.restricted, report_case.received_at, report_case.due_day, report_case.state,
    case_assignment.staff_id AS assigned
FROM report_case LEFT JOIN case_assignment ON case_assignment.case_id = report_case.id
WHERE report_case.number = :number AND report_case.erased_at IS NULL
