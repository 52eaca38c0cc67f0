-- open_at: open cases of one place, the oldest first
SELECT id, province, commune, office FROM report_case
WHERE closed_at IS NULL AND erased_at IS NULL AND province = :province AND office = :office
    AND (commune = :commune OR (commune IS NULL AND :commune IS NULL))
ORDER BY received_at, id LIMIT :most

-- in_hands: open cases that somebody has
SELECT report_case.id, report_case.province, report_case.commune, report_case.office, report_case.restricted,
    case_assignment.staff_id
FROM case_assignment JOIN report_case ON report_case.id = case_assignment.case_id
WHERE report_case.closed_at IS NULL AND report_case.erased_at IS NULL
ORDER BY report_case.received_at, report_case.id

-- take_away: from one who must not have it
DELETE FROM case_assignment WHERE case_id = :case_id AND staff_id = :staff_id
