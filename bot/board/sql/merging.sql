-- join_cluster: the case belongs to the wave of copies of another one
UPDATE report_case SET cluster = :cluster WHERE id = :case_id

-- recount_cluster: as many reports and persons as it has now; those whose link was cut count as one together
UPDATE case_cluster SET
    reports = (SELECT count(*) FROM report_case WHERE cluster = :cluster),
    reporters = (SELECT count(DISTINCT COALESCE(reporter, '')) FROM report_case WHERE cluster = :cluster)
WHERE id = :cluster

-- drop_empty_cluster: nothing belongs to it any more
DELETE FROM case_cluster WHERE id = :cluster AND NOT EXISTS (SELECT 1 FROM report_case WHERE cluster = :cluster)

-- begin_own_cluster: of one case, as it was when it came; what was alarmed about stays alarmed about
INSERT INTO case_cluster (id, sketch, category, province, commune, first_at, last_at, reports, reporters, alerted_at)
SELECT :cluster, COALESCE(report_case.sketch, :nothing), report_case.category, report_case.province,
    report_case.commune, report_case.received_at, report_case.received_at, 0, 0, case_cluster.alerted_at
FROM report_case JOIN case_cluster ON case_cluster.id = report_case.cluster WHERE report_case.id = :case_id
