-- one_at_a_time: of several that publish at once, each waits for the one before. Any fixed number
SELECT pg_advisory_xact_lock(7264102)
