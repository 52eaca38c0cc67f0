-- report: what was found out about this draft as it is, against the base as it is
SELECT body FROM preflight WHERE draft_id = :draft_id AND revision = :revision AND base = :base

-- keep: so that the next look costs nothing
INSERT INTO preflight (draft_id, revision, base, body, made_at) VALUES (:draft_id, :revision, :base, :body, :now)
ON CONFLICT (draft_id, revision, base) DO NOTHING

-- accepted: examples that administrators found right are questions with a known answer
SELECT code, phrase FROM accepted_example ORDER BY accepted_at DESC LIMIT :most
