-- erase_keys: without these rows nobody can open the case
DELETE FROM case_key WHERE case_id = :case_id

-- erase_replies: what the program itself could still open
DELETE FROM case_reply WHERE case_id = :case_id

-- erase_items: what was sealed to the case
DELETE FROM case_item WHERE case_id = :case_id

-- erase_address: where its answers went
DELETE FROM case_address WHERE case_id = :case_id

-- erase_access: who had shown its number and secret
DELETE FROM case_access WHERE case_id = :case_id

-- erase_links: the tombstone counts, and leads to nobody; without a public half nothing can be added
UPDATE report_case
SET owner = NULL, reporter = NULL, dossier = NULL, sketch = NULL, secret = '', public = :nothing, erased_at = :now
WHERE id = :case_id AND erased_at IS NULL
