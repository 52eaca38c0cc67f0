-- add_score: one answer to one question; the first counts
INSERT INTO satisfaction (dossier, factor, score, procedure_code, agency_code, received_at, answered_at)
VALUES (:dossier, :factor, :score, :procedure_code, :agency_code, :received_at, :now)
ON CONFLICT (dossier, factor) DO NOTHING

-- answered: which questions were answered or skipped
SELECT factor FROM satisfaction WHERE dossier = :dossier
