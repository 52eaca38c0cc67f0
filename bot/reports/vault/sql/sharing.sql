-- key_in_force: one key that new things may be sealed to
SELECT id, for_leads, public FROM inspectorate_key WHERE id = :id AND retired_at IS NULL

-- leads_in_force: how many keys of leads there are
SELECT count(*) FROM inspectorate_key WHERE for_leads AND retired_at IS NULL

-- put_case_key: one more holder of a case
INSERT INTO case_key (case_id, key_id, sealed) VALUES (:case_id, :key_id, :sealed)
ON CONFLICT (case_id, key_id) DO UPDATE SET sealed = excluded.sealed

-- drop_case_keys: holders of a case who hold it no more
DELETE FROM case_key WHERE case_id = :case_id AND key_id IN :key_id_list
