-- add_item: something sealed to the case
INSERT INTO case_item (id, case_id, kind, author, at, key, body, size, media)
VALUES (:id, :case_id, :kind, :author, :at, :key, :body, :size, :media)

-- add_reply: a reply as the citizen will read it
INSERT INTO case_reply (item_id, case_id, body, at) VALUES (:item_id, :case_id, :body, :at)

-- replies: what the program may still open
SELECT item_id, case_reply.body, case_reply.at, seen_at FROM case_reply JOIN case_item ON case_item.id = item_id
WHERE case_reply.case_id = :case_id ORDER BY case_reply.at, item_id

-- mark_seen: the citizen has read these
UPDATE case_item SET seen_at = :now
WHERE case_id = :case_id AND id IN :id_list AND author = 'inspector' AND seen_at IS NULL

-- mark_delivered: from now on their readable copies are kept some days only
UPDATE case_reply SET delivered_at = :now WHERE case_id = :case_id AND item_id IN :id_list AND delivered_at IS NULL

-- waiting_words: whether an inspector has been told of words that nobody has read yet
SELECT 1 FROM case_item
WHERE case_id = :case_id AND author = 'citizen' AND kind = 'message' AND seen_at IS NULL LIMIT 1

-- mark_citizens_seen: an inspector has read what the citizen sent
UPDATE case_item SET seen_at = :now WHERE case_id = :case_id AND author = 'citizen' AND seen_at IS NULL

-- files_of: how many files the citizen has put in
SELECT count(*) FROM case_item WHERE case_id = :case_id AND kind = 'file'
