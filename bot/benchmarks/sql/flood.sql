-- taken: updates by state
SELECT state, count(*) AS many FROM inbox GROUP BY state
