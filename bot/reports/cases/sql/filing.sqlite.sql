-- lock_filing: on SQLite the transaction holds every other writer off already
SELECT 1
