-- one_at_a_time: the write transaction itself keeps others out
SELECT 1
