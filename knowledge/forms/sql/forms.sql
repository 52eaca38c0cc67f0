-- form: one file
SELECT id, name, media, body FROM form_file WHERE id = :id

-- add_form: a file of its own; the same file under the same name is one
INSERT INTO form_file (id, name, media, size, sha256, body, added_by, added_at)
VALUES (:id, :name, :media, :size, :sha256, :body, :by, :now) ON CONFLICT (id) DO NOTHING

-- name_form: a draft, or (0) a version, names this file
INSERT INTO form_use (form_id, draft_id) VALUES (:form, :draft) ON CONFLICT (form_id, draft_id) DO NOTHING

-- name_form_of: the undecided draft of this procedure does
INSERT INTO form_use (form_id, draft_id)
SELECT :form, id FROM service_draft WHERE code = :code AND state IN ('draft', 'review', 'scheduled')
ON CONFLICT (form_id, draft_id) DO NOTHING
