-- cases_of_chat: those that came from a chat, or that it has lately opened
SELECT id, number, state, category, received_at, due_day,
    (SELECT count(*) FROM case_reply JOIN case_item ON case_item.id = item_id
     WHERE case_reply.case_id = report_case.id AND seen_at IS NULL) AS unread
FROM report_case
WHERE owner = :chat OR id IN (SELECT case_id FROM case_access WHERE chat = :chat AND until > :now)
ORDER BY received_at DESC, id LIMIT :most

-- case_of_chat: one of these
SELECT * FROM report_case
WHERE number = :number
  AND (owner = :chat OR id IN (SELECT case_id FROM case_access WHERE chat = :chat AND until > :now))

-- case_by_number: whoever it belongs to
SELECT * FROM report_case WHERE number = :number

-- unread: replies that the citizen has not opened
SELECT count(*) FROM case_reply JOIN case_item ON case_item.id = item_id
WHERE case_reply.case_id = :case_id AND seen_at IS NULL

-- has_address: whether somebody is told of replies
SELECT 1 FROM case_address WHERE case_id = :case_id

-- put_case_access: this chat has shown number and secret
INSERT INTO case_access (chat, case_id, until) VALUES (:chat, :case_id, :until)
ON CONFLICT (chat, case_id) DO UPDATE SET
    until = CASE WHEN case_access.until > excluded.until THEN case_access.until ELSE excluded.until END
