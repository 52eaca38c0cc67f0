-- leaving: closed cases that a chat still opens, and soon will not; those told already are left out
SELECT report_case.id, report_case.closed_at
FROM report_case JOIN case_address ON case_address.case_id = report_case.id
WHERE report_case.closed_at >= :until AND report_case.closed_at < :begun AND report_case.erased_at IS NULL
  AND NOT EXISTS (
    SELECT 1 FROM outbox
    WHERE outbox.dedup = 'case-leaving|' || report_case.id || '|' || CAST(report_case.closed_at AS VARCHAR(20)))
ORDER BY report_case.closed_at LIMIT :most
