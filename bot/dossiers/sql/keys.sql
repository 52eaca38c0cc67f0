-- add_key: an agency's key; only its look-up value is kept
INSERT INTO api_key (digest, agency_code, scopes, label, created_at) VALUES (:digest, :agency_code, :scopes, :label, :now)
RETURNING id

-- find_key: a key that was not revoked
SELECT id, agency_code, scopes FROM api_key WHERE digest = :digest AND revoked_at IS NULL

-- keys: all of them, without anything that would open a door
SELECT id, agency_code, scopes, label, created_at, revoked_at FROM api_key ORDER BY id

-- revoke_key: it opens nothing from now on
UPDATE api_key SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL
