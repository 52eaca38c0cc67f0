-- reference_new: written by hand for this data: what came yesterday and is still as it came
SELECT id, number, category, office, province, commune, received_at, due_day FROM report_case
WHERE received_at >= :since AND received_at < :now AND state = 'received' AND NOT restricted
ORDER BY received_at LIMIT 1001

-- reference_clocks: written by hand for this data: what is overdue or nearly
SELECT id, number, category, office, province, commune, received_at, due_day FROM report_case
WHERE due_day <= :horizon AND due_day IS NOT NULL AND paused_at IS NULL AND NOT restricted
ORDER BY due_day, id LIMIT 1001

-- reference_volume: written by hand for this data: a week by place, office and category
SELECT province, commune, office, category, count(*), count(DISTINCT reporter) FROM report_case
WHERE received_at >= :monday AND received_at < :sunday AND NOT restricted
GROUP BY province, commune, office, category

-- reference_over: written by hand for this data: papers beyond the list, of a week
SELECT province, commune, office, paper, count(*), count(DISTINCT reporter) FROM report_case
WHERE verdict = 'not_on_list' AND received_at >= :monday AND received_at < :sunday AND NOT restricted
GROUP BY province, commune, office, paper HAVING count(DISTINCT reporter) >= 5

-- reference_answers: written by hand for this data: answers of a week, and those on time
SELECT report_case.province, report_case.commune, report_case.office, count(*),
    sum(CASE WHEN (answer.at + 25200000) / 86400000 + 719163 <= filed.due_day THEN 1 ELSE 0 END)
FROM case_event AS answer
JOIN case_event AS filed ON filed.case_id = answer.case_id AND filed.number = 1
JOIN report_case ON report_case.id = answer.case_id
WHERE answer.at >= :monday AND answer.at < :sunday AND answer.state = 'resolved' AND NOT report_case.restricted
GROUP BY report_case.province, report_case.commune, report_case.office
