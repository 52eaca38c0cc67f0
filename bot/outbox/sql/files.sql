-- add_file: a file on its way; one that was stored before stays as it is
INSERT INTO outgoing_file (id, lane, name, media, body, created_at)
VALUES (:id, :lane, :name, :media, :body, :created_at)
ON CONFLICT (id) DO NOTHING

-- open_file: what a message carries
SELECT lane, name, media, body FROM outgoing_file WHERE id = :id
