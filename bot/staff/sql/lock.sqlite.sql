-- lock_staff: on SQLite the transaction holds every other writer off already
SELECT count(*) FROM staff WHERE id = ''

-- lock_approvals: see above
SELECT count(*) FROM approval WHERE id = 0
