-- fill_cases: rows :first to :last, spread over two years, places, offices and categories, three to a cluster; one in ten is open
INSERT INTO report_case (id, number, secret, draft, owner, reporter, received_at, state, state_at, version, level, category,
    categories, judged, severity, restricted, province, commune, office, for_other, wants_person, channel, language, clock,
    due_day, closed_at, verdict, paper, public, proof_salt, proof, cluster)
SELECT lpad(i::text, 22, '0'), 'PB' || lpad(i::text, 10, '0'), '', 'd' || lpad(i::text, 21, '0'), NULL, 'r' || (i % 400000),
    CAST(:at AS bigint) - (i * 63072), CASE WHEN r % 10 < 9 THEN 'closed' WHEN r % 3 = 0 THEN 'received'
    WHEN r % 3 = 1 THEN 'accepted' ELSE 'in_progress' END, CAST(:at AS bigint), 1, 'HV',
    CAST(:categories AS json) ->> CAST((r / 11) % CAST(:category_count AS integer) AS integer), 'c', 'c', 1 + r % 4, r % 200 = 1,
    CAST(:provinces AS json) ->> CAST((r / 131) % CAST(:province_count AS integer) AS integer), (20000 + (r / 17) % 3321)::text,
    CAST(:offices AS json) ->> CAST((r / 7) % CAST(:office_count AS integer) AS integer), false, false, 'web', 'vi',
    CASE WHEN r % 10 < 9 THEN NULL ELSE 'pakn_answer' END,
    CASE WHEN r % 10 < 9 THEN NULL ELSE CAST(:today AS integer) - 20 + CAST(r % 40 AS integer) END,
    CASE WHEN r % 10 < 9 THEN CAST(:at AS bigint) ELSE NULL END, CASE WHEN r % 12 = 0 THEN 'not_on_list' ELSE NULL END,
    CASE WHEN r % 12 = 0 THEN 'ho_chieu' ELSE NULL END, '', '', '', 'k' || (i / 3)
FROM (SELECT i, (i * 2654435761) % 4294967296 AS r
    FROM generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS i) AS h

-- fill_counts: as if each had been counted when it was filed
INSERT INTO case_count (province, commune, office, category, state, restricted, count)
SELECT province, commune, office, category, state, restricted, count(*) FROM report_case
GROUP BY province, commune, office, category, state, restricted

-- fill_provinces: their sums
INSERT INTO case_total (province, office, category, state, restricted, count)
SELECT province, office, category, state, restricted, sum(count) FROM case_count
GROUP BY province, office, category, state, restricted

-- fill_country: and that of the country
INSERT INTO case_total (province, office, category, state, restricted, count)
SELECT '*', office, category, state, restricted, sum(count) FROM case_count GROUP BY office, category, state, restricted

-- fill_tally: received, answered in time and the days it took, by week
INSERT INTO case_tally (week, province, office, measure, value, count)
SELECT week, province, office, measure, value, sum(count) FROM (
    SELECT 1 + (719162 + CAST(floor(received_at / 86400000.0) AS integer)) / 7 * 7 AS week, province, office, measure,
        unit * (severity * 3) AS value, 1 AS count
    FROM report_case, (VALUES ('received', 0), ('on_time', 0), ('days', 1), ('read', 1), ('rated', 0)) AS m (measure, unit)
    WHERE received_at > CAST(:since AS bigint)) AS marks
GROUP BY week, province, office, measure, value

-- fill_communes: the same by commune
INSERT INTO commune_tally (province, commune, week, office, measure, value, count)
SELECT province, commune, week, office, measure, value, sum(count) FROM (
    SELECT 1 + (719162 + CAST(floor(received_at / 86400000.0) AS integer)) / 7 * 7 AS week, province, commune, office, measure,
        unit * (severity * 3) AS value, 1 AS count
    FROM report_case, (VALUES ('received', 0), ('on_time', 0), ('days', 1), ('read', 1), ('rated', 0)) AS m (measure, unit)
    WHERE received_at > CAST(:since AS bigint)) AS marks
GROUP BY province, commune, week, office, measure, value

-- fill_agencies: one office in each of four thousand communes
INSERT INTO dossier_agency (code, office, province, commune)
SELECT 'A' || row_number() OVER (ORDER BY province, commune), 'ubnd_xa', province, commune
FROM (SELECT DISTINCT province, commune FROM case_count ORDER BY commune, province LIMIT 4000) AS places

-- fill_taken_in: what each of them took in, week by week
INSERT INTO dossier_count (week, agency_code, count)
SELECT CAST(:week AS integer) - 7 * n, code, 40 FROM dossier_agency, (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12)) AS weeks (n)

-- analyze: so that the planner knows what the tables hold
ANALYZE
