-- lock_change: the case; on SQLite the transaction holds everybody else off already
SELECT id, number, state, state_at, version, clock, due_day, paused_at, closed_at, finding, rating, wants_person, office,
    province, commune, public, restricted, received_at, category
FROM report_case WHERE id = :case_id AND erased_at IS NULL
