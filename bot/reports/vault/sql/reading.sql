-- case_facts: the structured facts of one case
SELECT * FROM report_case WHERE number = :number AND erased_at IS NULL

-- cases_listed: the newest cases by their structured facts; restricted ones only for those who hold a key of theirs
SELECT * FROM report_case
WHERE erased_at IS NULL AND (state IN :state_list OR :every)
  AND (NOT restricted OR id IN (SELECT case_id FROM case_key WHERE key_id IN :key_id_list))
ORDER BY received_at DESC, id LIMIT :most

-- cases_of: every case that is sealed to these keys
SELECT DISTINCT report_case.number FROM report_case JOIN case_key ON case_key.case_id = report_case.id
WHERE case_key.key_id IN :key_id_list AND erased_at IS NULL ORDER BY number

-- sealed_keys: the private half of one case, as sealed to these keys
SELECT key_id, sealed FROM case_key WHERE case_id = :case_id AND key_id IN :key_id_list ORDER BY key_id

-- items: what was sealed to a case, in order, without the bodies
SELECT id, kind, author, at, size, media, seen_at FROM case_item WHERE case_id = :case_id
ORDER BY at, CASE kind WHEN 'narrative' THEN 0 WHEN 'facts' THEN 1 ELSE 2 END, id

-- item_body: one of them
SELECT key, body FROM case_item WHERE id = :id AND case_id = :case_id
