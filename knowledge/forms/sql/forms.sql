-- form: one file
SELECT id, name, media, body FROM form_file WHERE id = :id

-- add_form: a file of its own; the same file under the same name is one
INSERT INTO form_file (id, name, media, size, sha256, body, added_by, added_at)
VALUES (:id, :name, :media, :size, :sha256, :body, :by, :now) ON CONFLICT (id) DO NOTHING
