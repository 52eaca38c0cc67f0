-- fill_dossiers: rows :first to :last, all alike but the code; the sealed part is never opened
WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last)
INSERT INTO dossier (code, procedure_code, agency_code, agency_name, received_at, state, state_at, events, supplements, person, digest)
SELECT printf('H57.132-2601%02d-%06d', 1 + i % 28, i), '1.004222', 'H57.132', 'UBND', :at + i * 1000, 4, :at + i * 1000, 1, 0,
    randomblob(80), printf('%022d', i)
FROM n

-- fill_events: one step of each
WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last)
INSERT INTO dossier_event (code, number, state, state_at, recorded_at)
SELECT printf('H57.132-2601%02d-%06d', 1 + i % 28, i), 1, 4, :at + i * 1000, :at FROM n
