-- week_volume: reports of one week by place, office and category; those whose link was cut count as one person
SELECT province, commune, office, category AS what, count(*) AS reports,
    count(DISTINCT COALESCE(reporter, '')) AS reporters
FROM report_case
WHERE received_at >= :since AND received_at < :before AND NOT restricted
GROUP BY province, commune, office, category

-- week_over: what was asked for beyond the published list, where enough different persons say so
SELECT province, commune, office, what, reports, reporters FROM (
    SELECT province, commune, office, COALESCE(paper, :fee) AS what, count(*) AS reports,
        count(DISTINCT COALESCE(reporter, '')) AS reporters
    FROM report_case
    WHERE received_at >= :since AND received_at < :before AND verdict IN :verdict_list AND NOT restricted
    GROUP BY province, commune, office, COALESCE(paper, :fee)) AS cells
WHERE reporters >= :fewest

-- week_answers: answers of one week, and those given by the day that stood before; days in Vietnam, as ordinals
SELECT report_case.province, report_case.commune, report_case.office, count(*) AS answered,
    sum(CASE WHEN (answer.at + 25200000) / 86400000 + 719163 <= before.due_day THEN 1 ELSE 0 END) AS on_time
FROM case_event AS answer
JOIN case_event AS before ON before.case_id = answer.case_id AND before.number = answer.number - 1
JOIN report_case ON report_case.id = answer.case_id
WHERE answer.at >= :since AND answer.at < :before AND answer.state = 'resolved' AND before.state <> 'resolved'
    AND before.due_day IS NOT NULL AND NOT report_case.restricted
GROUP BY report_case.province, report_case.commune, report_case.office
