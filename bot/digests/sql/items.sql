-- happened: what came to pass in the window and no inspector has acted upon since
SELECT report_case.id, report_case.number, report_case.category, report_case.office, report_case.province,
    report_case.commune, report_case.restricted, report_case.received_at, report_case.due_day, report_case.version AS seen,
    case_assignment.staff_id AS assigned, case_assignment.by AS assigned_by,
    event.number AS happened, event.at AS since, event.state, event.reason
FROM case_event AS event
JOIN report_case ON report_case.id = event.case_id
LEFT JOIN case_assignment ON case_assignment.case_id = report_case.id
WHERE event.at >= :start AND event.at < :end AND event.state IN ('received', 'transferred', 'disputed', 'screening',
        'accepted', 'in_progress', 'needs_information')
    AND (event.number = 1 OR event.state IN ('transferred', 'disputed') OR event.reason IN ('asked_person', 'answered'))
    AND report_case.closed_at IS NULL AND report_case.erased_at IS NULL
    AND (:everywhere OR report_case.province IN :province_list OR case_assignment.staff_id IN :hand_list)
    AND NOT EXISTS (SELECT 1 FROM case_event AS later
        WHERE later.case_id = event.case_id AND later.number > event.number AND later.actor = 'inspector')

-- written: what citizens wrote in the window, after filing, that no inspector has read and none has answered
SELECT report_case.id, report_case.number, report_case.category, report_case.office, report_case.province,
    report_case.commune, report_case.restricted, report_case.received_at, report_case.due_day, report_case.version AS seen,
    case_assignment.staff_id AS assigned, case_assignment.by AS assigned_by, max(item.at) AS since
FROM case_item AS item
JOIN report_case ON report_case.id = item.case_id
LEFT JOIN case_assignment ON case_assignment.case_id = report_case.id
WHERE item.at >= :start AND item.at < :end AND item.author = 'citizen' AND item.seen_at IS NULL
    AND item.at > report_case.received_at + 1000
    AND report_case.closed_at IS NULL AND report_case.erased_at IS NULL
    AND (:everywhere OR report_case.province IN :province_list OR case_assignment.staff_id IN :hand_list)
    AND NOT EXISTS (SELECT 1 FROM case_item AS later
        WHERE later.case_id = item.case_id AND later.author = 'inspector' AND later.at > item.at)
GROUP BY report_case.id, report_case.number, report_case.category, report_case.office, report_case.province,
    report_case.commune, report_case.restricted, report_case.received_at, report_case.due_day, report_case.version,
    case_assignment.staff_id, case_assignment.by

-- climbed: rungs of the ladder reached in the window, of cases that nobody has acted upon since
SELECT report_case.id, report_case.number, report_case.category, report_case.office, report_case.province,
    report_case.commune, report_case.restricted, report_case.received_at, report_case.due_day, report_case.version AS seen,
    case_assignment.staff_id AS assigned, case_assignment.by AS assigned_by, climb.at AS since, climb.rung
FROM case_escalation AS climb
JOIN report_case ON report_case.id = climb.case_id
LEFT JOIN case_assignment ON case_assignment.case_id = climb.case_id
WHERE climb.at >= :start AND climb.at < :end AND climb.people > 0
    AND report_case.closed_at IS NULL AND report_case.erased_at IS NULL AND report_case.paused_at IS NULL
    AND (:everywhere OR report_case.province IN :province_list OR case_assignment.staff_id IN :hand_list)
    AND (case_assignment.at IS NULL OR case_assignment.at <= climb.at)
    AND NOT EXISTS (SELECT 1 FROM case_event AS later
        WHERE later.case_id = climb.case_id AND later.actor = 'inspector' AND later.at > climb.at)
    AND NOT EXISTS (SELECT 1 FROM case_promise AS promise WHERE promise.case_id = climb.case_id AND promise.at > climb.at)

-- clocks: open cases whose clock is running out or has, and of which this member was not told yet
SELECT report_case.id, report_case.number, report_case.category, report_case.office, report_case.province,
    report_case.commune, report_case.restricted, report_case.received_at, report_case.due_day, report_case.version AS seen,
    case_assignment.staff_id AS assigned, case_assignment.by AS assigned_by, report_case.received_at AS since
FROM report_case
LEFT JOIN case_assignment ON case_assignment.case_id = report_case.id
WHERE report_case.closed_at IS NULL AND report_case.erased_at IS NULL AND report_case.paused_at IS NULL
    AND report_case.due_day <= :longest
    AND (report_case.due_day < :today
        OR report_case.due_day <= CASE report_case.clock WHEN 'pakn_screen' THEN CAST(:pakn_screen AS INTEGER)
            WHEN 'pakn_supplement' THEN CAST(:pakn_supplement AS INTEGER) ELSE CAST(:pakn_answer AS INTEGER) END)
    AND (:everywhere OR report_case.province IN :province_list OR case_assignment.staff_id IN :hand_list)
    AND (case_assignment.staff_id IS NULL OR case_assignment.staff_id IN :hand_list)
    AND NOT EXISTS (SELECT 1 FROM digest_item
        WHERE digest_item.staff_id = :staff AND digest_item.case_id = report_case.id
        AND digest_item.reason = CASE WHEN report_case.due_day < :today THEN 'overdue' ELSE 'approaching' END
        AND digest_item.version = report_case.due_day)
ORDER BY report_case.due_day, report_case.id
LIMIT :most

-- excluded: cases that a member must not see
SELECT case_id FROM case_exclusion WHERE staff_id = :staff

-- told: occasions of which a member was told
SELECT case_id, reason, version FROM digest_item WHERE staff_id = :staff AND case_id IN :case_list
