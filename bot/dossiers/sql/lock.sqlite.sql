-- lock: the versions of these dossiers; on SQLite the transaction holds everybody else off already
SELECT code, events, digest, agency_code, received_at FROM dossier WHERE code IN :code_list
