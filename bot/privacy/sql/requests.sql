-- add_request: what an inspector must do; the same one, while it is open, is not asked twice
INSERT INTO privacy_request (person, kind, case_id, asked_at, answer_due, done_due)
SELECT CAST(:person AS VARCHAR), CAST(:kind AS VARCHAR), CAST(:case_id AS VARCHAR), :now, :answer_due, :done_due
WHERE NOT EXISTS (
    SELECT 1 FROM privacy_request
    WHERE person = :person AND kind = :kind AND case_id = :case_id AND done_at IS NULL)
RETURNING id

-- requests_of: what a person has asked for and is not done
SELECT privacy_request.id, kind, number, asked_at, answer_due, done_due
FROM privacy_request LEFT JOIN report_case ON report_case.id = case_id
WHERE person = :person AND done_at IS NULL ORDER BY privacy_request.id

-- open_requests: what waits for inspectors, the most urgent first
SELECT privacy_request.id, kind, number, asked_at, answer_due, done_due
FROM privacy_request LEFT JOIN report_case ON report_case.id = case_id
WHERE done_at IS NULL ORDER BY done_due, privacy_request.id

-- open_request: one of them
SELECT privacy_request.id, kind, number, asked_at, answer_due, done_due
FROM privacy_request LEFT JOIN report_case ON report_case.id = case_id
WHERE privacy_request.id = :id AND done_at IS NULL

-- finish_request: it is done
UPDATE privacy_request SET done_at = :now WHERE id = :id AND done_at IS NULL

-- settle_reminders: nobody needs to be reminded of it any more
UPDATE staff_notice SET settled_at = :now WHERE key IN :key_list AND settled_at IS NULL
