-- change_case: a case as it stands now; its row is held by this transaction
UPDATE report_case SET state = :state, state_at = :state_at, version = :version, clock = :clock, due_day = :due_day,
    paused_at = :paused_at, closed_at = :closed_at, finding = :finding, rating = :rating, wants_person = :wants_person,
    office = :office, province = :province, commune = :commune
WHERE id = :id

-- add_event: what happened to it
INSERT INTO case_event (case_id, number, at, state, actor, reason, due_day)
VALUES (:case_id, :number, :at, :state, :actor, :reason, :due_day)

-- events: what happened to it, in order
SELECT number, at, state, actor, reason, due_day FROM case_event WHERE case_id = :case_id ORDER BY number
