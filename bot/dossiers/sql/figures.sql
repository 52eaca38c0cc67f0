-- received: dossiers received in a period, a page at a time
SELECT code, procedure_code, procedure_version, agency_code, agency_name, received_at, due_day, due_set_at, state, state_at,
    events, supplements, finished_at
FROM dossier
WHERE received_at >= :since AND received_at < :before
  AND (received_at > :after_at OR (received_at = :after_at AND code > :after_code))
ORDER BY received_at, code LIMIT :most

-- steps: what happened to these, in order
SELECT code, state, state_at FROM dossier_event WHERE code IN :code_list ORDER BY code, number

-- scores: the answers of those whose dossiers were received in a period
SELECT dossier, agency_code, procedure_code, score FROM satisfaction
WHERE received_at >= :since AND received_at < :before AND score IS NOT NULL
