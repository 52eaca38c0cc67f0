-- lock_keys: on SQLite the transaction holds every other writer off already
SELECT count(*) FROM inspectorate_key

-- lock_case: the case; nothing when it was erased
SELECT id FROM report_case WHERE id = :case_id AND erased_at IS NULL
