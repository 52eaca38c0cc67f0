-- keys: every inspectorate key, the oldest first
SELECT id, scope, for_leads, public, made_at, retired_at FROM inspectorate_key ORDER BY made_at, id

-- chain: the keys in force for the whole country and for one province
SELECT id, for_leads, public FROM inspectorate_key
WHERE retired_at IS NULL AND scope IN (:everywhere, :province) ORDER BY made_at, id

-- add_key: the public half of a key
INSERT INTO inspectorate_key (id, scope, for_leads, public, made_at) VALUES (:id, :scope, :for_leads, :public, :now)

-- retire_key: nothing new is sealed to it
UPDATE inspectorate_key SET retired_at = :now WHERE id = :id AND retired_at IS NULL
