-- raise_notice: something for administrators, once
INSERT INTO staff_notice (key, kind, subject, raised_at) VALUES (:key, :kind, :subject, :now) ON CONFLICT (key) DO NOTHING

-- settle_notice: it has been seen to
UPDATE staff_notice SET settled_at = :now WHERE key = :key AND settled_at IS NULL

-- open_notices: what waits for administrators
SELECT key, kind, subject, raised_at FROM staff_notice WHERE settled_at IS NULL ORDER BY raised_at, key
