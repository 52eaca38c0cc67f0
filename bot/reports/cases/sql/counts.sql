-- over_demands: cells of enough different persons; those whose link was cut count as one together
SELECT office, procedure_code, paper, reports, reporters FROM (
    SELECT office, procedure_code, COALESCE(paper, :fee) AS paper, count(*) AS reports,
        count(DISTINCT COALESCE(reporter, '')) AS reporters
    FROM report_case
    WHERE received_at >= :since AND received_at < :before AND verdict IN :verdict_list AND state <> 'withdrawn'
    GROUP BY office, procedure_code, COALESCE(paper, :fee)) AS cells
WHERE reporters >= :fewest
ORDER BY reporters DESC, office, procedure_code, paper
