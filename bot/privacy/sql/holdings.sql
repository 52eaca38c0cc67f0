-- counts: how much is kept of a chat, by kind
SELECT
    (SELECT count(*) FROM web_history WHERE lane = :chat AND kind IN ('user', 'say')) AS shown,
    (SELECT updated_at FROM session WHERE lane = :lane) AS talked_at,
    (SELECT count(*) FROM draft_file WHERE owner = :lane) AS draft_files,
    (SELECT count(*) FROM outgoing_file WHERE lane = :chat) AS sent_files,
    (SELECT count(*) FROM gap_waiting WHERE chat = :chat) AS waiting,
    (SELECT count(*) FROM notice_choice WHERE chat = :chat AND address IS NOT NULL) AS notices

-- lists: procedures whose papers a chat has written down
SELECT code FROM checklist WHERE chat = :chat ORDER BY code

-- followed: the dossiers a chat follows
SELECT code, since FROM dossier_follow WHERE chat = :chat ORDER BY since, code

-- cases: the reports of a chat, and those it has lately opened with number and secret, as they may be shown to it
SELECT id, number, state, category, categories, received_at, province, commune, office, procedure_code, days_late,
    money, verdict, for_other, wants_person, channel, language, due_day, finding, rating, closed_at, erased_at,
    (SELECT count(*) FROM case_address WHERE case_id = report_case.id) AS addresses,
    CASE WHEN owner = :chat THEN 1 ELSE 0 END AS linked
FROM report_case
WHERE owner = :chat OR id IN (SELECT case_id FROM case_access WHERE chat = :chat AND until > :now)
ORDER BY received_at DESC, id

-- shown: what the page of a web chat shows
SELECT dedup, kind, payload, created_at FROM web_history
WHERE lane = :chat AND kind IN ('user', 'say') ORDER BY id

-- draft_files: what is known of the files that wait for a report to be sent
SELECT id, facts, size, created_at FROM draft_file WHERE owner = :lane ORDER BY created_at, id
