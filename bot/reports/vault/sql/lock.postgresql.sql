-- lock_keys: one writer at a time; readers go on
LOCK TABLE inspectorate_key IN SHARE ROW EXCLUSIVE MODE
