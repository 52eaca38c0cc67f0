-- links_to_cut: cases long over that still lead to somebody
SELECT id FROM report_case
WHERE closed_at < :before AND (owner IS NOT NULL OR reporter IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM case_item WHERE case_id = report_case.id AND author = 'citizen' AND at > :quiet)
ORDER BY closed_at LIMIT :chunk

-- cut_address: nobody is told any more
DELETE FROM case_address WHERE case_id IN :id_list

-- cut_access: nor may look without the secret
DELETE FROM case_access WHERE case_id IN :id_list

-- cut_replies: nor does the program keep what it could read
DELETE FROM case_reply WHERE case_id IN :id_list

-- cut_owner: the chat and the person
UPDATE report_case SET owner = NULL, reporter = NULL WHERE id IN :id_list

-- texts_to_erase: cases whose time is over
SELECT id FROM report_case
WHERE closed_at < :before AND erased_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM case_item WHERE case_id = report_case.id AND author = 'citizen' AND at > :quiet)
ORDER BY closed_at LIMIT :chunk
