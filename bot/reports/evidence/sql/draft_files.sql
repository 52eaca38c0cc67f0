-- waiting: how many files wait under one chat's name, besides this one
SELECT COUNT(*) FROM draft_file WHERE owner = :owner AND id <> :id

-- add: evidence for a report that is being written; one that is there already stays as it is
INSERT INTO draft_file (id, owner, body, facts, size, created_at)
VALUES (:id, :owner, :body, :facts, :size, :created_at)
ON CONFLICT (id) DO NOTHING

-- open: these files of this chat
SELECT id, body, facts FROM draft_file WHERE owner = :owner AND id IN :id_list

-- discard: filed, refused or taken back
DELETE FROM draft_file WHERE owner = :owner AND id IN :id_list

-- discard_all: whatever waits under this chat's name
DELETE FROM draft_file WHERE owner = :owner
