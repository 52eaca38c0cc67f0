-- dossier: one dossier by its code
SELECT code, procedure_code, procedure_version, agency_code, agency_name, received_at, due_day, due_set_at, state, state_at,
    supplements, finished_at, person
FROM dossier WHERE code = :code

-- events: what happened to it, in order
SELECT number, state, state_at, note FROM dossier_event WHERE code = :code ORDER BY number

-- attempts: how the tries of a person and on a code stand
SELECT subject, failures, locked_until FROM dossier_attempt WHERE subject IN :subject_list

-- count_failure: one more; a lock that has ended, or a day without tries, begins a new count
INSERT INTO dossier_attempt (subject, failures, first_at, locked_until) VALUES (:subject, 1, :now, 0)
ON CONFLICT (subject) DO UPDATE SET
    failures = CASE WHEN dossier_attempt.locked_until BETWEEN 1 AND :now OR dossier_attempt.first_at < :forgotten
        THEN 1 ELSE dossier_attempt.failures + 1 END,
    first_at = CASE WHEN dossier_attempt.locked_until BETWEEN 1 AND :now OR dossier_attempt.first_at < :forgotten
        THEN :now ELSE dossier_attempt.first_at END,
    locked_until = CASE WHEN dossier_attempt.locked_until BETWEEN 1 AND :now OR dossier_attempt.first_at < :forgotten
        THEN 0 WHEN dossier_attempt.failures + 1 >= :most THEN :until ELSE dossier_attempt.locked_until END
RETURNING failures

-- access: whether a chat has shown lately that the dossier is its own
SELECT 1 FROM dossier_access WHERE chat = :chat AND code = :code AND until > :now

-- put_access: it has
INSERT INTO dossier_access (chat, code, until) VALUES (:chat, :code, :until)
ON CONFLICT (chat, code) DO UPDATE SET
    until = CASE WHEN dossier_access.until > excluded.until THEN dossier_access.until ELSE excluded.until END

-- version: a procedure as it was published in one version
SELECT body, published_at FROM public_service_version WHERE code = :code AND version = :version
