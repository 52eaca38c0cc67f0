-- clusters_since: what reports have lately been like
SELECT id, sketch, province FROM case_cluster WHERE last_at > :since ORDER BY last_at DESC LIMIT :most

-- begin_cluster: a report that is like no other
INSERT INTO case_cluster (id, sketch, category, province, commune, first_at, last_at, reports, reporters)
VALUES (:id, :sketch, :category, :province, :commune, :now, :now, 1, 1)
RETURNING id, reporters, alerted_at

-- grow_cluster: one more report; its reporter counts once. Runs before the report itself is written
UPDATE case_cluster SET last_at = :now, reports = reports + 1,
    reporters = reporters + CASE WHEN EXISTS (
        SELECT 1 FROM report_case WHERE cluster = :id AND reporter = :reporter) THEN 0 ELSE 1 END
WHERE id = :id
RETURNING id, reporters, alerted_at

-- mark_alerted: told of, once
UPDATE case_cluster SET alerted_at = :now WHERE id = :id AND alerted_at IS NULL
