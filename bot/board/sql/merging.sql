-- join_cluster: the case belongs to the wave of copies of another one
UPDATE report_case SET cluster = :cluster WHERE id = :case_id

-- recount_cluster: as many reports and persons as it has now; those whose link was cut count as one together
UPDATE case_cluster SET
    reports = (SELECT count(*) FROM report_case WHERE cluster = :cluster),
    reporters = (SELECT count(DISTINCT COALESCE(reporter, '')) FROM report_case WHERE cluster = :cluster)
WHERE id = :cluster

-- drop_empty_cluster: nothing belongs to it any more
DELETE FROM case_cluster WHERE id = :cluster AND NOT EXISTS (SELECT 1 FROM report_case WHERE cluster = :cluster)
