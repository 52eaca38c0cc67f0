-- lock_staff: one at a time where the number of administrators matters; readers go on
LOCK TABLE staff IN SHARE ROW EXCLUSIVE MODE

-- lock_approvals: two who ask the same at once ask once
LOCK TABLE approval IN SHARE ROW EXCLUSIVE MODE
