-- lock: the versions of these dossiers, held until the commit
SELECT code, events, digest, agency_code, received_at FROM dossier WHERE code IN :code_list ORDER BY code FOR UPDATE
