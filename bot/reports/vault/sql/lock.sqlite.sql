-- lock_keys: on SQLite the transaction holds every other writer off already
SELECT count(*) FROM inspectorate_key
