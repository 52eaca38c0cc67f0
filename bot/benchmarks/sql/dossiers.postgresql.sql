-- fill_dossiers: rows :first to :last, all alike but the code; the sealed part is never opened
INSERT INTO dossier (code, procedure_code, agency_code, agency_name, received_at, state, state_at, events, supplements, person, digest)
SELECT format('H57.132-2601%s-%s', lpad((1 + i % 28)::text, 2, '0'), lpad(i::text, 6, '0')), '1.004222', 'H57.132', 'UBND',
    CAST(:at AS bigint) + i * 1000, 4, CAST(:at AS bigint) + i * 1000, 1, 0, sha512(i::text::bytea), lpad(i::text, 22, '0')
FROM generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS i

-- fill_events: one step of each
INSERT INTO dossier_event (code, number, state, state_at, recorded_at)
SELECT format('H57.132-2601%s-%s', lpad((1 + i % 28)::text, 2, '0'), lpad(i::text, 6, '0')), 1, 4,
    CAST(:at AS bigint) + i * 1000, CAST(:at AS bigint)
FROM generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS i
