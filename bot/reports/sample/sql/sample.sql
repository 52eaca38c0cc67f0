-- any_case: whether a report was ever filed here
SELECT 1 FROM report_case LIMIT 1
