-- lock_keys: one writer at a time; readers go on
LOCK TABLE inspectorate_key IN SHARE ROW EXCLUSIVE MODE

-- lock_case: the case, held until the commit; nothing when it was erased
SELECT id FROM report_case WHERE id = :case_id AND erased_at IS NULL FOR UPDATE
