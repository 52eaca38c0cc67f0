-- watched: what tells whether a clock still runs
SELECT id, number, due_day, paused_at, restricted FROM report_case WHERE id = :case_id AND erased_at IS NULL

-- raise_case_notice: something for staff, once
INSERT INTO staff_notice (key, kind, subject, raised_at) VALUES (:key, :kind, :subject, :now) ON CONFLICT (key) DO NOTHING
