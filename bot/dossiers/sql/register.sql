-- known: what is stored of these dossiers, as far as an import needs it
SELECT code, events, state, state_at, digest, supplements, finished_at, due_day, due_set_at, procedure_version
FROM dossier WHERE code IN :code_list

-- told: the steps that were recorded
SELECT code, state, state_at FROM dossier_event WHERE code IN :code_list

-- followed: which of these somebody follows
SELECT DISTINCT code FROM dossier_follow WHERE code IN :code_list

-- with_serials: the dossiers whose serial numbers these are, for the sample
SELECT code, state, procedure_code FROM dossier WHERE substr(code, length(code) - 3) IN :serial_list ORDER BY code

-- any_dossier: whether there is one at all
SELECT 1 FROM dossier LIMIT 1

-- versions: since when which version of each procedure is published here
SELECT code, version, published_at FROM public_service_version ORDER BY code, version

-- add: a new dossier; one that somebody else has added meanwhile is an error, so that nobody writes over it
INSERT INTO dossier (code, procedure_code, procedure_version, agency_code, agency_name, received_at, due_day, due_set_at,
    state, state_at, events, supplements, finished_at, person, digest)
VALUES (:code, :procedure_code, :procedure_version, :agency_code, :agency_name, :received_at, :due_day, :due_set_at,
    :state, :state_at, :events, :supplements, :finished_at, :person, :digest)

-- change: a dossier as it stands now; its row is held by this transaction
UPDATE dossier SET procedure_code = :procedure_code, procedure_version = :procedure_version,
    agency_code = :agency_code, agency_name = :agency_name, received_at = :received_at, due_day = :due_day,
    due_set_at = :due_set_at, state = :state, state_at = :state_at, events = :events, supplements = :supplements,
    finished_at = :finished_at, person = :person, digest = :digest
WHERE code = :code

-- add_event: a step
INSERT INTO dossier_event (code, number, state, state_at, note, recorded_at)
VALUES (:code, :number, :state, :state_at, :note, :recorded_at)

-- mend_event: the note of the last step, told better
UPDATE dossier_event SET note = :note WHERE code = :code AND number = :number
