-- queues: rows by queue and state, the oldest of each, and one error of each as an example
SELECT 'inbox' AS queue, state, COUNT(*) AS times, MIN(received_at) AS oldest, MAX(error) AS errors
FROM inbox GROUP BY state
UNION ALL
SELECT 'outbox ' || channel, state, COUNT(*), MIN(created_at), MAX(error) FROM outbox GROUP BY channel, state
ORDER BY 1, 2
