-- saved_views: what a member has saved, by name
SELECT id, name, query FROM saved_view WHERE staff_id = :staff_id ORDER BY name LIMIT :most

-- save_view: under a name that is taken the old one is replaced
INSERT INTO saved_view (staff_id, name, query) VALUES (:staff_id, :name, :query)
ON CONFLICT (staff_id, name) DO UPDATE SET query = excluded.query

-- drop_view: one of one's own
DELETE FROM saved_view WHERE id = :id AND staff_id = :staff_id
