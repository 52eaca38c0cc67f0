-- note_key: remember the key of the first start
INSERT INTO key_check (id, fingerprint) VALUES (1, :fingerprint) ON CONFLICT (id) DO NOTHING

-- noted_key: which key sealed this database
SELECT fingerprint FROM key_check WHERE id = 1
