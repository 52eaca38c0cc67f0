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

-- put: a dossier as it stands now
INSERT INTO dossier (code, procedure_code, procedure_version, agency_code, agency_name, received_at, due_day, due_set_at,
    state, state_at, events, supplements, finished_at, person, digest)
VALUES (:code, :procedure_code, :procedure_version, :agency_code, :agency_name, :received_at, :due_day, :due_set_at,
    :state, :state_at, :events, :supplements, :finished_at, :person, :digest)
ON CONFLICT (code) DO UPDATE SET procedure_code = excluded.procedure_code,
    procedure_version = excluded.procedure_version, agency_code = excluded.agency_code,
    agency_name = excluded.agency_name, received_at = excluded.received_at, due_day = excluded.due_day,
    due_set_at = excluded.due_set_at, state = excluded.state, state_at = excluded.state_at, events = excluded.events,
    supplements = excluded.supplements, finished_at = excluded.finished_at, person = excluded.person,
    digest = excluded.digest

-- put_event: a step; of the last one the note may be corrected
INSERT INTO dossier_event (code, number, state, state_at, note, recorded_at)
VALUES (:code, :number, :state, :state_at, :note, :recorded_at)
ON CONFLICT (code, number) DO UPDATE SET note = excluded.note
