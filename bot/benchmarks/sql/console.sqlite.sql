-- fill_cases: rows :first to :last, spread over two years, places, offices and categories, three to a cluster; one in ten is open
WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last),
h(i, r) AS (SELECT i, (i * 2654435761) % 4294967296 FROM n)
INSERT INTO report_case (id, number, secret, draft, owner, reporter, received_at, state, state_at, version, level, category,
    categories, judged, severity, restricted, province, commune, office, for_other, wants_person, channel, language, clock,
    due_day, closed_at, verdict, paper, public, proof_salt, proof, cluster)
SELECT printf('%022d', i), printf('PB%010d', i), '', printf('d%021d', i), NULL, printf('r%d', i % 400000),
    :at - (i * 63072), CASE WHEN r % 10 < 9 THEN 'closed' WHEN r % 3 = 0 THEN 'received' WHEN r % 3 = 1 THEN 'accepted'
    ELSE 'in_progress' END, :at, 1, 'HV',
    :categories ->> ((r / 11) % :category_count), 'c', 'c', 1 + r % 4, r % 200 = 1,
    :provinces ->> ((r / 131) % :province_count), CAST(20000 + (r / 17) % 3321 AS text),
    :offices ->> ((r / 7) % :office_count), 0, 0, 'web', 'vi',
    CASE WHEN r % 10 < 9 THEN NULL ELSE 'pakn_answer' END, CASE WHEN r % 10 < 9 THEN NULL ELSE :today - 20 + r % 40 END,
    CASE WHEN r % 10 < 9 THEN :at ELSE NULL END, CASE WHEN r % 12 = 0 THEN 'not_on_list' ELSE NULL END,
    CASE WHEN r % 12 = 0 THEN 'ho_chieu' ELSE NULL END, x'00', x'00', '', printf('k%d', i / 3)
FROM h

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
    SELECT 1 + (CAST(strftime('%J', received_at / 1000, 'unixepoch') - 1721424.5 AS integer) - 1) / 7 * 7 AS week, province,
        office, column1 AS measure, column2 * (severity * 3) AS value, 1 AS count
    FROM report_case, (VALUES ('received', 0), ('on_time', 0), ('days', 1), ('read', 1), ('rated', 0)) WHERE received_at > :since)
GROUP BY week, province, office, measure, value

-- fill_communes: the same by commune
INSERT INTO commune_tally (province, commune, week, office, measure, value, count)
SELECT province, commune, week, office, measure, value, sum(count) FROM (
    SELECT 1 + (CAST(strftime('%J', received_at / 1000, 'unixepoch') - 1721424.5 AS integer) - 1) / 7 * 7 AS week, province,
        commune, office, column1 AS measure, column2 * (severity * 3) AS value, 1 AS count
    FROM report_case, (VALUES ('received', 0), ('on_time', 0), ('days', 1), ('read', 1), ('rated', 0)) WHERE received_at > :since)
GROUP BY province, commune, week, office, measure, value

-- fill_agencies: one office in each of four thousand communes
INSERT INTO dossier_agency (code, office, province, commune)
SELECT 'A' || row_number() OVER (ORDER BY province, commune), 'ubnd_xa', province, commune
FROM (SELECT DISTINCT province, commune FROM case_count ORDER BY commune, province LIMIT 4000) AS places

-- fill_taken_in: what each of them took in, week by week
INSERT INTO dossier_count (week, agency_code, count)
SELECT :week - 7 * column1, code, 40 FROM dossier_agency, (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12))

-- analyze: so that the planner knows what the tables hold
ANALYZE
