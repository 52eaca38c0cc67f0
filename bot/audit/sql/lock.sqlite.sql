-- lock_chain: on SQLite the transaction holds every other writer off already
SELECT count(*) FROM audit WHERE seq < 0
