-- held: open cases in somebody's hands, the first due first
SELECT report_case.id, report_case.number, report_case.category, report_case.office, report_case.province,
    report_case.commune, report_case.restricted, report_case.received_at, report_case.due_day,
    report_case.version AS seen, case_assignment.staff_id AS assigned, case_assignment.by AS assigned_by,
    case_assignment.at AS since
FROM case_assignment JOIN report_case ON report_case.id = case_assignment.case_id
WHERE case_assignment.staff_id IN :hand_list AND report_case.closed_at IS NULL AND report_case.erased_at IS NULL
ORDER BY report_case.due_day, report_case.received_at, report_case.id LIMIT :most
